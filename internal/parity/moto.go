package parity

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Moto speaks to a moto server directly, for what the tests set up and count.
type Moto struct {
	// URL is where the server listens.
	URL string
}

// query calls an operation of the query protocol.
func (m Moto) query(ctx context.Context, service, version, action string, parameters ...string) (map[string]any, error) {
	form := url.Values{"Action": {action}, "Version": {version}}
	for i := 0; i+1 < len(parameters); i += 2 {
		form.Set(parameters[i], parameters[i+1])
	}
	return m.send(ctx, service, strings.NewReader(form.Encode()), "Content-Type", "application/x-www-form-urlencoded")
}

// json calls an operation of the JSON protocol; target is PREFIX.ACTION.
func (m Moto) json(ctx context.Context, service, target string, body map[string]any) (map[string]any, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	return m.send(ctx, service, bytes.NewReader(b), "Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", target)
}

func (m Moto) send(ctx context.Context, service string, body io.Reader, headers ...string) (map[string]any, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, m.URL, body)
	if err != nil {
		return nil, err
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	// Moto reads the service out of the signature and checks nothing else.
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/"+Region+"/"+service+"/aws4_request, SignedHeaders=host, Signature=0")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode >= http.StatusMultipleChoices {
		return nil, fmt.Errorf("%s: %s: %s", service, answer.Status, b)
	}
	return decodeResponse(b)
}

const (
	ec2Version = "2016-11-15"
	elbVersion = "2015-12-01"
	iamVersion = "2010-05-08"
)

// Surround makes what a service stands in: a network, a cluster, load balancers
// with a listener, a service registry, a queue, a secret and a parameter. They
// are made here because creating a load balancer with Terraform waits a minute.
func (m Moto) Surround(ctx context.Context) (Surroundings, error) {
	s := Fixed()
	c := caller{ctx: ctx, moto: m}
	s.VPC = c.ec2("CreateVpc", []any{"vpc", "vpcId"}, "CidrBlock", "10.0.0.0/16")
	s.Subnets = nil
	for i, zone := range []string{"a", "b"} {
		s.Subnets = append(s.Subnets, c.ec2("CreateSubnet", []any{"subnet", "subnetId"}, "VpcId", s.VPC,
			"CidrBlock", "10.0."+strconv.Itoa(i)+".0/24", "AvailabilityZone", Region+zone))
	}
	for name, id := range map[string]*string{"caller": &s.CallerGroup, "alb": &s.ALBGroup, "nlb": &s.NLBGroup, "further": &s.FurtherGroup, "given": &s.GivenGroup} {
		*id = c.ec2("CreateSecurityGroup", []any{"groupId"}, "GroupName", "parity-"+name, "GroupDescription", name, "VpcId", s.VPC)
	}
	alb := c.loadBalancer("parity-alb", "application", s.ALBGroup, s.Subnets)
	s.NLB = string(awsSpelling([]byte(c.loadBalancer(networkLoadBalancer, "network", s.NLBGroup, s.Subnets))))
	// The longest idle timeout, so that no case is warned of its own.
	c.elb("ModifyLoadBalancerAttributes", nil, "LoadBalancerArn", alb,
		"Attributes.member.1.Key", "idle_timeout.timeout_seconds", "Attributes.member.1.Value", "4000")
	for port, arn := range map[string]*string{"80": &s.ALBListener, "81": &s.SecondListener} {
		*arn = c.elb("CreateListener", []any{"Listeners", 0, "ListenerArn"}, "LoadBalancerArn", alb, "Protocol", "HTTP", "Port", port,
			"DefaultActions.member.1.Type", "fixed-response", "DefaultActions.member.1.FixedResponseConfig.StatusCode", "404")
	}
	s.existing(&c)
	s.ClusterARN = c.json("ecs", "AmazonEC2ContainerServiceV20141113.CreateCluster", []any{"cluster", "clusterArn"},
		map[string]any{"clusterName": clusterName, "capacityProviders": []string{"FARGATE", "FARGATE_SPOT"}})
	s.ExistingQueueURL = c.json("sqs", "AmazonSQS.CreateQueue", []any{"QueueUrl"}, map[string]any{"QueueName": "parity-existing"})
	return s, c.err
}

// caller keeps the first error, so that the set-up reads in one go.
type caller struct {
	ctx  context.Context
	moto Moto
	err  error
}

func (c *caller) keep(answer map[string]any, err error, action string, path []any) string {
	if c.err != nil {
		return ""
	}
	if err != nil {
		c.err = fmt.Errorf("%s: %w", action, err)
		return ""
	}
	v := text(answer, path...)
	if v == "" && path != nil {
		c.err = fmt.Errorf("%s: the answer has no %v: %v", action, path, answer)
	}
	return v
}

func (c *caller) ec2(action string, path []any, parameters ...string) string {
	answer, err := c.moto.query(c.ctx, "ec2", ec2Version, action, parameters...)
	return c.keep(answer, err, action, append([]any{action + "Response"}, path...))
}

func (c *caller) elb(action string, path []any, parameters ...string) string {
	answer, err := c.moto.query(c.ctx, "elasticloadbalancing", elbVersion, action, parameters...)
	if path != nil {
		path = append([]any{action + "Response", action + "Result"}, path...)
	}
	return c.keep(answer, err, action, path)
}

func (c *caller) json(service, target string, path []any, body map[string]any) string {
	answer, err := c.moto.json(c.ctx, service, target, body)
	return c.keep(answer, err, target, path)
}

func (c *caller) loadBalancer(name, kind, group string, subnets []string) string {
	return c.elb("CreateLoadBalancer", []any{"LoadBalancers", 0, "LoadBalancerArn"}, "Name", name, "Type", kind, "Scheme", "internal",
		"SecurityGroups.member.1", group, "Subnets.member.1", subnets[0], "Subnets.member.2", subnets[1])
}
