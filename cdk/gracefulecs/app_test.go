package gracefulecs_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const validationOn = "GRACEFUL_TEST_CDK_VALIDATION"

// world is a stack with what a caller of NewService owns. It takes all from
// outside the app, so that a template holds the service alone.
type world struct {
	app     awscdk.App
	stack   awscdk.Stack
	vpc     awsec2.IVpc
	cluster awsecs.ICluster

	listeners map[string]awselasticloadbalancingv2.IApplicationListener // Of other stacks, by ARN.
}

// newWorld is a world in an app whose synthesis goes on when a validation fails, as
// with the CDK's own command, which reads the report.
func newWorld() world {
	return newWorldIn(awscdk.NewApp(&awscdk.AppProps{Context: &map[string]any{"@aws-cdk/core:failSynthOnValidationErrors": false}}))
}

func newWorldIn(app awscdk.App) world {
	return newWorldNamed(app, "Stack")
}

func newWorldNamed(app awscdk.App, name string) world { return newWorldNamedIn(app, app, name) }

// newWorldNamedIn is a world in the app or in a stage of it.
func newWorldNamedIn(scope constructs.Construct, app awscdk.App, name string) world {
	stack := awscdk.NewStack(scope, &name, nil)
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId:             jsii.String("vpc-12345678"),
		AvailabilityZones: jsii.Strings("eu-west-1a", "eu-west-1b"),
		PrivateSubnetIds:  jsii.Strings("subnet-11111111", "subnet-22222222"),
		PublicSubnetIds:   jsii.Strings("subnet-33333333", "subnet-44444444"),
	})
	cluster := awsecs.Cluster_FromClusterAttributes(stack, jsii.String("Cluster"), &awsecs.ClusterAttributes{
		ClusterName: jsii.String("main"), Vpc: vpc, SecurityGroups: &[]awsec2.ISecurityGroup{},
	})
	return world{app: app, stack: stack, vpc: vpc, cluster: cluster, listeners: map[string]awselasticloadbalancingv2.IApplicationListener{}}
}

const listenerARN = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2"

func (w world) group(id string) awsec2.ISecurityGroup {
	return awsec2.SecurityGroup_FromSecurityGroupId(w.stack, jsii.String("Group"+id), jsii.String("sg-"+id), nil)
}

// listener is one of a load balancer that another stack owns.
func (w world) listener() awselasticloadbalancingv2.IApplicationListener {
	return w.listenerOf(listenerARN)
}

func (w world) listenerOf(arn string) awselasticloadbalancingv2.IApplicationListener {
	if known, ok := w.listeners[arn]; ok {
		return known
	}
	w.listeners[arn] = awselasticloadbalancingv2.ApplicationListener_FromApplicationListenerAttributes(w.stack, jsii.String("Listener"),
		&awselasticloadbalancingv2.ApplicationListenerAttributes{ListenerArn: &arn, SecurityGroup: w.group("11111111")})
	return w.listeners[arn]
}

func (w world) networkLoadBalancer(groups ...string) awselasticloadbalancingv2.INetworkLoadBalancer {
	return w.networkLoadBalancerOf("arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/shared/50dc6c495c0c9188", groups...)
}

func (w world) networkLoadBalancerOf(arn string, groups ...string) awselasticloadbalancingv2.INetworkLoadBalancer {
	attributes := &awselasticloadbalancingv2.NetworkLoadBalancerAttributes{LoadBalancerArn: &arn}
	if len(groups) > 0 {
		attributes.LoadBalancerSecurityGroups = jsii.Strings(groups...)
	}
	return awselasticloadbalancingv2.NetworkLoadBalancer_FromNetworkLoadBalancerAttributes(w.stack, jsii.String("LoadBalancer"), attributes)
}

func image() awsecs.ContainerImage {
	return awsecs.ContainerImage_FromRegistry(jsii.String("example/app:1"), nil)
}

// propsOr are the props of a row's profile, or of web where it names none.
func (w world) propsOr(profile *shutdown.Profile) *gracefulecs.ServiceProps {
	if profile == nil {
		return w.props(web())
	}
	return w.props(*profile)
}

// props are the least props of a service with that profile.
func (w world) props(profile shutdown.Profile) *gracefulecs.ServiceProps {
	p := &gracefulecs.ServiceProps{Cluster: w.cluster, Image: image(), Profile: profile, ServiceName: jsii.String("api")}
	settings, err := shutdown.Compute(profile)
	switch {
	case err != nil || settings.LoadBalancer == shutdown.NoLoadBalancer:
	case settings.LoadBalancer == shutdown.NLB:
		p.ContainerPort, p.NetworkLoadBalancer, p.ListenerPort = jsii.Number(8080), w.networkLoadBalancer("sg-22222222"), jsii.Number(443)
	default:
		p.ContainerPort, p.Listener, p.Priority, p.PathPatterns = jsii.Number(8080), w.listener(), jsii.Number(10), jsii.Strings("/*")
	}
	if profile.Front != nil {
		p.Front = &gracefulecs.FrontProps{Image: image(), Port: jsii.Number(8443)}
	}
	if len(profile.Sidecars) > 0 {
		var sidecars []*gracefulecs.SidecarProps
		for _, s := range profile.Sidecars {
			sidecars = append(sidecars, &gracefulecs.SidecarProps{Name: jsii.String(s.Name), Image: image()})
		}
		p.Sidecars = &sidecars
	}
	return p
}

// web is the profile that most tests start from.
func web() shutdown.Profile {
	return shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10)}
}

func newService(t *testing.T, w world, p *gracefulecs.ServiceProps) gracefulecs.Service {
	t.Helper()
	var s gracefulecs.Service
	if err := caught(func() { s = gracefulecs.NewService(w.stack, jsii.String("Api"), p) }); err != nil {
		t.Fatalf("NewService: %v", err)
	}
	return s
}

// caught runs f and returns what it panics with, which is an error or, from
// parts of the CDK, a string.
func caught(f func()) (err error) {
	defer func() {
		switch v := recover().(type) {
		case nil:
		case error:
			err = v
		default:
			err = errors.New(fmt.Sprint(v))
		}
	}()
	f()
	return nil
}

// template synthesises the stack.
func (w world) template(t *testing.T) template {
	t.Helper()
	var out template
	if err := caught(func() {
		text, err := json.Marshal(assertions.Template_FromStack(w.stack, nil).ToJSON())
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &out); err != nil {
			t.Fatal(err)
		}
	}); err != nil {
		t.Fatalf("synth: %v", err)
	}
	return out
}

// template is a CloudFormation template.
type template struct {
	Resources map[string]resource
}

type resource struct {
	Type       string
	DependsOn  []string
	Properties map[string]any
}

// only returns the properties of the one resource of that type.
func (tpl template) only(t *testing.T, kind string) map[string]any {
	t.Helper()
	all := tpl.all(kind)
	if len(all) != 1 {
		t.Fatalf("the template has %d resources of type %s, want 1", len(all), kind)
	}
	for _, r := range all {
		return r.Properties
	}
	return nil
}

func (tpl template) all(kind string) map[string]resource {
	out := map[string]resource{}
	for id, r := range tpl.Resources {
		if r.Type == kind {
			out[id] = r
		}
	}
	return out
}

var _ constructs.Construct = gracefulecs.Service(nil)
