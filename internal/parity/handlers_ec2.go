package parity

import "fmt"

func createSecurityGroup(f *folder, e Exchange) error {
	request := without(e.Request, "TagSpecification")
	r := f.create(typeSecurityGroup, request, "id", text(e.Response, "CreateSecurityGroupResponse", "groupId"))
	// EC2 lets a new group reach everything; Terraform takes that back first.
	r.Properties["defaultEgress"] = true
	return nil
}

// revokeEgress expects the rule that EC2 gives a new group, and nothing else.
func revokeEgress(f *folder, e Exchange) error {
	r, err := f.find(text(e.Request, "GroupId"))
	if err != nil {
		return err
	}
	for _, p := range list(e.Request, "IpPermissions") {
		if text(p, "IpProtocol") != "-1" {
			return fmt.Errorf("revokes %v, which is not the default egress", p)
		}
	}
	delete(r.Properties, "defaultEgress")
	return nil
}

// authorizeRules turns each permission into one rule in the shape of
// CloudFormation.
func authorizeRules(kind string) func(*folder, Exchange) error {
	return func(f *folder, e Exchange) error {
		if _, err := f.find(text(e.Request, "GroupId")); err != nil {
			return err
		}
		for _, p := range list(e.Request, "IpPermissions") {
			base := map[string]any{"groupId": text(e.Request, "GroupId")}
			for _, key := range []string{"IpProtocol", "FromPort", "ToPort"} {
				if v := at(p, key); v != nil {
					base[lowerFirst(key)] = v
				}
			}
			for _, g := range append(list(p, "Groups"), list(p, "UserIdGroupPairs")...) {
				rule := without(base)
				rule["sourceSecurityGroupId"] = text(g, "GroupId")
				rule["description"] = text(g, "Description")
				f.create(kind, rule)
			}
			for _, c := range list(p, "IpRanges") {
				rule := without(base)
				rule["cidrIp"] = text(c, "CidrIp")
				rule["description"] = text(c, "Description")
				f.create(kind, rule)
			}
			if len(list(p, "Ipv6Ranges"))+len(list(p, "PrefixListIds")) > 0 {
				return fmt.Errorf("a rule for IPv6 or prefix lists is not understood: %v", p)
			}
		}
		return nil
	}
}
