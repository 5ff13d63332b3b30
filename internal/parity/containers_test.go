package parity

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/ecsapi"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// containerProfile has every kind of container.
const containerProfile = `{ workload = "http", longest_work = 10, front = { name = "proxy" }, sidecars = [{ name = "agent", flush = 2 }, { name = "router", flush = 5, after = [AFTER] }] }`

// containerFaults are what the module says of container_definitions.
func containerFaults(t *testing.T, definitions, after string) []string {
	t.Helper()
	return wordsOf(newEvaluator(t, map[string]cty.Value{
		"container_definitions": hclValue(t, definitions),
		"container_name":        cty.StringVal("app"),
		"cpu":                   cty.NumberIntVal(256),
		"front":                 hclValue(t, `{ cpu = 100, memory_reservation = null }`),
		"health_check_command":  cty.NullVal(cty.List(cty.String)),
		"init_containers":       hclValue(t, `[{ name = "migrate", cpu = 50, memory_reservation = 100 }]`),
		"memory":                cty.NumberIntVal(512),
		"profile":               hclValue(t, strings.ReplaceAll(containerProfile, "AFTER", after)),
		"sidecars":              hclValue(t, `{ agent = { condition = "HEALTHY", cpu = null, memory_reservation = 200 }, router = { condition = "START", cpu = 50, memory_reservation = null } }`),
		"volumes":               hclValue(t, `{ scratch = { managed_ebs_volume = null } }`),
	}).local("container_faults"))
}

// The module's tables are those of internal/ecsapi.
func TestModule_containerMembers(t *testing.T) {
	type refusal struct{ Where, Why string }
	members, refused := map[string][]string{}, map[string]refusal{}
	for _, m := range ecsapi.Members() {
		members[m.Name] = m.Inner
		if m.Refused != ecsapi.Nowhere {
			refused[m.Name] = refusal{string(m.Refused), m.Reason + " " + m.Variable}
		}
	}
	gotMembers, gotRefused := map[string][]string{}, map[string]refusal{}
	for name, inner := range local(t, "fargate-service", "container_members", nil).AsValueMap() {
		gotMembers[name] = wordsOf(inner)
	}
	for name, r := range local(t, "fargate-service", "refused_container_members", nil).AsValueMap() {
		gotRefused[name] = refusal{r.GetAttr("where").AsString(), r.GetAttr("why").AsString()}
	}
	if diff := cmp.Diff(members, gotMembers); diff != "" {
		t.Errorf("the module's members are others (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(refused, gotRefused); diff != "" {
		t.Errorf("the module refuses others (-want +got):\n%s", diff)
	}
}

// Every member of the ECS API is either taken or refused, in the app and beside
// it, by the module and by the construct alike.
func TestContainers_everyMemberOnBothSurfaces(t *testing.T) {
	for _, m := range ecsapi.Members() {
		for _, container := range []string{"app", "agent", "migrate"} {
			refused := m.RefusedIn(container == "app")
			t.Run(m.Name+" of "+container, func(t *testing.T) {
				path := "container_definitions." + container + "." + m.Name + ": it may not be set. "
				got := containerFaults(t, `{ `+container+` = { `+m.Name+` = null } }`, "")
				if said := strings.HasPrefix(strings.Join(got, "\n"), path+m.Reason+" "+m.Variable); said != refused {
					t.Errorf("the module says %q, want it refused: %t", got, refused)
				}
				for _, field := range m.Fields {
					faults := fieldFaults(t, container, field)
					path := map[string]string{"app": "", "agent": "Sidecars[0].", "migrate": "InitContainers[0]."}[container] + "ContainerOptions." + field
					said := false
					for _, f := range faults {
						said = said || f.Path == path && f.Message == m.Reason && cmp.Equal(f.WaysOut, []string{m.Prop})
					}
					if said != refused {
						t.Errorf("the construct says %v, want it refused: %t", faults, refused)
					}
				}
			})
		}
	}
}

// fieldFaults are the construct's, when one field of a container's options is
// set to something.
func fieldFaults(t *testing.T, container, field string) shutdown.Faults {
	t.Helper()
	options := &awsecs.ContainerDefinitionOptions{}
	v := reflect.ValueOf(options).Elem().FieldByName(field)
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.String:
		v.SetString("x")
	case reflect.Interface:
		v.Set(reflect.ValueOf(constructs(t)[field]))
	default:
		t.Fatalf("the field %s is a %s", field, v.Kind())
	}
	return faultsOf(container, options)
}

func faultsOf(container string, options *awsecs.ContainerDefinitionOptions) (faults shutdown.Faults) {
	name := "agent"
	props := &gracefulecs.ServiceProps{Profile: shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Sidecars: []shutdown.Sidecar{{Name: name, Flush: new(1)}}},
		Sidecars: &[]*gracefulecs.SidecarProps{{Name: &name}}}
	switch container {
	case "app":
		props.ContainerOptions = options
	case "agent":
		(*props.Sidecars)[0].ContainerOptions = options
	default:
		props.InitContainers = &[]*gracefulecs.InitContainerProps{{Name: &container, ContainerOptions: options}}
	}
	errors.As(gracefulecs.Validate(props), &faults)
	return faults
}

// constructs are values of the fields that are interfaces.
func constructs(t *testing.T) map[string]any {
	t.Helper()
	second := awscdk.Duration_Seconds(jsii.Number(60))
	return map[string]any{
		"Image":                awsecs.ContainerImage_FromRegistry(jsii.String("x"), nil),
		"LinuxParameters":      awsecs.NewLinuxParameters(awscdk.NewStack(nil, nil, nil), jsii.String("Linux"), nil),
		"Logging":              awsecs.LogDriver_AwsLogs(&awsecs.AwsLogDriverProps{StreamPrefix: jsii.String("x")}),
		"RestartAttemptPeriod": second, "StartTimeout": second, "StopTimeout": second,
	}
}

func TestModule_containerFaults(t *testing.T) {
	const noCheck = "sidecars.agent.condition: with HEALTHY the container needs a health check."
	tests := map[string]struct{ definitions, after, want string }{
		"healthy without a check":      {`{}`, "", noCheck},
		"init container that restarts": {`{ migrate = { restartPolicy = { enabled = true } } }`, "", "container_definitions.migrate.restartPolicy: an init container ends"},
		"mount":                        {`{ app = { mountPoints = [{ sourceVolume = "scratch", containerPath = "/tmp" }] } }`, "", ""},
		"mount of no volume":           {`{ app = { mountPoints = [{ sourceVolume = "data", containerPath = "/tmp" }] } }`, "", "container_definitions.app.mountPoints[0].sourceVolume: there is no volume data. Add it to volumes, or mount one of them: scratch."},
		"mount without a place":        {`{ app = { mountPoints = [{ sourceVolume = "scratch" }] } }`, "", "container_definitions.app.mountPoints[0].containerPath: it must be set."},
		"volumes from nowhere":         {`{ app = { volumesFrom = [{ sourceContainer = "web" }] } }`, "", "container_definitions.app.volumesFrom[0].sourceContainer: the task has no container web."},
		"cpu of all":                   {`{ app = { cpu = 56 } }`, "", ""},
		"one more than all":            {`{ app = { cpu = 57 } }`, "", "cpu: the containers reserve 57 + 100 + 50 + 50, more than the task's 256."},
		"memory of all":                {`{ app = { memoryReservation = 212 } }`, "", ""},
		"memory, one more than all":    {`{ app = { memoryReservation = 213 } }`, "", "memory: the containers reserve 213 + 200 + 100, more than the task's 512."},
		"nothing":                      {`{}`, "", ""},
		"null":                         {`{ app = null }`, "", "container_definitions.app: it must be an object"},
		"another container":            {`{ web = { user = "1" } }`, "", "container_definitions.web: the task has no such container. Allowed: app, proxy, agent, router, migrate."},
		"Terraform's spelling":         {`{ app = { working_directory = "/" } }`, "", "container_definitions.app.working_directory: the ECS API's ContainerDefinition has no such member."},
		"inner spelling":               {`{ app = { linuxParameters = { init_process_enabled = true } } }`, "", "container_definitions.app.linuxParameters.init_process_enabled: there is no such member"},
		"inner spelling in a list":     {`{ app = { ulimits = [{ name = "nofile", soft = 1 }] } }`, "", "container_definitions.app.ulimits.soft: there is no such member"},
		"shared memory":                {`{ app = { linuxParameters = { sharedMemorySize = 64 } } }`, "", "container_definitions.app.linuxParameters.sharedMemorySize: there is no such member, or Fargate does not take it."},
		"memory as a file system":      {`{ app = { linuxParameters = { tmpfs = [{ containerPath = "/run", size = 64 }] } } }`, "", ""},
		"capability":                   {`{ app = { linuxParameters = { capabilities = { add = ["SYS_PTRACE", "NET_ADMIN"] } } } }`, "", "container_definitions.app.linuxParameters.capabilities.add: Fargate adds SYS_PTRACE alone. Given: NET_ADMIN."},
		"capability that it adds":      {`{ app = { linuxParameters = { capabilities = { add = ["SYS_PTRACE"] } } } }`, "", ""},
		"capability misspelt":          {`{ app = { linuxParameters = { capabilities = { dropp = ["ALL"] } } } }`, "", "container_definitions.app.linuxParameters.capabilities.dropp: there is no such member."},
		"capability taken away":        {`{ app = { linuxParameters = { capabilities = { drop = ["ALL"] } } } }`, "", ""},
		"file system misspelt":         {`{ app = { linuxParameters = { tmpfs = [{ containerPath = "/run", size = 64 }, { path = "/x", size = 64 }] } } }`, "", "container_definitions.app.linuxParameters.tmpfs.path: there is no such member."},
		"cpu in words":                 {`{ app = { cpu = "much" } }`, "", `container_definitions.app.cpu: it must be a whole number. Given: much.`},
		"cpu as a text":                {`{ app = { cpu = "56" } }`, "", `container_definitions.app.cpu: it must be a whole number. Given: 56.`},
		"half a MiB":                   {`{ app = { memory = 0.5 } }`, "", "container_definitions.app.memory: it must be a whole number. Given: 0.5."},
		"no cpu":                       {`{ app = { cpu = null } }`, "", ""},
		"health check of the app":      {`{ app = { healthCheck = { interval = 5 } } }`, "", "container_definitions.app.healthCheck: there is no command. Set health_check_command."},
		"start period of the app":      {`{ app = { healthCheck = { startPeriod = 5 } } }`, "", "container_definitions.app.healthCheck.startPeriod: it may not be set. It is the profile's startup."},
		"command of the app's check":   {`{ app = { healthCheck = { command = ["CMD", "/up"] } } }`, "", "container_definitions.app.healthCheck.command: it may not be set."},
		"health check of another":      {`{ agent = { healthCheck = { startPeriod = 5, command = ["CMD", "/up"] } } }`, "", ""},
		"no command of another":        {`{ agent = { healthCheck = { startPeriod = 5 } } }`, "", "container_definitions.agent.healthCheck: there is no command. Set command in it."},
		"driver":                       {`{ app = { logConfiguration = { logDriver = "gelf" } } }`, "", "container_definitions.app.logConfiguration.logDriver: Fargate has no such driver. Given: gelf."},
		"no driver":                    {`{ app = { logConfiguration = { options = {} } } }`, "", "container_definitions.app.logConfiguration.logDriver: Fargate has no such driver. Given: nothing."},
		"no router":                    {`{ app = { logConfiguration = { logDriver = "awsfirelens" } } }`, "", "container_definitions.app.logConfiguration.logDriver: no sidecar has a firelensConfiguration"},
		"app as router":                {`{ app = { firelensConfiguration = { type = "fluentbit" } } }`, "", "container_definitions.app.firelensConfiguration: the app and the front stop before the router does"},
		"two routers":                  {`{ agent = { firelensConfiguration = { type = "fluentbit" } }, router = { firelensConfiguration = { type = "fluentd" } } }`, "", "container_definitions.router.firelensConfiguration: a task has one log router, and agent is it."},
		"configuration in S3":          {`{ router = { firelensConfiguration = { type = "fluentbit", options = { config-file-type = "s3" } } } }`, "", "container_definitions.router.firelensConfiguration.options: Fargate reads a configuration from the image alone."},
		"through itself":               {`{ router = { firelensConfiguration = { type = "fluentbit" }, logConfiguration = { logDriver = "awsfirelens" } } }`, "", "container_definitions.router.logConfiguration.logDriver: a router cannot log through itself."},
		"router beside":                {`{ router = { firelensConfiguration = { type = "fluentbit" } }, agent = { logConfiguration = { logDriver = "awsfirelens" } } }`, "", `container_definitions.agent.logConfiguration.logDriver: the router must stop after what logs through it. Add "agent" to after of profile.sidecars router.`},
		"router after":                 {`{ router = { firelensConfiguration = { type = "fluentbit" } }, agent = { logConfiguration = { logDriver = "awsfirelens" } } }`, `"agent"`, ""},
		"all through the router": {`{ router = { firelensConfiguration = { type = "fluentbit", options = { config-file-type = "file" } } },
			app = { logConfiguration = { logDriver = "awsfirelens" } }, proxy = { logConfiguration = { logDriver = "awsfirelens" } } }`, "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := containerFaults(t, test.definitions, test.after)
			if test.want != noCheck && !strings.Contains(test.definitions, "agent = { healthCheck") {
				got = slices.DeleteFunc(got, func(f string) bool { return strings.HasPrefix(f, noCheck) })
			}
			if (len(got) > 0) != (test.want != "") || len(got) > 0 && !strings.HasPrefix(got[0], test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), test.want)
			}
		})
	}
}
