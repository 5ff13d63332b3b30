package gracefulecs

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/ecsapi"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// appOptions checks what the app container is given beside the other props, and
// returns what it reserves of the task.
func (c *checker) appOptions(p *plan) (cpu, memory int) {
	c.options("", p.ContainerOptions, deref(p.ContainerOptions).MemoryReservationMiB, p)
	if o := p.ContainerOptions; o != nil {
		return c.whole("ContainerOptions.Cpu", o.Cpu, 1, 16384), c.whole("ContainerOptions.MemoryReservationMiB", o.MemoryReservationMiB, 6, 122880)
	}
	return 0, 0
}

// options checks what a container is given beside the other props: with the plan
// for the app, without it for a container beside the app.
func (c *checker) options(prefix string, o *awsecs.ContainerDefinitionOptions, reservation *float64, app *plan) {
	if o == nil {
		return
	}
	path := prefix + "ContainerOptions."
	v := reflect.ValueOf(o).Elem()
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		if m, ok := ecsapi.OfField(name); v.Field(i).IsZero() || ok && !m.RefusedIn(app != nil) {
			continue
		} else if ok {
			c.misplaced(path+name, "a value", m.Reason, m.Prop)
		} else {
			c.misplaced(path+name, "a value", "This version of the construct does not know the field.", "remove it")
		}
	}
	c.duration(path+"StartTimeout", o.StartTimeout, 2, 120)
	limit, reserved := c.whole(path+"MemoryLimitMiB", o.MemoryLimitMiB, 6, 122880), deref(reservation)
	if limit != 0 && !isToken(reserved) && float64(limit) < reserved {
		c.add(shutdown.Fault{Path: path + "MemoryLimitMiB", Rule: "range", Given: strconv.Itoa(limit), Allowed: "at least what MemoryReservationMiB reserves, " + number(reserved),
			Message: "The container would be given less than is reserved for it."})
	}
	c.restartPolicy(path, o)
	c.linuxParameters(path+"LinuxParameters", o.LinuxParameters)
	c.healthCheck(path+"HealthCheck", o.HealthCheck, app)
	if driver := logDriver(o.Logging); driver != "" && !slices.Contains(fargateDrivers, driver) {
		c.noDriver(path+"Logging", driver)
	}
}

// restartPolicy checks when a container is started anew in its task. The CDK takes
// each of the fields as a policy.
func (c *checker) restartPolicy(path string, o *awsecs.ContainerDefinitionOptions) {
	c.duration(path+"RestartAttemptPeriod", o.RestartAttemptPeriod, 60, 1800)
	if o.EnableRestartPolicy != nil && !*o.EnableRestartPolicy && restarts(o) {
		c.misplaced(path+"EnableRestartPolicy", "false", "RestartAttemptPeriod and RestartIgnoredExitCodes are of a restart policy.", "remove them", "or set EnableRestartPolicy to true")
	}
}

// restarts says whether a container has a restart policy.
func restarts(o *awsecs.ContainerDefinitionOptions) bool {
	return deref(o.EnableRestartPolicy) || o.RestartAttemptPeriod != nil || o.RestartIgnoredExitCodes != nil
}

func (c *checker) noDriver(path, driver string) {
	c.add(shutdown.Fault{Path: path, Rule: "enum", Given: quote(driver), Allowed: list(fargateDrivers),
		Message: "Fargate has no such log driver.", WaysOut: []string{"use one of " + list(fargateDrivers)}})
}

func (c *checker) noRouter(path string) {
	c.misplaced(path, "awsfirelens", "No sidecar has a FirelensConfig, so that there is no log router.",
		"set FirelensConfig of one of the profile's sidecars", "or log with another driver")
}

// healthCheck checks a container's health check. The app's command has a prop of
// its own, and its start period is the profile's.
func (c *checker) healthCheck(path string, h *awsecs.HealthCheck, app *plan) {
	if h == nil {
		return
	}
	interval, timeout := c.duration(path+".Interval", h.Interval, 5, 300), c.duration(path+".Timeout", h.Timeout, 2, 60)
	c.whole(path+".Retries", h.Retries, 1, 10)
	if interval, timeout = cmp.Or(interval, usualInterval), cmp.Or(timeout, usualTimeout); interval < timeout {
		c.add(shutdown.Fault{Path: path + ".Interval", Rule: "range", Given: strconv.Itoa(interval), Allowed: "at least Timeout, " + strconv.Itoa(timeout), Message: "A check must end before the next one."})
	}
	switch {
	case app == nil && len(deref(h.Command)) == 0:
		c.missing(path+".Command", "CMD or CMD-SHELL and then the command", "A health check needs a command.")
	case app != nil:
		if h.Command != nil {
			c.misplaced(path+".Command", "a value", "It has a prop of its own.", "set HealthCheckCommand")
		}
		if h.StartPeriod != nil {
			c.misplaced(path+".StartPeriod", "a value", "It is the profile's startup.", "change startup")
		}
		if app.HealthCheckCommand == nil {
			c.missing("HealthCheckCommand", "CMD or CMD-SHELL and then the command", "A health check needs a command.", "set HealthCheckCommand", "or remove "+path)
		}
	default:
		c.duration(path+".StartPeriod", h.StartPeriod, 0, 300)
	}
}

// linuxParameters refuses what Fargate does not take of them.
func (c *checker) linuxParameters(path string, l awsecs.LinuxParameters) {
	if l == nil {
		return
	}
	rendered := object(resolve(awscdk.Stack_Of(l), l.RenderLinuxParameters()))
	for _, name := range []string{"devices", "maxSwap", "sharedMemorySize", "swappiness"} {
		if _, given := rendered[name]; given {
			c.misplaced(path+"."+name, "a value", "Fargate does not take it.", "remove it")
		}
	}
	for _, capability := range items(object(rendered["capabilities"])["add"]) {
		if name, _ := capability.(string); name != "SYS_PTRACE" {
			c.misplaced(path+".capabilities.add", quote(name), "Fargate adds SYS_PTRACE alone.", "remove it")
		}
	}
}

// fargateDrivers are the log drivers that Fargate has.
var fargateDrivers = []string{"awsfirelens", "awslogs", "splunk"}

// logDriver is the name of a driver as far as its type tells it, else empty. The
// interfaces of all drivers are alike, so only the type behind them does.
func logDriver(l awsecs.LogDriver) string {
	if l == nil {
		return ""
	}
	name := reflect.TypeOf(l).String()
	name = strings.TrimSuffix(name[strings.LastIndexAny(name, "._")+1:], "LogDriver")
	switch name {
	case "FireLens":
		return "awsfirelens"
	case "Aws":
		return "awslogs"
	case "Generic":
		// What it is called comes out when it is bound, here to a task for that alone.
		task := awsecs.NewFargateTaskDefinition(awscdk.NewStack(nil, nil, nil), jsii.String("Task"), nil)
		c := task.AddContainer(jsii.String("c"), &awsecs.ContainerDefinitionOptions{Image: awsecs.ContainerImage_FromRegistry(jsii.String("c"), nil), Logging: l})
		return deref(c.LogDriverConfig().LogDriver)
	case "Splunk", "Fluentd", "Gelf", "JsonFile", "Journald", "Syslog":
		return strings.ToLower(name)
	}
	return ""
}

// logging checks that what is logged through FireLens has a router, which the
// CDK would else add by itself, and that the router stops last: only the
// profile gives it the time to send what it holds.
func (c *checker) logging(p *plan) {
	type source struct {
		path, name string
	}
	var routed []source
	var router *sidecar
	add := func(prefix, name string, o *awsecs.ContainerDefinitionOptions) {
		if o != nil && logDriver(o.Logging) == "awsfirelens" {
			routed = append(routed, source{prefix + "ContainerOptions.Logging", name})
		}
	}
	add("", p.appName(), p.ContainerOptions)
	if p.Front != nil {
		add("Front.", "", p.Front.ContainerOptions)
	}
	for i := range p.sidecars {
		s := &p.sidecars[i]
		prefix := index("Sidecars", slices.Index(*p.Sidecars, s.SidecarProps)) + "."
		add(prefix, *s.Name, s.ContainerOptions)
		if s.FirelensConfig == nil {
			continue
		}
		if router != nil {
			c.add(shutdown.Fault{Path: prefix + "FirelensConfig", Rule: "duplicate", Given: quote(*s.Name), Allowed: "one log router",
				Message: quote(*router.Name) + " is the log router already, and a task has one.", WaysOut: []string{"remove one of the two"}})
			continue
		}
		router = s
		if s.FirelensConfig.Type == "" {
			c.missing(prefix+"FirelensConfig.Type", "FLUENTBIT or FLUENTD", "A log router is one of two.")
		}
		c.oneOf(prefix+"FirelensConfig.Type", string(s.FirelensConfig.Type), "FLUENTBIT", "FLUENTD")
		if o := s.FirelensConfig.Options; o != nil && o.ConfigFileType == awsecs.FirelensConfigFileType_S3 {
			c.add(shutdown.Fault{Path: prefix + "FirelensConfig.Options.ConfigFileType", Rule: "enum", Given: "S3", Allowed: "FILE",
				Message: "Fargate reads a configuration from the image alone.", WaysOut: []string{"set it to FirelensConfigFileType_FILE"}})
		}
	}
	for i, init := range deref(p.InitContainers) {
		if init != nil {
			add(index("InitContainers", i)+".", deref(init.Name), init.ContainerOptions)
		}
	}
	for _, l := range routed {
		switch {
		case router == nil:
			c.noRouter(l.path)
		case l.name == *router.Name:
			c.misplaced(l.path, "awsfirelens", "A router cannot log through itself.", "remove it: the router logs to the service's log group")
		case isSidecar(p, l.name) && !slices.Contains(entry(p.settings.SidecarDependencies, l.name), *router.Name):
			i := service.SidecarAt(p.profile, *router.Name)
			c.add(shutdown.Fault{Path: index("sidecars", i) + ".after", Rule: "sidecar-order", Given: quote(list(p.profile.Sidecars[i].After)), Allowed: "a list with " + quote(l.name),
				Message: quote(l.name) + " logs through " + quote(*router.Name) + ", which must stop after it.",
				WaysOut: []string{"add " + l.name + " to " + index("sidecars", i) + ".after"}})
		}
	}
}

func isSidecar(p *plan, name string) bool { return service.SidecarAt(p.profile, name) >= 0 }
