package parity

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Load balancers of one region share a hosted zone, so the name in an alias says
// whose zone it is.
func TestFold_zoneOfAnAlias(t *testing.T) {
	var exchanges []Exchange
	for _, name := range []string{"a", "b"} {
		exchanges = append(exchanges, Exchange{Service: "elasticloadbalancing", Action: "CreateLoadBalancer", Status: 200, Request: map[string]any{"Name": name},
			Response: map[string]any{"CreateLoadBalancerResponse": map[string]any{"CreateLoadBalancerResult": map[string]any{"LoadBalancers": []any{
				map[string]any{"LoadBalancerArn": "arn:" + name, "DNSName": name + ".example", "CanonicalHostedZoneId": "Z1"}}}}}})
	}
	for _, alias := range []map[string]any{
		{"DNSName": "dualstack.a.example", "HostedZoneId": "Z1"},
		{"DNSName": "b.example", "HostedZoneId": "Z1"},
		{"DNSName": "a.example", "HostedZoneId": "Z2"},
		{"DNSName": "c.example", "HostedZoneId": "Z1"},
	} {
		exchanges = append(exchanges, Exchange{Service: "route53", Action: "ChangeResourceRecordSets", Status: 200, Request: map[string]any{"Id": "Z0",
			"ChangeResourceRecordSetsRequest": map[string]any{"ChangeBatch": map[string]any{"Changes": map[string]any{"Change": map[string]any{
				"Action": "CREATE", "ResourceRecordSet": map[string]any{"AliasTarget": alias}}}}}}})
	}
	resources, err := Fold(exchanges)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range resources {
		if r.Type == typeRecord {
			got = append(got, text(r.Properties, "aliasTarget", "hostedZoneId"))
		}
	}
	if diff := cmp.Diff([]string{"${r0.zoneId}", "${r1.zoneId}", "Z2", "Z1"}, got); diff != "" {
		t.Errorf("zones mismatch (-want +got):\n%s", diff)
	}
}
