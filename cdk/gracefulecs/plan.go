package gracefulecs

import (
	"errors"
	"regexp"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// plan is what a service is built from: props without faults, the profile with
// its defaults and the settings it gives. The props are read, never written.
type plan struct {
	*ServiceProps

	profile  shutdown.Profile
	settings shutdown.Settings

	name            string
	vpc             awsec2.IVpc // The given one, or the cluster's.
	clusterKnows    bool        // That the cluster knows its VPC.
	cpu, memory     int
	port            int // Of the app; 0 if it maps none.
	healthPort      int
	groupPort       int
	additionalPorts []int
	frontPorts      []int
	portRanges      []portRange
	mapped          []int // By a container that takes requests; 0 stands for none.
	ways            []*way
	reached         target
	app, front      told
	sidecars        []sidecar // In the profile's order.
	scaling         bool
	connected       []connected
	test            *rule // For test traffic, behind an Application Load Balancer.
}

// target is what the load balancer or the callers reach.
type target struct {
	container string
	prop      string // That names the port.
	port      int    // 0 if there is none.
}

func (p *plan) alb() bool      { return p.settings.LoadBalancer == shutdown.ALB }
func (p *plan) nlb() bool      { return p.settings.LoadBalancer == shutdown.NLB }
func (p *plan) balanced() bool { return p.settings.LoadBalancer != shutdown.NoLoadBalancer }

// shifts says whether a deployment moves traffic between two target groups.
func (p *plan) shifts() bool { return p.balanced() && p.settings.Deployment.BakeTimeInMinutes != nil }

// worksOnQueue says whether the service takes messages from SQS.
func (p *plan) worksOnQueue() bool { return p.settings.VisibilityTimeout != nil }

// newPlan checks the props and computes the settings. The error is a
// [shutdown.Faults] with everything that is wrong: the profile's faults in
// profile order, then those of the props.
func newPlan(props *ServiceProps) (*plan, error) {
	if props == nil {
		return nil, shutdown.Faults{{Path: "props", Rule: "required", Allowed: "*ServiceProps", Message: "The props must not be nil."}}
	}
	p := &plan{ServiceProps: props}
	var c checker
	proven, err := shutdown.Prove(scaledTo(props.Profile, props.Autoscaling))
	var faults shutdown.Faults
	if errors.As(err, &faults) {
		c.faults = nameTokens(faults)
	} else {
		p.settings, p.profile = proven.Explained(), proven.Profile()
	}
	c.required(p)
	c.size(p)
	c.ports(p)
	c.healthCommand(p)
	c.appNamed(p)
	c.identity(p)
	c.network(p)
	c.platform(p)
	c.logs(p)
	if err == nil { // What follows compares the props with the profile.
		c.reached(p)
		c.shifting(p)
		c.providers(p)
		c.balancer(p)
		c.containers(p)
		c.discovery(p)
		c.progressive(p)
		c.autoscaling(p)
		c.queue(p)
	}
	if len(c.faults) > 0 {
		return nil, c.faults
	}
	return p, nil
}

// vpcOf is the VPC that a cluster knows, or nil: one that is imported by its ARN
// alone knows none.
func vpcOf(cluster awsecs.ICluster) (vpc awsec2.IVpc) {
	defer func() { _ = recover() }()
	return cluster.Vpc()
}

var (
	serviceName  = regexp.MustCompile(`^[A-Za-z0-9_-]{1,255}$`)
	logGroupName = regexp.MustCompile(`^[A-Za-z0-9._/#-]{1,512}$`)
)

// required checks the props that have no default.
func (c *checker) required(p *plan) {
	if p.Cluster == nil {
		c.missing("Cluster", "an ECS cluster", "Cluster must be set.")
	} else if known := vpcOf(p.Cluster); p.Vpc == nil && known == nil {
		c.missing("Vpc", "the VPC of the tasks", "The cluster is imported without its VPC.", "set Vpc", "or import the cluster with Cluster_FromClusterAttributes")
	} else if p.vpc, p.clusterKnows = p.Vpc, known != nil; p.vpc == nil {
		p.vpc = known
	}
	if p.Image == nil {
		c.missing("Image", "a container image", "Image must be set.")
	}
	p.name = deref(p.ServiceName)
	const allowed = "up to 255 letters, digits, hyphens and underscores"
	switch {
	case p.name == "":
		c.missing("ServiceName", allowed, "ServiceName must be set.")
	case !isTextToken(p.name) && !serviceName.MatchString(p.name):
		c.add(shutdown.Fault{Path: "ServiceName", Rule: "pattern", Given: quote(p.name), Allowed: allowed,
			Message: "ServiceName is not a valid name."})
	}
	c.texts("DeploymentAlarms", p.DeploymentAlarms)
	c.texts("Command", p.Command)
	c.texts("EntryPoint", p.EntryPoint)
	for i, g := range deref(p.IngressSecurityGroups) {
		if g == nil {
			c.missing(index("IngressSecurityGroups", i), "a security group", "IngressSecurityGroups has an empty entry.", "remove it")
		}
	}
}
