package parity

import "fmt"

func createLoadBalancer(f *folder, e Exchange) error {
	balancer := at(e.Response, "CreateLoadBalancerResponse", "CreateLoadBalancerResult", "LoadBalancers", 0)
	f.create(typeLoadBalancer, e.Request, "arn", text(balancer, "LoadBalancerArn"), "dnsName", text(balancer, "DNSName"), "zoneId", text(balancer, "CanonicalHostedZoneId"))
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
	}
	if len(changes) == 0 {
		return fmt.Errorf("no record is in %v", e.Request)
	}
	return nil
}
