//go:build parity

package parity

import (
	"context"
	"strings"
)

// secondSurroundings are the same, with another listener of the same load balancer
// and another cluster.
func (m Moto) secondSurroundings(ctx context.Context, s Surroundings) (Surroundings, error) {
	c := caller{ctx: ctx, moto: m}
	head, _, _ := strings.Cut(s.ALBListener, ":listener/")
	balancer := head + ":loadbalancer/" + loadBalancerName(s.ALBListener)
	s.ALBListener = c.elb("CreateListener", []any{"Listeners", 0, "ListenerArn"}, "LoadBalancerArn", balancer, "Protocol", "HTTP", "Port", "8080",
		"DefaultActions.member.1.Type", "fixed-response", "DefaultActions.member.1.FixedResponseConfig.StatusCode", "404")
	s.ClusterARN = c.json("ecs", "AmazonEC2ContainerServiceV20141113.CreateCluster", []any{"cluster", "clusterArn"},
		map[string]any{"clusterName": clusterName + "-second", "capacityProviders": []string{"FARGATE", "FARGATE_SPOT"}})
	return s, c.err
}
