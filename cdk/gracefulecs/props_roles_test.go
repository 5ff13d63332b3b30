package gracefulecs_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func init() {
	maps.Copy(reaches, platformReaches)
	maps.Copy(reaches, roleReaches)
	maps.Copy(reaches, networkReaches)
}

func shifting() *shutdown.Profile {
	return &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Strategy: shutdown.Canary}
}

// role is one of the account that no app defines. CDK adds to it if it may.
func role(w world, name string, mutable bool) awsiam.IRole {
	return awsiam.Role_FromRoleArn(w.stack, jsii.String("Role"+name), jsii.String("arn:aws:iam::123456789012:role/"+name), &awsiam.FromRoleArnOptions{Mutable: &mutable})
}

func statements(action string) *[]awsiam.PolicyStatement {
	return &[]awsiam.PolicyStatement{awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{Actions: jsii.Strings(action), Resources: jsii.Strings("*")})}
}

// inAccount is the stack of the world in an account of its own.
func inAccount(w world) awscdk.Stack {
	return awscdk.NewStack(w.app, jsii.String("Known"), &awscdk.StackProps{Env: &awscdk.Environment{Account: jsii.String("123456789012"), Region: jsii.String("eu-west-1")}})
}

var roleReaches = map[string]reach{
	"ExecutionPolicyStatements": {set: func(_ world, p *props) { p.ExecutionPolicyStatements = statements("ecr:GetDownloadUrlForLayer") }, want: `"Action":"ecr:GetDownloadUrlForLayer","Effect":"Allow","Resource":"*"`},
	"ExecutionRole":             {set: func(w world, p *props) { p.ExecutionRole = role(w, "start", true) }, want: `"ExecutionRoleArn":"arn:aws:iam::123456789012:role/start"`},
	"ExecutionRoleName":         {set: func(_ world, p *props) { p.ExecutionRoleName = jsii.String("start") }, want: `"RoleName":"start"`},
	"InfrastructureRole":        {profile: shifting(), set: func(w world, p *props) { p.InfrastructureRole = role(w, "move", true) }, want: `"RoleArn":"arn:aws:iam::123456789012:role/move"`},
	"InfrastructureRoleName":    {profile: shifting(), set: func(_ world, p *props) { p.InfrastructureRoleName = jsii.String("move") }, want: `"RoleName":"move"`},
	"PermissionsBoundary": {set: func(w world, p *props) {
		p.PermissionsBoundary = awsiam.ManagedPolicy_FromManagedPolicyArn(w.stack, jsii.String("Bound"), jsii.String("arn:aws:iam::123456789012:policy/bound"))
	}, want: `"PermissionsBoundary":"arn:aws:iam::123456789012:policy/bound"`},
	"RolePath":             {set: func(_ world, p *props) { p.RolePath = jsii.String("/team/") }, want: `"Path":"/team/"`},
	"TaskPolicyStatements": {set: func(_ world, p *props) { p.TaskPolicyStatements = statements("s3:GetObject") }, want: `"Action":"s3:GetObject","Effect":"Allow","Resource":"*"`},
	"TaskRole":             {set: func(w world, p *props) { p.TaskRole = role(w, "app", true) }, want: `"TaskRoleArn":"arn:aws:iam::123456789012:role/app"`},
	"TaskRoleName":         {set: func(_ world, p *props) { p.TaskRoleName = jsii.String("app") }, want: `"RoleName":"app"`},
}

var networkReaches = map[string]reach{
	"AllowAllIpv6Outbound": {set: func(_ world, p *props) { p.AllowAllIpv6Outbound = jsii.Bool(true) }, want: `"CidrIpv6":"::/0"`},
	"AllowAllOutbound":     {set: func(_ world, p *props) { p.AllowAllOutbound = jsii.Bool(false) }, want: `"Description":"Disallow all traffic"`},
	"LogEncryptionKey":     {set: func(w world, p *props) { p.LogEncryptionKey = kmsKey(w) }, want: `"KmsKeyId":"` + keyARN + `"`},
	"LogGroup":             {set: func(w world, p *props) { p.LogGroup = foreignLogGroup(w) }, want: `"awslogs-group":"/team/logs"`},
	"LogGroupClass":        {set: func(_ world, p *props) { p.LogGroupClass = awslogs.LogGroupClass_INFREQUENT_ACCESS }, want: `"LogGroupClass":"INFREQUENT_ACCESS"`},
	"SecretKeys":           {set: func(w world, p *props) { p.SecretKeys = &[]awskms.IKey{kmsKey(w)} }, want: `{"Action":"kms:Decrypt","Effect":"Allow","Resource":"` + keyARN + `"}`},
	"SecurityGroup":        {set: func(w world, p *props) { p.SecurityGroup = w.group("77777777") }, want: `"SecurityGroups":["sg-77777777"]`},
	"SecurityGroupDescription": {set: func(_ world, p *props) { p.SecurityGroupDescription = jsii.String("tasks of the api") },
		want: `"GroupDescription":"tasks of the api"`},
	"SecurityGroupName":        {set: func(_ world, p *props) { p.SecurityGroupName = jsii.String("api") }, want: `"GroupName":"api"`},
	"AdditionalSecurityGroups": {set: func(w world, p *props) { p.AdditionalSecurityGroups = &[]awsec2.ISecurityGroup{w.group("77777777")} }, want: `"GroupId"]},"sg-77777777"]`},
}

const keyARN = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

func kmsKey(w world) awskms.IKey {
	return awskms.Key_FromKeyArn(w.stack, jsii.String("SecretKey"), jsii.String(keyARN))
}

func foreignLogGroup(w world) awslogs.ILogGroup {
	return awslogs.LogGroup_FromLogGroupName(w.stack, jsii.String("Foreign"), jsii.String("/team/logs"))
}

var badNetworks = map[string]bad{
	"group and what it is made of": {set: func(w world, p *props) {
		p.SecurityGroup, p.SecurityGroupName, p.SecurityGroupDescription = w.group("7"), jsii.String("a"), jsii.String("b")
		p.AllowAllOutbound, p.AllowAllIpv6Outbound = jsii.Bool(false), jsii.Bool(true)
	}, want: [][3]string{{"SecurityGroupDescription", "type", "SecurityGroup is given"}, {"SecurityGroupName", "type", "SecurityGroup is given"},
		{"AllowAllOutbound", "type", "its owner's"}, {"AllowAllIpv6Outbound", "type", "its owner's"}}},
	"subnets of no group": {set: func(_ world, p *props) { p.VpcSubnets = &awsec2.SubnetSelection{SubnetGroupName: jsii.String("nope")} }, want: one("VpcSubnets", "enum", "The VPC has no such subnets")},
	"subnets of no kind": {set: func(_ world, p *props) {
		p.VpcSubnets = &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}
	}, want: one("VpcSubnets", "enum", "The VPC has no such subnets")},
	"tags of whom":             {set: func(_ world, p *props) { p.PropagateTags = "service" }, want: one("PropagateTags", "enum", "one of NONE, SERVICE, TASK_DEFINITION")},
	"end by an alarm":          {set: func(_ world, p *props) { p.DeploymentAlarms, p.DeploymentAlarmBehavior = jsii.Strings("a"), "rollback" }, want: one("DeploymentAlarmBehavior", "enum", "ROLLBACK_ON_ALARM")},
	"version in small letters": {set: func(_ world, p *props) { p.ProtocolVersion = "http2" }, want: one("ProtocolVersion", "enum", "one of GRPC, HTTP1, HTTP2")},
	"clients without a mask":   {profile: network(), set: func(_ world, p *props) { p.ClientCidrs = jsii.Strings("10.0.0.0", "10.0.0.0/33", "::/0", "10.0.0.0/8") }, want: [][3]string{{"ClientCidrs[0]", "pattern", "an IPv4 network"}, {"ClientCidrs[1]", "pattern", ""}, {"ClientCidrs[2]", "pattern", ""}}},
	"group name of an id":      {set: func(_ world, p *props) { p.SecurityGroupName = jsii.String("sg-1") }, want: one("SecurityGroupName", "pattern", "does not start with sg-")},
	"group name of 256":        {set: func(_ world, p *props) { p.SecurityGroupName = jsii.String(strings.Repeat("a", 256)) }, want: one("SecurityGroupName", "pattern", "1 to 255")},
	"description with a ?":     {set: func(_ world, p *props) { p.SecurityGroupDescription = jsii.String("who?") }, want: one("SecurityGroupDescription", "pattern", `Given: "who?".`)},
	"no key":                   {set: func(_ world, p *props) { p.SecretKeys = &[]awskms.IKey{nil} }, want: one("SecretKeys[0]", "required", "empty entry")},
	"log group of delivery":    {set: func(_ world, p *props) { p.LogGroupClass = awslogs.LogGroupClass_DELIVERY }, want: one("LogGroupClass", "enum", "STANDARD or INFREQUENT_ACCESS")},
	"log group and what it is made of": {set: func(w world, p *props) {
		p.LogGroup, p.LogEncryptionKey, p.LogGroupName = foreignLogGroup(w), kmsKey(w), jsii.String("/a")
		p.LogGroupClass, p.LogRetention = awslogs.LogGroupClass_STANDARD, awslogs.RetentionDays_ONE_DAY
	}, want: [][3]string{{"LogEncryptionKey", "type", "its owner's"}, {"LogGroupClass", "type", "its owner's"}, {"LogGroupName", "type", "its owner's"}, {"LogRetention", "type", "its owner's"}}},
}

var badRoles = map[string]bad{
	"role and its name": {set: func(w world, p *props) { p.TaskRole, p.TaskRoleName = role(w, "app", true), jsii.String("app") },
		want: one("TaskRoleName", "type", "TaskRole is given, so there is no new role to name.")},
	"name of 65":    {set: func(_ world, p *props) { p.TaskRoleName = jsii.String(strings.Repeat("a", 65)) }, want: one("TaskRoleName", "pattern", "1 to 64 letters")},
	"name empty":    {set: func(_ world, p *props) { p.ExecutionRoleName = jsii.String("") }, want: one("ExecutionRoleName", "pattern", `Given: "".`)},
	"name twice":    {set: func(_ world, p *props) { p.TaskRoleName, p.ExecutionRoleName = jsii.String("a"), jsii.String("a") }, want: one("TaskRoleName", "duplicate", "ExecutionRoleName")},
	"path open":     {set: func(_ world, p *props) { p.RolePath = jsii.String("/team") }, want: one("RolePath", "pattern", `Given: "/team".`)},
	"path of 513":   {set: func(_ world, p *props) { p.RolePath = jsii.String("/" + strings.Repeat("a", 511) + "/") }, want: one("RolePath", "pattern", "up to 512")},
	"no statement":  {set: func(_ world, p *props) { p.TaskPolicyStatements = &[]awsiam.PolicyStatement{nil} }, want: one("TaskPolicyStatements[0]", "required", "empty entry")},
	"nothing moves": {set: func(w world, p *props) { p.InfrastructureRole = role(w, "move", true) }, want: one("InfrastructureRole", "type", "Only a deployment that moves traffic")},
	"nothing moves, named": {profile: unbalanced(), set: func(_ world, p *props) { p.InfrastructureRoleName = jsii.String("move") },
		want: one("InfrastructureRoleName", "type", "Only a deployment that moves traffic")},
	"six groups": {set: furtherGroups(5), want: one("AdditionalSecurityGroups", "range", "Given: 5 groups. Allowed: at most 4.")},
	"no group":   {set: func(_ world, p *props) { p.AdditionalSecurityGroups = &[]awsec2.ISecurityGroup{nil} }, want: one("AdditionalSecurityGroups[0]", "required", "empty entry")},
}

func furtherGroups(n int) func(world, *props) {
	return func(w world, p *props) {
		var groups []awsec2.ISecurityGroup
		for i := range n {
			groups = append(groups, w.group(strings.Repeat(string(rune('a'+i)), 8)))
		}
		p.AdditionalSecurityGroups = &groups
	}
}

var roleNearMisses = map[string]bad{
	"five groups": {set: furtherGroups(4)},
	"names of 64": {set: func(_ world, p *props) {
		p.TaskRoleName, p.ExecutionRoleName = jsii.String(strings.Repeat("a", 64)), jsii.String(strings.Repeat("b", 64))
	}},
	"path of 512":       {set: func(_ world, p *props) { p.RolePath = jsii.String("/" + strings.Repeat("a", 510) + "/") }},
	"group name of 255": {set: func(_ world, p *props) { p.SecurityGroupName = jsii.String(strings.Repeat("a", 255)) }},
	"logs for ever":     {set: func(_ world, p *props) { p.LogRetention = awslogs.RetentionDays_INFINITE }},
	"name token":        {set: func(w world, p *props) { p.TaskRoleName = tokenText(w) }},
}

// The owner of a role that CDK does not change is told what it must allow; the
// owner of one that it changes is not.
func TestNewService_givenRoles(t *testing.T) {
	for name, row := range map[string]struct {
		profile     *shutdown.Profile
		set         func(w world, p *props)
		want        []string // Parts of one warning each.
		permissions string   // In the template.
	}{
		"frozen": {profile: worker(), set: func(w world, p *props) {
			p.TaskRole, p.ExecutionRole, p.EnableExecuteCommand = role(w, "app", false), role(w, "start", false), jsii.Bool(true)
			p.Secrets = &map[string]awsecs.Secret{"PASSWORD": parameter(w)}
		}, want: []string{
			"TaskRole: CDK adds nothing to this role, because it is imported from another account or as one that does not change. Its owner must allow: sqs:ReceiveMessage",
			"ExecutionRole: CDK adds nothing to this role, because it is imported from another account or as one that does not change. Its owner must allow: what AmazonECSTaskExecutionRolePolicy does; logs:CreateLogStream and logs:PutLogEvents on the log group; reading the secrets behind PASSWORD, and kms:Decrypt",
		}},
		"frozen, and nothing to allow": {set: func(w world, p *props) { p.TaskRole = role(w, "app", false) }},
		"another account": {set: func(w world, p *props) {
			p.TaskPolicyStatements, p.TaskRole = statements("s3:GetObject"), awsiam.Role_FromRoleArn(inAccount(w), jsii.String("Foreign"), jsii.String("arn:aws:iam::210987654321:role/app"), nil)
		}, want: []string{"Its owner must allow: what TaskPolicyStatements says."}},
		"imported": {profile: worker(), set: func(w world, p *props) { p.TaskRole, p.ExecutionRole = role(w, "app", true), role(w, "start", true) }, permissions: `"Roles":["start"]`},
		"of the app": {profile: worker(), set: func(w world, p *props) {
			p.TaskRole = awsiam.NewRole(w.stack, jsii.String("Own"), &awsiam.RoleProps{AssumedBy: awsiam.NewServicePrincipal(jsii.String("ecs-tasks.amazonaws.com"), nil)})
		}, permissions: `"Roles":[{"Ref":"Own`},
		"without policy updates": {profile: worker(), set: func(w world, p *props) {
			p.TaskRole = awsiam.NewRole(w.stack, jsii.String("Own"), &awsiam.RoleProps{AssumedBy: awsiam.NewServicePrincipal(jsii.String("ecs-tasks.amazonaws.com"), nil)}).WithoutPolicyUpdates(nil)
		}, want: []string{"Its owner must allow: sqs:ReceiveMessage"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			p := w.propsOr(row.profile)
			row.set(w, p)
			newService(t, w, p)
			if got := text(t, w); !strings.Contains(got, row.permissions) {
				t.Errorf("%s is not in the template:\n%s", row.permissions, got)
			}
			var got []string
			for _, warning := range strings.Split(warnings(t, w), "\n") {
				if strings.Contains(warning, "Role: ") {
					got = append(got, warning)
				}
			}
			if len(got) != len(row.want) {
				t.Fatalf("%d warnings, want %d:\n%s", len(got), len(row.want), strings.Join(got, "\n"))
			}
			for i, part := range row.want {
				if !strings.Contains(strings.Join(got, "\n"), part) {
					t.Errorf("warning %d, %q, is not among\n%s", i, part, strings.Join(got, "\n"))
				}
			}
		})
	}
}

// A group that is added to the connections belongs to the tasks and is opened
// like their own; a further one is not opened.
func TestNewService_connections(t *testing.T) {
	for name, connections := range map[string]func(gracefulecs.Service) awsec2.Connections{
		"of the service":        gracefulecs.Service.Connections,
		"of CDK's service":      func(s gracefulecs.Service) awsec2.Connections { return s.FargateService().Connections() },
		"with a further group":  gracefulecs.Service.Connections,
		"asked for and no more": gracefulecs.Service.Connections,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			p := w.props(web())
			want := `"GroupId"]}`
			if name == "with a further group" {
				p.AdditionalSecurityGroups = &[]awsec2.ISecurityGroup{w.group("88888888")}
			}
			c := connections(newService(t, w, p))
			if name != "asked for and no more" {
				c.AddSecurityGroup(w.group("77777777"))
				want += `,"sg-77777777"`
			}
			if name == "with a further group" {
				want += `,"sg-88888888"`
			}
			got := text(t, w)
			if !strings.Contains(got, want+`]`) {
				t.Errorf("the tasks' groups do not end in %s]:\n%s", want, got)
			}
			if opened := strings.Contains(got, `"GroupId":"sg-77777777"`); opened != (name != "asked for and no more") {
				t.Errorf("that the added group is opened to the load balancer is %v", opened)
			}
			if strings.Contains(got, `"GroupId":"sg-88888888"`) {
				t.Errorf("a rule is added to the further group:\n%s", got)
			}
		})
	}
}
