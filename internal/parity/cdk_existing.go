package parity

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

// owner begins the logical ids of what somebody else makes in the same stack.
const owner = "Owner"

// owners is a listener of somebody else, which the construct lets lead to its target
// group. With Terraform its owner does, in the surroundings.
func (i *importer) owners(id string, balancer awselasticloadbalancingv2.INetworkLoadBalancer) awselasticloadbalancingv2.INetworkListener {
	return awselasticloadbalancingv2.NewNetworkListener(i.stack, jsii.String(owner+id), &awselasticloadbalancingv2.NetworkListenerProps{LoadBalancer: balancer, Port: jsii.Number(8999)})
}

// withoutOwners takes what somebody else makes out of a template.
func withoutOwners(template map[string]any) {
	resources, _ := template["Resources"].(map[string]any)
	for id := range resources {
		if strings.HasPrefix(id, owner) {
			delete(resources, id)
		}
	}
}
