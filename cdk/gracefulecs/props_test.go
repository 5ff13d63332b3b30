package gracefulecs_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsservicediscovery"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

type props = gracefulecs.ServiceProps

// reach is how one prop is seen in the template: the text appears with the prop
// and not without it.
type reach struct {
	profile *shutdown.Profile // Default: web.
	set     func(w world, p *props)
	want    string
}

func network() *shutdown.Profile {
	return &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), LoadBalancer: shutdown.NLB}
}

func unbalanced() *shutdown.Profile {
	return &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), LoadBalancer: shutdown.NoLoadBalancer}
}

func worker() *shutdown.Profile {
	return &shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(60)}
}

func sidecarProfile() *shutdown.Profile {
	return &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Sidecars: []shutdown.Sidecar{{Name: "proxy", Flush: new(1)}}}
}

func frontProfile() *shutdown.Profile {
	return &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Front: &shutdown.Front{Name: "proxy", Framework: "nginx"}}
}

func front(set func(w world, f *gracefulecs.FrontProps)) func(world, *props) {
	return func(w world, p *props) { set(w, p.Front) }
}

func scaling(set func(a *gracefulecs.AutoscalingProps)) func(world, *props) {
	return func(_ world, p *props) {
		p.Autoscaling = &gracefulecs.AutoscalingProps{MinCapacity: jsii.Number(1), MaxCapacity: jsii.Number(4), CpuTarget: jsii.Number(50)}
		set(p.Autoscaling)
	}
}

func parameter(w world) awsecs.Secret {
	return awsecs.Secret_FromSsmParameter(awsssm.StringParameter_FromSecureStringParameterAttributes(w.stack, jsii.String("Parameter"),
		&awsssm.SecureStringParameterAttributes{ParameterName: jsii.String("/database/password")}))
}

func sidecar(set func(w world, s *gracefulecs.SidecarProps)) func(world, *props) {
	return func(w world, p *props) { set(w, (*p.Sidecars)[0]) }
}

// reaches has a row for every prop, by the path of its field.
var reaches = map[string]reach{
	"AdditionalPorts": {set: func(_ world, p *props) { p.AdditionalPorts = jsii.PtrSlice(9191.0) }, want: `{"ContainerPort":9191,"Protocol":"tcp"}`},
	"AssignPublicIp":  {set: func(_ world, p *props) { p.AssignPublicIp = jsii.Bool(true) }, want: `"AssignPublicIp":"ENABLED"`},
	"Autoscaling":     {set: scaling(func(*gracefulecs.AutoscalingProps) {}), want: `"AWS::ApplicationAutoScaling::ScalableTarget"`},
	"Autoscaling.BacklogPerTask": {profile: worker(), set: scaling(func(a *gracefulecs.AutoscalingProps) { a.BacklogPerTask = jsii.Number(17) }),
		want: `"TargetValue":17`},
	"Autoscaling.CpuTarget":    {set: scaling(func(a *gracefulecs.AutoscalingProps) { a.CpuTarget = jsii.Number(41) }), want: `"TargetValue":41`},
	"Autoscaling.MaxCapacity":  {set: scaling(func(a *gracefulecs.AutoscalingProps) { a.MaxCapacity = jsii.Number(77) }), want: `"MaxCapacity":77`},
	"Autoscaling.MemoryTarget": {set: scaling(func(a *gracefulecs.AutoscalingProps) { a.MemoryTarget = jsii.Number(42) }), want: `"TargetValue":42`},
	"Autoscaling.MinCapacity":  {set: scaling(func(a *gracefulecs.AutoscalingProps) { a.MinCapacity = jsii.Number(2) }), want: `"MinCapacity":2`},
	"Autoscaling.RequestsPerTarget": {set: scaling(func(a *gracefulecs.AutoscalingProps) { a.RequestsPerTarget = jsii.Number(900) }),
		want: `"PredefinedMetricType":"ALBRequestCountPerTarget","ResourceLabel"`},
	"ClientCidrs": {profile: network(), set: func(_ world, p *props) { p.ClientCidrs = jsii.Strings("10.1.0.0/16") }, want: `"CidrIp":"10.1.0.0/16"`},
	"Cluster": {set: func(w world, p *props) {
		p.Cluster = awsecs.Cluster_FromClusterAttributes(w.stack, jsii.String("Other"), &awsecs.ClusterAttributes{
			ClusterName: jsii.String("other"), Vpc: w.vpc, SecurityGroups: &[]awsec2.ISecurityGroup{}})
	}, want: `"Cluster":"other"`},
	"Command": {set: func(_ world, p *props) { p.Command = jsii.Strings("serve", "--fast") }, want: `"Command":["serve","--fast"]`},
	"ContainerOptions": {set: func(_ world, p *props) {
		p.ContainerOptions = &awsecs.ContainerDefinitionOptions{User: jsii.String("1000")}
	}, want: `"User":"1000"`},
	"ContainerPort":    {set: func(_ world, p *props) { p.ContainerPort = jsii.Number(8181) }, want: `"PortMappings":[{"ContainerPort":8181,"Protocol":"tcp"}]`},
	"Cpu":              {set: func(_ world, p *props) { p.Cpu, p.MemoryLimitMiB = jsii.Number(1024), jsii.Number(2048) }, want: `"Cpu":"1024"`},
	"CpuArchitecture":  {set: func(_ world, p *props) { p.CpuArchitecture = awsecs.CpuArchitecture_ARM64() }, want: `"CpuArchitecture":"ARM64"`},
	"DeploymentAlarms": {set: func(_ world, p *props) { p.DeploymentAlarms = jsii.Strings("errors") }, want: `"Alarms":{"AlarmNames":["errors"],"Enable":true,"Rollback":true}`},
	"EnableExecuteCommand": {set: func(_ world, p *props) { p.EnableExecuteCommand = jsii.Bool(true) },
		want: `"EnableExecuteCommand":true`},
	"EntryPoint":  {set: func(_ world, p *props) { p.EntryPoint = jsii.Strings("/init") }, want: `"EntryPoint":["/init"]`},
	"Environment": {set: func(_ world, p *props) { p.Environment = &map[string]*string{"A": jsii.String("b")} }, want: `"Environment":[{"Name":"A","Value":"b"},{"Name":"SHUTDOWN_CLEANUP`},
	"Front":       {profile: frontProfile(), set: front(func(world, *gracefulecs.FrontProps) {}), want: `"Name":"proxy","PortMappings":[{"ContainerPort":8443,"Protocol":"tcp"}]`},
	"Front.Command": {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) { f.Command = jsii.Strings("nginx") }),
		want: `"Command":["nginx","-g","daemon off; worker_shutdown_timeout 10s;"]`},
	"Front.ContainerOptions": {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) {
		f.ContainerOptions = &awsecs.ContainerDefinitionOptions{WorkingDirectory: jsii.String("/srv")}
	}), want: `"WorkingDirectory":"/srv"`},
	"Front.Cpu":         {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) { f.Cpu = jsii.Number(65) }), want: `"Cpu":65`},
	"Front.EntryPoint":  {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) { f.EntryPoint = jsii.Strings("/f") }), want: `"EntryPoint":["/f"]`},
	"Front.Environment": {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) { f.Environment = &map[string]*string{"F": jsii.String("g")} }), want: `{"Name":"F","Value":"g"}`},
	"Front.FrameworkArguments": {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) {
		f.Command, f.FrameworkArguments = jsii.Strings("nginx"), jsii.Bool(false)
	}), want: `"Command":["nginx"]`},
	"Front.Image": {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) {
		f.Image = awsecs.ContainerImage_FromRegistry(jsii.String("example/front:4"), nil)
	}), want: `"Image":"example/front:4"`},
	"Front.MemoryReservationMiB": {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) { f.MemoryReservationMiB = jsii.Number(65) }), want: `"MemoryReservation":65`},
	"Front.Port":                 {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) { f.Port = jsii.Number(8444) }), want: `"ContainerName":"proxy","ContainerPort":8444`},
	"Front.Ports":                {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) { f.Ports = jsii.PtrSlice(9443.0) }), want: `"ContainerPort":9443`},
	"Front.Secrets": {profile: frontProfile(), set: front(func(w world, f *gracefulecs.FrontProps) {
		f.Secrets = &map[string]awsecs.Secret{"CERTIFICATE": parameter(w)}
	}), want: `"Name":"CERTIFICATE"`},
	"FrameworkArguments": {profile: &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Framework: "gunicorn"},
		set:  func(_ world, p *props) { p.Command, p.FrameworkArguments = jsii.Strings("gunicorn"), jsii.Bool(false) },
		want: `"Command":["gunicorn"]`},
	"HealthCheckCommand": {set: func(_ world, p *props) { p.HealthCheckCommand = jsii.Strings("CMD", "/check") },
		want: `"HealthCheck":{"Command":["CMD","/check"],"Interval":30,"Retries":3,"StartPeriod":30,"Timeout":5}`},
	"HealthCheckPath": {set: func(_ world, p *props) { p.HealthCheckPath = jsii.String("/up") }, want: `"HealthCheckPath":"/up"`},
	"HealthCheckPort": {set: func(_ world, p *props) {
		p.AdditionalPorts, p.HealthCheckPort = jsii.PtrSlice(9191.0), jsii.Number(9191)
	}, want: `"HealthCheckPort":"9191"`},
	"HostHeaders": {set: func(_ world, p *props) { p.HostHeaders = jsii.Strings("a.example.com") }, want: `"HostHeaderConfig":{"Values":["a.example.com"]}`},
	"Image": {set: func(_ world, p *props) {
		p.Image = awsecs.ContainerImage_FromRegistry(jsii.String("example/other:2"), nil)
	}, want: `"Image":"example/other:2"`},
	"IngressSecurityGroups": {profile: unbalanced(), set: func(w world, p *props) {
		p.ContainerPort, p.IngressSecurityGroups = jsii.Number(8080), &[]awsec2.ISecurityGroup{w.group("55555555")}
	}, want: `"SourceSecurityGroupId":"sg-55555555"`},
	"Listener": {set: func(w world, p *props) {
		p.Listener = awselasticloadbalancingv2.ApplicationListener_FromApplicationListenerAttributes(w.stack, jsii.String("OtherListener"),
			&awselasticloadbalancingv2.ApplicationListenerAttributes{ListenerArn: jsii.String(strings.Replace(listenerARN, "shared", "other", 1)), SecurityGroup: w.group("66666666")})
	}, want: `listener/app/other/`},
	"ListenerPort":          {profile: network(), set: func(_ world, p *props) { p.ListenerPort = jsii.Number(444) }, want: `"Port":444`},
	"LogGroupName":          {set: func(_ world, p *props) { p.LogGroupName = jsii.String("/own/name") }, want: `"LogGroupName":"/own/name"`},
	"LogRetention":          {set: func(_ world, p *props) { p.LogRetention = awslogs.RetentionDays_ONE_YEAR }, want: `"RetentionInDays":365`},
	"MemoryLimitMiB":        {set: func(_ world, p *props) { p.MemoryLimitMiB = jsii.Number(1024) }, want: `"Memory":"1024"`},
	"NetworkLoadBalancer":   {profile: network(), set: func(w world, p *props) { p.NetworkLoadBalancer = otherNetworkLoadBalancer(w) }, want: `loadbalancer/net/other/`},
	"OperatingSystemFamily": {set: func(_ world, p *props) { p.OperatingSystemFamily = awsecs.OperatingSystemFamily_LINUX() }, want: `"OperatingSystemFamily":"LINUX"`},
	"PathPatterns":          {set: func(_ world, p *props) { p.PathPatterns = jsii.Strings("/v2/*") }, want: `"PathPatternConfig":{"Values":["/v2/*"]}`},
	"Priority":              {set: func(_ world, p *props) { p.Priority = jsii.Number(321) }, want: `"Priority":321`},
	"Profile":               {set: func(_ world, p *props) { p.Profile.LongestWork = new(11) }, want: `"StopTimeout":36`},
	"ProtocolVersion": {set: func(_ world, p *props) { p.ProtocolVersion = awselasticloadbalancingv2.ApplicationProtocolVersion_GRPC },
		want: `"Matcher":{"GrpcCode":"0"},"Port":80,"Protocol":"HTTP","ProtocolVersion":"GRPC"`},
	"Queue": {profile: worker(), set: func(w world, p *props) {
		p.Queue = &gracefulecs.QueueProps{Existing: importedQueue(w), VisibilityTimeout: awscdk.Duration_Minutes(jsii.Number(10))}
	}, want: `123456789012/jobs`},
	"Queue.EncryptionKey": {profile: worker(), set: func(w world, p *props) {
		p.Queue = &gracefulecs.QueueProps{EncryptionKey: awskms.Key_FromKeyArn(w.stack, jsii.String("Key"), jsii.String("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"))}
	}, want: `"KmsMasterKeyId":"arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"`},
	"Queue.Existing": {profile: worker(), set: func(w world, p *props) {
		p.Queue = &gracefulecs.QueueProps{Existing: definedQueue(w, 300)}
	}, want: `"VisibilityTimeout":300`},
	"Queue.MaxReceiveCount": {profile: worker(), set: func(_ world, p *props) { p.Queue = &gracefulecs.QueueProps{MaxReceiveCount: jsii.Number(9)} },
		want: `"maxReceiveCount":9`},
	"Queue.RetentionPeriod": {profile: worker(), set: func(_ world, p *props) {
		p.Queue = &gracefulecs.QueueProps{RetentionPeriod: awscdk.Duration_Days(jsii.Number(3))}
	}, want: `"MessageRetentionPeriod":259200`},
	"Queue.VisibilityTimeout": {profile: worker(), set: func(w world, p *props) {
		p.Queue = &gracefulecs.QueueProps{Existing: importedQueue(w), VisibilityTimeout: awscdk.Duration_Minutes(jsii.Number(10))}
	}, want: `123456789012/jobs`},
	"ReadonlyRootFilesystem": {set: func(_ world, p *props) { p.ReadonlyRootFilesystem = jsii.Bool(true) }, want: `"ReadonlyRootFilesystem":true`},
	"Secrets": {set: func(w world, p *props) { p.Secrets = &map[string]awsecs.Secret{"PASSWORD": parameter(w)} },
		want: `"Secrets":[{"Name":"PASSWORD","ValueFrom":{`},
	"ServiceName": {set: func(_ world, p *props) { p.ServiceName = jsii.String("orders") }, want: `"ServiceName":"orders"`},
	"Sidecars":    {profile: sidecarProfile(), set: sidecar(func(world, *gracefulecs.SidecarProps) {}), want: `"Name":"proxy"`},
	"Sidecars.Command": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.Command = jsii.Strings("proxy", "-v") }),
		want: `"Command":["proxy","-v"]`},
	"Sidecars.ContainerOptions": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) {
		s.ContainerOptions = &awsecs.ContainerDefinitionOptions{EnableRestartPolicy: jsii.Bool(true)}
	}), want: `"RestartPolicy":{"Enabled":true}`},
	"Sidecars.Cpu":         {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.Cpu = jsii.Number(64) }), want: `"Cpu":64`},
	"Sidecars.EntryPoint":  {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.EntryPoint = jsii.Strings("/p") }), want: `"EntryPoint":["/p"]`},
	"Sidecars.Environment": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.Environment = &map[string]*string{"C": jsii.String("d")} }), want: `"Environment":[{"Name":"C","Value":"d"}]`},
	"Sidecars.Essential":   {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.Essential = jsii.Bool(false) }), want: `"Essential":false`},
	"Sidecars.FirelensConfig": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.FirelensConfig = firelens() }),
		want: `"FirelensConfiguration":{"Type":"fluentbit"}`},
	"Sidecars.Image": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) {
		s.Image = awsecs.ContainerImage_FromRegistry(jsii.String("example/proxy:3"), nil)
	}), want: `"Image":"example/proxy:3"`},
	"Sidecars.MemoryReservationMiB": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.MemoryReservationMiB = jsii.Number(64) }),
		want: `"MemoryReservation":64`},
	"Sidecars.Name": {profile: sidecarProfile(), set: func(_ world, p *props) {
		p.Profile.Sidecars = []shutdown.Sidecar{{Name: "mesh", Flush: new(1)}}
		(*p.Sidecars)[0].Name = jsii.String("mesh")
	}, want: `"DependsOn":[{"Condition":"START","ContainerName":"mesh"}]`},
	"Sidecars.Ports": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.Ports = jsii.PtrSlice(15001.0) }), want: `"ContainerPort":15001`},
	"Sidecars.Secrets": {profile: sidecarProfile(), set: sidecar(func(w world, s *gracefulecs.SidecarProps) {
		s.Secrets = &map[string]awsecs.Secret{"TOKEN": parameter(w)}
	}), want: `"Name":"TOKEN"`},
	"TargetGroupPort": {set: func(_ world, p *props) { p.TargetGroupPort = jsii.Number(8081) }, want: `"Port":8081,"Protocol":"HTTP"`},
	"Vpc": {set: func(w world, p *props) {
		p.Vpc = awsec2.Vpc_FromVpcAttributes(w.stack, jsii.String("OtherVpc"), &awsec2.VpcAttributes{VpcId: jsii.String("vpc-87654321"),
			AvailabilityZones: jsii.Strings("eu-west-1a"), PrivateSubnetIds: jsii.Strings("subnet-99999999")})
	}, want: `"Subnets":["subnet-99999999"]`},
	"VpcSubnets": {set: func(_ world, p *props) { p.VpcSubnets = &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC} },
		want: `"Subnets":["subnet-33333333","subnet-44444444"]`},
}

// unseen are the props whose base value is what the row sets, so that only
// "with" can be looked at, each with its reason.
var unseen = map[string]string{
	"OperatingSystemFamily":   "LINUX is the default and the only value",
	"Front":                   "the base has one because the profile does",
	"Sidecars":                "the base has one because the profile does",
	"Queue.VisibilityTimeout": "it is checked, not written: an existing queue keeps its own; see the table of faults",
}

// fieldPaths lists every prop, with those of nested structs.
func fieldPaths(prefix string, t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		f := t.Field(i)
		out = append(out, prefix+f.Name)
		inner := f.Type
		for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Slice || inner.Kind() == reflect.Map {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && inner.PkgPath() == t.PkgPath() {
			out = append(out, fieldPaths(prefix+f.Name+".", inner)...)
		}
	}
	return out
}

func TestServiceProps_everyPropReachesTheTemplate(t *testing.T) {
	paths := fieldPaths("", reflect.TypeFor[props]())
	reaches := maps.Clone(reaches)
	maps.Copy(reaches, routeReaches)
	maps.Copy(reaches, loginReaches)
	maps.Copy(reaches, scalingReaches)
	maps.Copy(reaches, predictiveReaches)
	maps.Copy(reaches, portRangeReaches)
	maps.Copy(reaches, containerReaches)
	maps.Copy(reaches, discoveryReaches)
	maps.Copy(reaches, strategyReaches)
	maps.Copy(reaches, existingReaches)
	if len(paths) != len(reaches) {
		t.Errorf("there are %d props and %d rows", len(paths), len(reaches))
	}
	for _, path := range paths {
		row, ok := reaches[path]
		if !ok {
			t.Errorf("no row for the prop %s", path)
			continue
		}
		t.Run(path, func(t *testing.T) {
			with, without := newWorld(), newWorld()
			p := with.propsOr(row.profile)
			row.set(with, p)
			newService(t, with, p)
			if got := text(t, with); !strings.Contains(got, row.want) {
				t.Errorf("%s is not in the template:\n%s", row.want, got)
			}
			if unseen[path] != "" {
				return
			}
			newService(t, without, without.propsOr(row.profile))
			if got := text(t, without); strings.Contains(got, row.want) {
				t.Errorf("%s is in the template without the prop too, so the row proves nothing", row.want)
			}
		})
	}
}

// Whoever reuses props for a second service must not find them changed.
func TestNewService_propsStayAsTheyWere(t *testing.T) {
	w, same := newWorld(), newWorld()
	p := everything(w)
	room := append(make([]*string, 0, 9), *p.Command...)
	p.Command = &room // Appending to it would write behind its end.
	before := shapeOf(p)
	newService(t, w, p)
	if behind := room[:len(room)+1][len(room)]; behind != nil {
		t.Errorf("%q was written behind the end of Command", *behind)
	}
	if after := shapeOf(p); after != before {
		t.Errorf("props changed from\n%s\nto\n%s", before, after)
	}
	p2 := everything(same)
	newService(t, same, p2)
	if err := caught(func() {
		p2.ServiceName, p2.Priority = jsii.String("second"), jsii.Number(11)
		gracefulecs.NewService(same.stack, jsii.String("Second"), p2)
	}); err != nil {
		t.Errorf("the same props do not make a second service: %v", err)
	}
}

// shapeOf writes the plain values of props; constructs are left out.
func shapeOf(p *props) string {
	v := reflect.ValueOf(*p)
	var b strings.Builder
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.Interface {
			continue
		}
		text, err := json.Marshal(v.Field(i).Interface())
		if err == nil {
			b.WriteString(v.Type().Field(i).Name + "=" + string(text) + "\n")
		}
	}
	return b.String()
}

func text(t *testing.T, w world) string {
	t.Helper()
	b, err := json.Marshal(w.template(t).Resources)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func discovery(w world) awsservicediscovery.IService {
	return awsservicediscovery.Service_FromServiceAttributes(w.stack, jsii.String("Discovery"), &awsservicediscovery.ServiceAttributes{
		DnsRecordType: awsservicediscovery.DnsRecordType_A, RoutingPolicy: awsservicediscovery.RoutingPolicy_MULTIVALUE,
		Namespace: awsservicediscovery.PrivateDnsNamespace_FromPrivateDnsNamespaceAttributes(w.stack, jsii.String("Namespace"),
			&awsservicediscovery.PrivateDnsNamespaceAttributes{NamespaceArn: jsii.String("arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-1"),
				NamespaceId: jsii.String("ns-1"), NamespaceName: jsii.String("internal")}),
		ServiceArn: jsii.String("arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-1"), ServiceId: jsii.String("srv-1"), ServiceName: jsii.String("api"),
	})
}

func otherNetworkLoadBalancer(w world) awselasticloadbalancingv2.INetworkLoadBalancer {
	return awselasticloadbalancingv2.NetworkLoadBalancer_FromNetworkLoadBalancerAttributes(w.stack, jsii.String("OtherLoadBalancer"),
		&awselasticloadbalancingv2.NetworkLoadBalancerAttributes{LoadBalancerSecurityGroups: jsii.Strings("sg-22222222"),
			LoadBalancerArn: jsii.String("arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/other/50dc6c495c0c9188")})
}

func importedQueue(w world) awssqs.IQueue {
	return awssqs.Queue_FromQueueArn(w.stack, jsii.String("Jobs"), jsii.String("arn:aws:sqs:eu-west-1:123456789012:jobs"))
}

func definedQueue(w world, visibility int) awssqs.IQueue {
	return awssqs.NewQueue(w.stack, jsii.String("Jobs"), &awssqs.QueueProps{VisibilityTimeout: awscdk.Duration_Seconds(jsii.Number(visibility))})
}
