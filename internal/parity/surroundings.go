package parity

import "strings"

// What moto answers for, whatever the credentials.
const (
	Region  = "us-east-1"
	Account = "123456789012"
)

// Surroundings are what a service stands in and does not create. Terraform is
// given the names that moto made up, CDK is given fixed ones; both are replaced
// by the same references.
type Surroundings struct {
	VPC              string
	Subnets          []string
	ClusterARN       string
	CallerGroup      string
	ALBGroup         string
	ALBListener      string
	SecondListener   string // Of the same load balancer.
	NLB              string
	NLBGroup         string
	NLBListener      string // Nobody asks for it: a name is enough.
	TargetGroup      string // With the numbers of the least profile behind an ALB.
	Registry         string
	ExistingQueueARN string
	ExistingQueueURL string
	SecretARN        string
	ParameterARN     string
	Certificate      string
	ZoneID           string
	FurtherGroup     string
	GivenGroup       string
	// What moto asks nothing about, so that names are enough.
	TaskRole, ExecutionRole, InfrastructureRole string
	Boundary, Key, LogGroup                     string
}

// clusterName is the name in the surroundings' cluster ARN on both sides.
const clusterName = "parity"

// Fixed are surroundings with made-up names, for a CDK app that imports them.
func Fixed() Surroundings {
	elb := "arn:aws:elasticloadbalancing:" + Region + ":" + Account + ":"
	return Surroundings{
		VPC:              "vpc-0123456789abcdef0",
		Subnets:          []string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
		ClusterARN:       "arn:aws:ecs:" + Region + ":" + Account + ":cluster/" + clusterName,
		CallerGroup:      "sg-0123456789abcdef0",
		ALBGroup:         "sg-0123456789abcdef1",
		ALBListener:      elb + "listener/app/parity-alb/0123456789abcdef/fedcba9876543210",
		SecondListener:   elb + "listener/app/parity-alb/0123456789abcdef/fedcba9876543211",
		NLB:              elb + "loadbalancer/net/parity-nlb/0123456789abcdef",
		NLBGroup:         "sg-0123456789abcdef2",
		NLBListener:      elb + "listener/net/parity-nlb/0123456789abcdef/fedcba9876543212",
		TargetGroup:      elb + "targetgroup/parity-existing/0123456789abcdef",
		Registry:         "arn:aws:servicediscovery:" + Region + ":" + Account + ":service/srv-0123456789abcdef",
		ExistingQueueARN: "arn:aws:sqs:" + Region + ":" + Account + ":parity-existing",
		ExistingQueueURL: "https://sqs." + Region + ".amazonaws.com/" + Account + "/parity-existing",
		SecretARN:        "arn:aws:secretsmanager:" + Region + ":" + Account + ":secret:parity/token-AbCdEf",
		Certificate:      "arn:aws:acm:" + Region + ":" + Account + ":certificate/01234567-89ab-cdef-0123-456789abcdef",
		ZoneID:           "Z0123456789ABCDEF",
		ParameterARN:     "arn:aws:ssm:" + Region + ":" + Account + ":parameter/parity/token",

		TaskRole:           "arn:aws:iam::" + Account + ":role/parity/task",
		ExecutionRole:      "arn:aws:iam::" + Account + ":role/parity/execution",
		InfrastructureRole: "arn:aws:iam::" + Account + ":role/parity/infrastructure",
		Boundary:           "arn:aws:iam::" + Account + ":policy/parity/boundary",
		FurtherGroup:       "sg-0123456789abcdef3",
		GivenGroup:         "sg-0123456789abcdef4",
		Key:                "arn:aws:kms:" + Region + ":" + Account + ":key/01234567-89ab-cdef-0123-456789abcdef",
		LogGroup:           "/parity/given",
	}
}

// names maps each physical name to its reference, the same on both sides.
func (s Surroundings) names() map[string]string {
	names := map[string]string{
		s.VPC:                           "${vpc}",
		s.ClusterARN:                    "${cluster.arn}",
		s.CallerGroup:                   "${caller group}",
		s.ALBGroup:                      "${alb group}",
		s.ALBListener:                   "${alb listener}",
		s.SecondListener:                "${second listener}",
		loadBalancerName(s.ALBListener): "${alb full name}",
		s.NLB:                           "${nlb}",
		s.NLBGroup:                      "${nlb group}",
		s.NLBListener:                   "${nlb listener}",
		s.TargetGroup:                   "${existing target group}",
		s.Registry:                      "${registry}",
		s.ExistingQueueARN:              "${existing queue.arn}",
		s.ExistingQueueURL:              "${existing queue.url}",
		s.SecretARN:                     "${secret}",
		s.ParameterARN:                  "${parameter}",
		s.Certificate:                   "${certificate}",
		s.ZoneID:                        "${zone}",
		s.TaskRole:                      "${task role}",
		s.ExecutionRole:                 "${execution role}",
		s.InfrastructureRole:            "${infrastructure role}",
		s.Boundary:                      "${boundary}",
		s.FurtherGroup:                  "${further group}",
		s.GivenGroup:                    "${given group}",
		s.Key:                           "${key}",
	}
	for i, id := range s.Subnets {
		names[id] = "${subnet " + string(rune('a'+i)) + "}"
	}
	delete(names, "")
	return names
}

// loadBalancerName is the part app/NAME/ID of a listener's ARN.
func loadBalancerName(listener string) string {
	_, rest, ok := strings.Cut(listener, ":listener/")
	i := strings.LastIndex(rest, "/")
	if !ok || i < 0 {
		return ""
	}
	return rest[:i]
}
