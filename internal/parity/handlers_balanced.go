package parity

import (
	"fmt"
	"strings"
)

func createLoadBalancer(f *folder, e Exchange) error {
	balancer := at(e.Response, "CreateLoadBalancerResponse", "CreateLoadBalancerResult", "LoadBalancers", 0)
	name := text(balancer, "DNSName")
	f.create(typeLoadBalancer, e.Request, "arn", text(balancer, "LoadBalancerArn"), "dnsName", name)
	f.zones[name] = text(balancer, "CanonicalHostedZoneId")
	return nil
}

// changeRecords takes each record that is made.
func changeRecords(f *folder, e Exchange) error {
	batch := at(e.Request, "ChangeResourceRecordSetsRequest", "ChangeBatch", "Changes")
	changes := many(at(batch, "Change"))
	for _, c := range changes {
		if a := text(c, "Action"); a != "CREATE" && a != "UPSERT" {
			return fmt.Errorf("a record is changed by %s", a)
		}
		set, _ := at(c, "ResourceRecordSet").(map[string]any)
		r := f.create(typeRecord, set)
		r.Properties["hostedZoneId"] = e.Request["Id"]
		f.ownZone(at(r.Properties, "aliasTarget"))
	}
	if len(changes) == 0 {
		return fmt.Errorf("no record is in %v", e.Request)
	}
	return nil
}

// ownZone names the zone of an alias after the load balancer that the alias leads
// to: those of one region share a zone, so its id names none of them.
func (f *folder) ownZone(alias any) {
	target, _ := alias.(map[string]any)
	name := strings.TrimPrefix(text(target, "dNSName"), "dualstack.")
	if r := f.byIdentity[name]; r != nil && text(target, "hostedZoneId") == f.zones[name] {
		target["hostedZoneId"] = reference(r.ID, "zoneId")
	}
}
