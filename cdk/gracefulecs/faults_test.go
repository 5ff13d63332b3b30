package gracefulecs_test

import (
	"errors"
	"maps"
	"math"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// bad is one way to get the props wrong. Want has the path, the rule and a part
// of each fault's text, in order.
type bad struct {
	profile *shutdown.Profile // Default: web.
	set     func(w world, p *props)
	want    [][3]string
}

func one(path, rule, text string) [][3]string { return [][3]string{{path, rule, text}} }

func tokenNumber(w world) *float64 {
	return awscdk.NewCfnParameter(w.stack, jsii.String("Number"), &awscdk.CfnParameterProps{Type: jsii.String("Number")}).ValueAsNumber()
}

func tokenText(w world) *string {
	return awscdk.NewCfnParameter(w.stack, jsii.String("Text"), nil).ValueAsString()
}

func importedCluster(w world) awsecs.ICluster {
	return awsecs.Cluster_FromClusterArn(w.stack, jsii.String("ByArn"), jsii.String("arn:aws:ecs:eu-west-1:123456789012:cluster/other"))
}

var badSizes = map[string]bad{
	"cpu between sizes":  {set: func(_ world, p *props) { p.Cpu = jsii.Number(300) }, want: one("Cpu", "range", "Given: 300. Allowed: one of 256, 512, 1024, 2048, 4096, 8192, 16384.")},
	"cpu 0":              {set: func(_ world, p *props) { p.Cpu = jsii.Number(0) }, want: one("Cpu", "range", "Given: 0.")},
	"cpu 255":            {set: func(_ world, p *props) { p.Cpu = jsii.Number(255) }, want: one("Cpu", "range", "Given: 255.")},
	"cpu 16385":          {set: func(_ world, p *props) { p.Cpu = jsii.Number(16385) }, want: one("Cpu", "range", "Given: 16385.")},
	"cpu negative":       {set: func(_ world, p *props) { p.Cpu = jsii.Number(-256) }, want: one("Cpu", "range", "Given: -256.")},
	"cpu fraction":       {set: func(_ world, p *props) { p.Cpu = jsii.Number(256.5) }, want: one("Cpu", "type", "Given: 256.5.")},
	"cpu not a number":   {set: func(_ world, p *props) { p.Cpu = jsii.Number(math.NaN()) }, want: one("Cpu", "type", "Given: NaN.")},
	"cpu a million":      {set: func(_ world, p *props) { p.Cpu = jsii.Number(1000000) }, want: one("Cpu", "range", "Given: 1000000.")},
	"memory for 256":     {set: func(_ world, p *props) { p.MemoryLimitMiB = jsii.Number(700) }, want: one("MemoryLimitMiB", "range", "Given: 700. Allowed: with Cpu 256 one of 512, 1024, 2048.")},
	"memory one too few": {set: func(_ world, p *props) { p.MemoryLimitMiB = jsii.Number(511) }, want: one("MemoryLimitMiB", "range", "Given: 511.")},
	"memory for another cpu": {set: func(_ world, p *props) { p.MemoryLimitMiB = jsii.Number(4096) },
		want: one("MemoryLimitMiB", "range", "or set Cpu to one of 512, 1024, 2048")},
	"cpu for too little memory": {set: func(_ world, p *props) { p.Cpu = jsii.Number(1024) }, want: one("MemoryLimitMiB", "range", "Given: 512. Allowed: with Cpu 1024 one of 2048")},
	"windows": {set: func(_ world, p *props) {
		p.OperatingSystemFamily = awsecs.OperatingSystemFamily_WINDOWS_SERVER_2022_CORE()
	}, want: one("OperatingSystemFamily", "enum", "CTRL_SHUTDOWN_EVENT")},
	"unknown system": {set: func(_ world, p *props) {
		p.OperatingSystemFamily = awsecs.OperatingSystemFamily_Of(jsii.String("PLAN9"))
	}, want: one("OperatingSystemFamily", "enum", "Given: not Linux. Allowed: LINUX.")},
	"cpu token": {set: func(w world, p *props) { p.Cpu = tokenNumber(w) }, want: one("Cpu", "type", "known at deployment only. Allowed: a whole number from 256 to 16384, known at synthesis.")},
	"memory token": {set: func(w world, p *props) { p.MemoryLimitMiB = tokenNumber(w) },
		want: one("MemoryLimitMiB", "type", "MemoryLimitMiB must be known at synthesis")},
}

var badPorts = map[string]bad{
	"port missing":               {set: func(_ world, p *props) { p.ContainerPort = nil }, want: one("ContainerPort", "required", "With load_balancer alb the load balancer must know the app's port.")},
	"port 0":                     {set: func(_ world, p *props) { p.ContainerPort = jsii.Number(0) }, want: one("ContainerPort", "range", "Given: 0.")},
	"port 65536":                 {set: func(_ world, p *props) { p.ContainerPort = jsii.Number(65536) }, want: one("ContainerPort", "range", "Given: 65536.")},
	"port token":                 {set: func(w world, p *props) { p.ContainerPort = tokenNumber(w) }, want: one("ContainerPort", "type", "must be known at synthesis")},
	"port twice":                 {set: func(_ world, p *props) { p.AdditionalPorts = jsii.PtrSlice(9090.0, 8080.0) }, want: one("AdditionalPorts[1]", "duplicate", "ContainerPort is 8080 already")},
	"group port 0":               {set: func(_ world, p *props) { p.TargetGroupPort = jsii.Number(0) }, want: one("TargetGroupPort", "range", "Given: 0.")},
	"group port without a group": {profile: worker(), set: func(_ world, p *props) { p.TargetGroupPort = jsii.Number(80) }, want: one("TargetGroupPort", "type", "TargetGroupPort needs load_balancer alb or nlb")},
	"group port 65536":           {set: func(_ world, p *props) { p.TargetGroupPort = jsii.Number(65536) }, want: one("TargetGroupPort", "range", "Given: 65536.")},
	"health port unknown":        {set: func(_ world, p *props) { p.HealthCheckPort = jsii.Number(9090) }, want: one("HealthCheckPort", "enum", "No container that takes requests maps this port")},
	"health port token":          {set: func(w world, p *props) { p.HealthCheckPort = tokenNumber(w) }, want: one("HealthCheckPort", "type", "must be known at synthesis")},
	"port of a sidecar": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.Ports = jsii.PtrSlice(8080.0) }),
		want: one("Sidecars[0].Ports[0]", "duplicate", "share one network interface")},
}

var badBalancers = map[string]bad{
	"no listener": {set: func(_ world, p *props) { p.Listener = nil }, want: one("Listener", "required", "With load_balancer alb the service needs a listener.")},
	"listener of a network load balancer": {set: func(w world, p *props) {
		p.Listener = awselasticloadbalancingv2.ApplicationListener_FromApplicationListenerAttributes(w.stack, jsii.String("Net"), &awselasticloadbalancingv2.ApplicationListenerAttributes{
			ListenerArn: jsii.String(strings.Replace(listenerARN, "/app/", "/net/", 1)), SecurityGroup: w.group("66666666")})
	}, want: one("Listener", "type", "This is not the listener of an Application Load Balancer")},
	"application load balancer for nlb": {profile: network(), set: func(w world, p *props) {
		p.NetworkLoadBalancer = awselasticloadbalancingv2.NetworkLoadBalancer_FromNetworkLoadBalancerAttributes(w.stack, jsii.String("App"),
			&awselasticloadbalancingv2.NetworkLoadBalancerAttributes{LoadBalancerSecurityGroups: jsii.Strings("sg-1"),
				LoadBalancerArn: jsii.String("arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shared/50dc6c495c0c9188")})
	}, want: one("NetworkLoadBalancer", "type", "This is not a Network Load Balancer")},
	"no priority":    {set: func(_ world, p *props) { p.Priority = nil }, want: one("Priority", "required", "A listener rule needs a priority")},
	"priority 0":     {set: func(_ world, p *props) { p.Priority = jsii.Number(0) }, want: one("Priority", "range", "from 1 to 50000")},
	"priority 50001": {set: func(_ world, p *props) { p.Priority = jsii.Number(50001) }, want: one("Priority", "range", "from 1 to 50000")},
	"no condition":   {set: func(_ world, p *props) { p.PathPatterns = nil }, want: one("PathPatterns", "required", "without one it would take every request of the listener")},
	"6 conditions": {set: func(_ world, p *props) {
		p.PathPatterns, p.HostHeaders = jsii.Strings("/a", "/b", "/c", "/d"), jsii.Strings("a.example.com", "b.example.com")
	}, want: one("PathPatterns", "range", "Given: 6 values. Allowed: at most 5 in one rule.")},
	"empty condition": {set: func(_ world, p *props) { p.PathPatterns = jsii.Strings("") }, want: [][3]string{{"PathPatterns[0]", "required", "empty entry"}, {"PathPatterns", "required", "must hold at least one condition"}}},
	"path without /":  {set: func(_ world, p *props) { p.HealthCheckPath = jsii.String("up") }, want: one("HealthCheckPath", "pattern", `Given: "up".`)},
	"listener without a load balancer": {profile: unbalanced(), set: func(w world, p *props) { p.Listener, p.Priority = w.listener(), jsii.Number(1) },
		want: [][3]string{{"Listener", "type", "Listener needs load_balancer alb, but the profile gives none."}, {"Priority", "type", "Priority needs load_balancer alb"}}},
	"nlb props with alb": {set: func(w world, p *props) {
		p.NetworkLoadBalancer, p.ListenerPort = w.networkLoadBalancer(), jsii.Number(1)
	},
		want: [][3]string{{"ListenerPort", "type", "needs load_balancer nlb, but the profile gives alb"}, {"NetworkLoadBalancer", "type", "needs load_balancer nlb"}}},
	"no network load balancer": {profile: network(), set: func(_ world, p *props) { p.NetworkLoadBalancer, p.ListenerPort = nil, nil },
		want: [][3]string{{"NetworkLoadBalancer", "required", "With load_balancer nlb"}, {"ListenerPort", "required", "A listener needs a port."}}},
	"nobody may reach the tasks": {profile: network(), set: func(w world, p *props) {
		p.NetworkLoadBalancer = awselasticloadbalancingv2.NetworkLoadBalancer_FromNetworkLoadBalancerAttributes(w.stack, jsii.String("Open"),
			&awselasticloadbalancingv2.NetworkLoadBalancerAttributes{LoadBalancerArn: jsii.String("arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/open/1")})
	}, want: one("ClientCidrs", "required", "nothing says who may reach the tasks")},
	"health check without a load balancer": {profile: worker(), set: func(_ world, p *props) { p.HealthCheckPath = jsii.String("/up") },
		want: one("HealthCheckPath", "type", "HealthCheckPath needs load_balancer alb or nlb, but the profile gives none.")},
	"callers without a port": {profile: unbalanced(), set: func(w world, p *props) { p.IngressSecurityGroups = &[]awsec2.ISecurityGroup{w.group("1")} },
		want: one("ContainerPort", "required", "IngressSecurityGroups are allowed to reach the app's port.")},
}

var badContainers = map[string]bad{
	"sidecar without a container": {profile: sidecarProfile(), set: func(_ world, p *props) { p.Sidecars = nil },
		want: one("Sidecars", "required", `The profile's sidecar "proxy" has no container.`)},
	"container without a sidecar": {set: func(_ world, p *props) {
		p.Sidecars = &[]*gracefulecs.SidecarProps{{Name: jsii.String("mesh"), Image: image()}}
	}, want: one("Sidecars[0].Name", "enum", `Given: "mesh". Allowed: nothing: the profile has no sidecars.`)},
	"another name": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.Name = jsii.String("Proxy") }),
		want: [][3]string{{"Sidecars[0].Name", "enum", "Allowed: one of proxy."}, {"Sidecars", "required", `"proxy" has no container`}}},
	"sidecar twice": {profile: sidecarProfile(), set: func(_ world, p *props) {
		s := append(*p.Sidecars, &gracefulecs.SidecarProps{Name: jsii.String("proxy"), Image: image()})
		p.Sidecars = &s
	}, want: one("Sidecars[1].Name", "duplicate", "already")},
	"sidecar without an image": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.Image = nil }), want: one("Sidecars[0].Image", "required", "must be set")},
	"sidecar nil":              {profile: sidecarProfile(), set: func(_ world, p *props) { (*p.Sidecars)[0] = nil }, want: [][3]string{{"Sidecars[0]", "required", "empty entry"}, {"Sidecars", "required", "no container"}}},
	"sidecar called app": {profile: &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Sidecars: []shutdown.Sidecar{{Name: "app", Flush: new(1)}}}, set: func(world, *props) {},
		want: one("sidecars[0].name", "duplicate", `The app container has the name "app" already.`)},
	"sidecars take all the cpu": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.Cpu = jsii.Number(256) }), want: one("Sidecars", "range", "Given: 256 CPU units. Allowed: at most 255.")},
	"sidecars take the memory":  {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.MemoryReservationMiB = jsii.Number(513) }), want: one("Sidecars", "range", "Given: 513 MiB. Allowed: at most 512.")},
	"variable of the profile":   {set: environmentOf("SHUTDOWN_DELAY_SECONDS"), want: one(`Environment["SHUTDOWN_DELAY_SECONDS"]`, "duplicate", "belongs to the profile")},
	"variable with the prefix":  {set: environmentOf("SHUTDOWN_HOOK"), want: one(`Environment["SHUTDOWN_HOOK"]`, "duplicate", "whose names start with SHUTDOWN_")},
	"variable of the framework": {profile: &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Framework: "spring_boot"}, set: environmentOf("SERVER_SHUTDOWN"),
		want: one(`Environment["SERVER_SHUTDOWN"]`, "duplicate", "belongs to the profile's framework")},
	"variable of the queue":  {profile: worker(), set: environmentOf("QUEUE_URL"), want: one(`Environment["QUEUE_URL"]`, "duplicate", "belongs to the queue")},
	"secret with the prefix": {set: func(w world, p *props) { p.Secrets = &map[string]awsecs.Secret{"SHUTDOWN_KEY": parameter(w)} }, want: one(`Secrets["SHUTDOWN_KEY"]`, "duplicate", "belongs to the profile")},
	"variable and secret": {set: func(w world, p *props) {
		environmentOf("A")(w, p)
		p.Secrets = &map[string]awsecs.Secret{"A": parameter(w)}
	}, want: one(`Environment["A"]`, "duplicate", "Secrets sets the same variable.")},
	"variable without a value":     {set: func(_ world, p *props) { p.Environment = &map[string]*string{"A": nil} }, want: one(`Environment["A"]`, "required", "no value")},
	"variable with a token's name": {set: func(w world, p *props) { p.Environment = &map[string]*string{*tokenText(w): jsii.String("x")} }, want: one("Environment", "type", "names, known at synthesis")},
	"health command without a form": {set: func(_ world, p *props) { p.HealthCheckCommand = jsii.Strings("curl", "localhost") },
		want: one("HealthCheckCommand", "pattern", "Allowed: CMD or CMD-SHELL and then the command.")},
	"health command alone": {set: func(_ world, p *props) { p.HealthCheckCommand = jsii.Strings("CMD") }, want: one("HealthCheckCommand", "pattern", `Given: "CMD".`)},
}

func environmentOf(name string) func(world, *props) {
	return func(_ world, p *props) { p.Environment = &map[string]*string{name: jsii.String("1")} }
}

var badScaling = map[string]bad{
	"nothing to scale by":    {set: scaling(func(a *gracefulecs.AutoscalingProps) { a.CpuTarget = nil }), want: one("Autoscaling", "required", "nothing to scale by")},
	"no bounds":              {set: scaling(func(a *gracefulecs.AutoscalingProps) { a.MinCapacity, a.MaxCapacity = nil, nil }), want: [][3]string{{"Autoscaling.MinCapacity", "required", ""}, {"Autoscaling.MaxCapacity", "required", ""}}},
	"bounds the wrong way":   {set: scaling(func(a *gracefulecs.AutoscalingProps) { a.MinCapacity = jsii.Number(5) }), want: one("Autoscaling.MinCapacity", "range", "Given: 5. Allowed: at most MaxCapacity, 4.")},
	"count below the bounds": {set: scaling(func(a *gracefulecs.AutoscalingProps) { a.MinCapacity = jsii.Number(3) }), want: one("Autoscaling", "range", "Given: 3 to 4. Allowed: bounds that hold the profile's desired_count, 2.")},
	"count above the bounds": {set: scaling(func(a *gracefulecs.AutoscalingProps) { a.MaxCapacity = jsii.Number(1) }), want: one("Autoscaling", "range", "Given: 1 to 1.")},
	"bound token": {set: func(w world, p *props) {
		scaling(func(a *gracefulecs.AutoscalingProps) { a.MaxCapacity = tokenNumber(w) })(w, p)
	}, want: one("Autoscaling.MaxCapacity", "type", "must be known at synthesis")},
	"log group name with a space": {set: func(_ world, p *props) { p.LogGroupName = jsii.String("a b") }, want: one("LogGroupName", "pattern", `Given: "a b".`)},
	"target 101 percent":          {set: scaling(func(a *gracefulecs.AutoscalingProps) { a.MemoryTarget = jsii.Number(101) }), want: one("Autoscaling.MemoryTarget", "range", "Given: 101. Allowed: at most 100 percent.")},
	"target 0":                    {set: scaling(func(a *gracefulecs.AutoscalingProps) { a.CpuTarget = jsii.Number(0) }), want: one("Autoscaling.CpuTarget", "range", "a number above 0")},
	"requests behind nothing":     {profile: worker(), set: scaling(func(a *gracefulecs.AutoscalingProps) { a.RequestsPerTarget = jsii.Number(1) }), want: one("Autoscaling.RequestsPerTarget", "type", "Only an Application Load Balancer counts requests")},
	"backlog of requests":         {set: scaling(func(a *gracefulecs.AutoscalingProps) { a.BacklogPerTask = jsii.Number(1) }), want: one("Autoscaling.BacklogPerTask", "type", "Only an SQS queue has a backlog that is measured")},
	"singleton scales":            {profile: &shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(10), Singleton: new(true), DesiredCount: new(1)}, set: scaling(func(*gracefulecs.AutoscalingProps) {}), want: one("Autoscaling.MaxCapacity", "range", "two copies must never run at once")},
	"queue for http":              {set: func(_ world, p *props) { p.Queue = &gracefulecs.QueueProps{} }, want: one("Queue", "type", "Queue needs workload queue and broker sqs, but the profile gives workload http.")},
	"queue of another broker": {profile: &shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(60), Broker: shutdown.OtherBroker}, set: func(_ world, p *props) { p.Queue = &gracefulecs.QueueProps{} },
		want: one("Queue", "type", "but the profile gives broker other.")},
	"backlog of another broker": {profile: &shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(60), Broker: shutdown.OtherBroker}, set: scaling(func(a *gracefulecs.AutoscalingProps) { a.BacklogPerTask = jsii.Number(1) }),
		want: one("Autoscaling.BacklogPerTask", "type", "Only an SQS queue")},
	"fewest tasks twice": {profile: &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), MinCount: new(2)}, set: scaling(func(*gracefulecs.AutoscalingProps) {}),
		want: one("Autoscaling.MinCapacity", "enum", "Given: 1. Allowed: the profile's min_count, 2.")},
	"requests of two target groups": {profile: &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Strategy: shutdown.Canary}, set: scaling(func(a *gracefulecs.AutoscalingProps) { a.RequestsPerTarget = jsii.Number(1) }),
		want: one("Autoscaling.RequestsPerTarget", "type", "two target groups take turns")},
	"imported queue unknown":   {profile: worker(), set: func(w world, p *props) { p.Queue = &gracefulecs.QueueProps{Existing: importedQueue(w)} }, want: one("Queue.VisibilityTimeout", "required", "of an imported queue is not known at synthesis")},
	"imported queue too short": {profile: worker(), set: existingQueue(false, 129), want: one("Queue.VisibilityTimeout", "range", "Given: 129. Allowed: at least 130.")},
	"defined queue too short":  {profile: worker(), set: existingQueue(true, 129), want: one("Queue.VisibilityTimeout", "range", "Given: 129. Allowed: at least 130.")},
	"new queue with visibility": {profile: worker(), set: func(_ world, p *props) {
		p.Queue = &gracefulecs.QueueProps{VisibilityTimeout: awscdk.Duration_Hours(jsii.Number(1))}
	}, want: one("Queue.VisibilityTimeout", "type", "comes from the profile")},
	"existing queue with props": {profile: worker(), set: func(w world, p *props) {
		p.Queue = &gracefulecs.QueueProps{Existing: definedQueue(w, 300), MaxReceiveCount: jsii.Number(3)}
	}, want: one("Queue.MaxReceiveCount", "type", "belongs to a new queue")},
	"receive count 0": {profile: worker(), set: func(_ world, p *props) { p.Queue = &gracefulecs.QueueProps{MaxReceiveCount: jsii.Number(0)} }, want: one("Queue.MaxReceiveCount", "range", "from 1 to 1000")},
	"retention too short": {profile: worker(), set: func(_ world, p *props) {
		p.Queue = &gracefulecs.QueueProps{RetentionPeriod: awscdk.Duration_Seconds(jsii.Number(59))}
	}, want: one("Queue.RetentionPeriod", "range", "from 60 to 1209600")},
	"visibility token": {profile: worker(), set: func(w world, p *props) {
		p.Queue = &gracefulecs.QueueProps{Existing: importedQueue(w), VisibilityTimeout: awscdk.Duration_Seconds(tokenNumber(w))}
	}, want: one("Queue.VisibilityTimeout", "type", "known at synthesis")},
}

func existingQueue(defined bool, visibility int) func(world, *props) {
	return func(w world, p *props) {
		if defined {
			p.Queue = &gracefulecs.QueueProps{Existing: definedQueue(w, visibility)}
			return
		}
		p.Queue = &gracefulecs.QueueProps{Existing: importedQueue(w), VisibilityTimeout: awscdk.Duration_Seconds(jsii.Number(visibility))}
	}
}

var badProfiles = map[string]bad{
	"no cluster":      {set: func(_ world, p *props) { p.Cluster = nil }, want: one("Cluster", "required", "Cluster must be set.")},
	"no image":        {set: func(_ world, p *props) { p.Image = nil }, want: one("Image", "required", "Image must be set.")},
	"no name":         {set: func(_ world, p *props) { p.ServiceName = nil }, want: one("ServiceName", "required", "ServiceName must be set.")},
	"name with space": {set: func(_ world, p *props) { p.ServiceName = jsii.String("my api") }, want: one("ServiceName", "pattern", `Given: "my api".`)},
	"nil in a list":   {set: func(_ world, p *props) { p.Command = &[]*string{jsii.String("a"), nil} }, want: one("Command[1]", "required", "empty entry")},
	"profile empty":   {set: func(_ world, p *props) { p.Profile = shutdown.Profile{} }, want: [][3]string{{"workload", "required", "workload must be set."}, {"longest_work", "required", ""}}},
	"profile and props": {set: func(w world, p *props) {
		p.Profile.LongestWork, p.Profile.Margin, p.Cpu = new(0), new(61), jsii.Number(300)
	},
		want: [][3]string{{"longest_work", "range", ""}, {"margin", "range", ""}, {"Cpu", "range", ""}}},
	"number of the profile from a token": {set: func(w world, p *props) { p.Profile.LongestWork = new(int(*tokenNumber(w))) }, want: one("longest_work", "type", "a whole number from 1 to 172800, known at synthesis")},
	"word of the profile from a token":   {set: func(w world, p *props) { p.Profile.Workload = shutdown.Workload(*tokenText(w)) }, want: one("workload", "type", "known at synthesis")},
}

func TestValidate_faults(t *testing.T) {
	for group, table := range map[string]map[string]bad{"size": badSizes, "port": badPorts, "balancer": badBalancers, "container": badContainers, "scaling": badScaling, "profile": badProfiles, "front": badFronts, "route": badRoutes(), "existing": badExisting(), "role": badRoles, "options": badOptions, "scaled": badScaled, "predicted": badPredicted, "port range": badPortRanges, "network": badNetworks, "storage": badStorage, "managed": badManaged, "platform": badPlatforms, "discovery": badDiscovery, "strategy": badStrategy, "login": badLogins()} {
		for name, row := range table {
			t.Run(group+"/"+name, func(t *testing.T) {
				w := newWorld()
				p := w.propsOr(row.profile)
				row.set(w, p)
				children := len(*w.stack.Node().Children())
				err := gracefulecs.Validate(p)
				var faults shutdown.Faults
				if !errors.As(err, &faults) {
					t.Fatalf("Validate() = %v, want faults", err)
				}
				var got, want [][2]string
				for _, f := range faults {
					got = append(got, [2]string{f.Path, f.Rule})
				}
				for _, f := range row.want {
					want = append(want, [2]string{f[0], f[1]})
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("faults mismatch (-want +got):\n%s\n%v", diff, err)
				}
				for i, f := range faults {
					if !strings.Contains(f.Detail(), row.want[i][2]) {
						t.Errorf("fault %d has no %q:\n%s", i, row.want[i][2], f.Detail())
					}
				}
				panicked := caught(func() { gracefulecs.NewService(w.stack, jsii.String("Api"), p) })
				if panicked == nil || !strings.HasSuffix(panicked.Error(), err.Error()) || !strings.HasPrefix(panicked.Error(), `gracefulecs: service "Api" cannot be built:`) {
					t.Errorf("NewService panics with\n%v\nwant the faults of Validate:\n%v", panicked, err)
				}
				if after := len(*w.stack.Node().Children()); after != children {
					t.Errorf("NewService added %d constructs before it panicked", after-children)
				}
			})
		}
	}
}

func TestValidate_nil(t *testing.T) {
	if err := gracefulecs.Validate(nil); err == nil || !strings.Contains(err.Error(), "must not be nil") {
		t.Errorf("Validate(nil) = %v", err)
	}
}

// The limits themselves pass.
func TestValidate_nearMisses(t *testing.T) {
	rows := map[string]bad{
		"largest size":       {set: func(_ world, p *props) { p.Cpu, p.MemoryLimitMiB = jsii.Number(16384), jsii.Number(122880) }},
		"priority 50000":     {set: func(_ world, p *props) { p.Priority = jsii.Number(50000) }},
		"port 65535":         {set: func(_ world, p *props) { p.ContainerPort = jsii.Number(65535) }},
		"health port mapped": {set: func(_ world, p *props) { p.HealthCheckPort = jsii.Number(8080) }},
		"queue exactly":      {profile: worker(), set: existingQueue(true, 130)},
		"imported exactly":   {profile: worker(), set: existingQueue(false, 130)},
		"name from a token":  {set: func(w world, p *props) { p.ServiceName = tokenText(w) }},
		"host only":          {set: func(_ world, p *props) { p.PathPatterns, p.HostHeaders = nil, jsii.Strings("a.example.com") }},
		"callers without a balancer": {profile: unbalanced(), set: func(w world, p *props) {
			p.ContainerPort, p.IngressSecurityGroups = jsii.Number(1), &[]awsec2.ISecurityGroup{w.group("1")}
		}},
		"sidecars leave one unit": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) {
			s.Cpu, s.MemoryReservationMiB = jsii.Number(255), jsii.Number(512)
		})},
	}
	maps.Copy(rows, goodRoutes())
	maps.Copy(rows, goodExisting())
	maps.Copy(rows, roleNearMisses)
	maps.Copy(rows, platformNearMisses)
	maps.Copy(rows, goodScaled)
	maps.Copy(rows, goodPredicted)
	maps.Copy(rows, goodPortRanges)
	maps.Copy(rows, nearTargetGroups)
	maps.Copy(rows, goodDiscovery)
	maps.Copy(rows, goodManaged)
	maps.Copy(rows, goodStrategy)
	maps.Copy(rows, goodLogins())
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			p := w.propsOr(row.profile)
			row.set(w, p)
			if err := gracefulecs.Validate(p); err != nil {
				t.Fatalf("Validate() = %v, want no fault", err)
			}
			newService(t, w, p)
			w.template(t)
		})
	}
}
