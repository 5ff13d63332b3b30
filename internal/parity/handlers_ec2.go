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

// CloudFormation names a peer by the direction.
var (
	peerGroup      = map[string]string{typeIngress: "sourceSecurityGroupId", typeEgress: "destinationSecurityGroupId"}
	peerPrefixList = map[string]string{typeIngress: "sourcePrefixListId", typeEgress: "destinationPrefixListId"}
)

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
				rule[peerGroup[kind]] = text(g, "GroupId")
				rule["description"] = text(g, "Description")
				f.create(kind, rule)
			}
			for _, peer := range []struct{ list, name, property string }{
				{"IpRanges", "CidrIp", "cidrIp"}, {"Ipv6Ranges", "CidrIpv6", "cidrIpv6"}, {"PrefixListIds", "PrefixListId", peerPrefixList[kind]},
			} {
				for _, c := range list(p, peer.list) {
					rule := without(base)
					rule[peer.property] = text(c, peer.name)
					rule["description"] = text(c, "Description")
					f.create(kind, rule)
				}
			}
		}
		return nil
	}
}
