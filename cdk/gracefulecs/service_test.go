package gracefulecs_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func TestService_takesGrantsAndConnections(t *testing.T) {
	w := newWorld()
	s := newService(t, w, w.props(web()))
	if err := caught(func() {
		awssqs.NewQueue(w.stack, jsii.String("Events"), nil).GrantSendMessages(s)
		database := awsec2.NewSecurityGroup(w.stack, jsii.String("Database"), &awsec2.SecurityGroupProps{Vpc: w.vpc})
		database.Connections().AllowFrom(s, awsec2.Port_Tcp(jsii.Number(5432)), nil)
	}); err != nil {
		t.Fatal(err)
	}
	got := text(t, w)
	for _, want := range []string{`"sqs:SendMessage"`, `"Roles":[{"Ref":"ApiTaskDefinitionTaskRole`, `"FromPort":5432`, `"SourceSecurityGroupId":{"Fn::GetAtt":["ApiSecurityGroup`} {
		if !strings.Contains(got, want) {
			t.Errorf("the template has no %s:\n%s", want, got)
		}
	}
}

// Each getter gives the construct it names, and nil where there is none.
func TestService_getters(t *testing.T) {
	type present struct{ alb, nlb, queue, sidecar, scaling, front, alternate bool }
	for name, row := range map[string]struct {
		profile shutdown.Profile
		scaling bool
		want    present
	}{
		"alb":             {profile: *sidecarProfile(), scaling: true, want: present{alb: true, sidecar: true, scaling: true}},
		"nlb":             {profile: *network(), want: present{nlb: true}},
		"queue":           {profile: *worker(), want: present{queue: true}},
		"none":            {profile: *unbalanced()},
		"front":           {profile: *frontProfile(), want: present{alb: true, front: true}},
		"blue/green":      {profile: shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Strategy: shutdown.BlueGreen}, want: present{alb: true, alternate: true}},
		"canary nlb":      {profile: shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Strategy: shutdown.Canary, LoadBalancer: shutdown.NLB}, want: present{nlb: true, alternate: true}},
		"blue/green none": {profile: shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Strategy: shutdown.BlueGreen, LoadBalancer: shutdown.NoLoadBalancer}},
		"broker other":    {profile: shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(60), Broker: shutdown.OtherBroker}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			p := w.props(row.profile)
			if row.scaling {
				p.Autoscaling = &gracefulecs.AutoscalingProps{MinCapacity: jsii.Number(1), MaxCapacity: jsii.Number(2), CpuTarget: jsii.Number(50)}
			}
			s := newService(t, w, p)
			got := present{
				alb:     s.ApplicationTargetGroup() != nil && s.ListenerRule() != nil,
				nlb:     s.NetworkTargetGroup() != nil && s.NetworkListener() != nil,
				queue:   s.Queue() != nil && s.DeadLetterQueue() != nil,
				sidecar: s.Sidecar("proxy") != nil, scaling: s.ScalableTaskCount() != nil,
				front:     s.FrontContainer() != nil,
				alternate: s.InfrastructureRole() != nil && (s.AlternateApplicationTargetGroup() != nil || s.AlternateNetworkTargetGroup() != nil),
			}
			if got != row.want {
				t.Errorf("getters give %+v, want %+v", got, row.want)
			}
			if s.AppContainer() == nil || s.ExecutionRole() == nil || s.LogGroup() == nil || s.SecurityGroup() == nil || s.TaskDefinition() == nil || s.TaskRole() == nil {
				t.Error("a getter that every service has gives nil")
			}
			if *s.Node().Path() != "Stack/Api" || w.stack.Node().FindChild(jsii.String("Api")) != s {
				t.Error("the tree does not hold the service itself")
			}
		})
	}
}

// What the profile asks of the app, the task role allows, and nothing else.
func TestService_permissions(t *testing.T) {
	for name, row := range map[string]struct {
		profile    shutdown.Profile
		want, none []string
	}{
		"protected queue": {profile: shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(900)},
			want: []string{"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "ecs:UpdateTaskProtection", ":task/main/*"}},
		"short queue": {profile: *worker(), want: []string{"sqs:ReceiveMessage"}, none: []string{"ecs:UpdateTaskProtection"}},
		"batch":       {profile: shutdown.Profile{Workload: shutdown.Batch, LongestWork: new(900)}, want: []string{"ecs:GetTaskProtection"}, none: []string{"sqs:"}},
		"http":        {profile: web(), none: []string{"ecs:UpdateTaskProtection", "sqs:", "ssmmessages:"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			newService(t, w, w.props(row.profile))
			got := text(t, w)
			for _, s := range row.want {
				if !strings.Contains(got, s) {
					t.Errorf("%s is not allowed", s)
				}
			}
			for _, s := range row.none {
				if strings.Contains(got, s) {
					t.Errorf("%s is allowed", s)
				}
			}
		})
	}
}

func TestService_encryptedQueue(t *testing.T) {
	w := newWorld()
	p := w.props(*worker())
	p.Queue = &gracefulecs.QueueProps{EncryptionKey: awskms.NewKey(w.stack, jsii.String("Key"), nil)}
	newService(t, w, p)
	tpl := w.template(t)
	for id, q := range tpl.all("AWS::SQS::Queue") {
		if q.Properties["KmsMasterKeyId"] == nil || q.Properties["SqsManagedSseEnabled"] != nil {
			t.Errorf("%s is not encrypted with the key: %v", id, q.Properties)
		}
	}
	if got := text(t, w); !strings.Contains(got, "kms:Decrypt") {
		t.Error("the task may not decrypt messages")
	}
}

// An app's feature flags change nothing inside the service.
func TestService_featureFlags(t *testing.T) {
	build := func(flags bool) string {
		context := map[string]any{}
		for _, f := range []string{"aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker", "aws-ecs:reduceEc2FargateCloudWatchPermissions",
			"aws-ecs:removeDefaultDeploymentAlarm", "aws-ecs:removeEmptyLoadBalancers"} {
			context["@aws-cdk/"+f] = flags
		}
		var all strings.Builder
		for _, profile := range []shutdown.Profile{web(), *unbalanced()} {
			w := newWorldIn(awscdk.NewApp(&awscdk.AppProps{Context: &context}))
			p := w.props(profile)
			p.EnableExecuteCommand = jsii.Bool(true)
			newService(t, w, p)
			all.WriteString(text(t, w))
		}
		return all.String()
	}
	if on, off := build(true), build(false); on != off {
		t.Errorf("templates differ:\n%s\n%s", on, off)
	}
}

// Nobody who has no AWS names in mind should meet another name than that of the
// service: the family, the log group and the streams have it.
func TestService_oneName(t *testing.T) {
	w := newWorld()
	p := w.props(web())
	p.ServiceName = jsii.String("orders")
	newService(t, w, p)
	tpl := w.template(t)
	task := tpl.only(t, "AWS::ECS::TaskDefinition")
	options := show(task["ContainerDefinitions"].([]any)[0].(map[string]any)["LogConfiguration"])
	if task["Family"] != "orders" || tpl.only(t, "AWS::Logs::LogGroup")["LogGroupName"] != "/ecs/orders" || !strings.Contains(options, `"awslogs-stream-prefix":"orders"`) {
		t.Errorf("family %v, log options %s", task["Family"], options)
	}
}

// A cluster that is imported by its ARN alone knows no VPC; the prop Vpc does.
func TestNewService_clusterByARN(t *testing.T) {
	w := newWorld()
	p := w.props(web())
	p.Cluster, p.Vpc = importedCluster(w), w.vpc
	if err := gracefulecs.Validate(p); err != nil {
		t.Fatal(err)
	}
	newService(t, w, p)
	if got := w.template(t).only(t, "AWS::ECS::Service")["Cluster"]; got != "other" {
		t.Errorf("the service is in cluster %v", got)
	}
}
