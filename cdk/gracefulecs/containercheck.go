package gracefulecs

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// appContainer is the name of the app container, unless ContainerName says another.
const appContainer = "app"

// containers checks what each container is started with: the app, the profile's
// front and its sidecars.
func (c *checker) containers(p *plan) {
	p.app = c.tell(teller{environment: p.Environment, secrets: p.Secrets, command: p.Command, arguments: p.FrameworkArguments,
		settings: p.settings.Environment, framework: p.settings.FrameworkSettings, reserved: p.profile.EnvironmentPrefix, queue: p.worksOnQueue()})
	appCPU, appMemory := c.appOptions(p)
	cpu, memory := c.front(p)
	moreCPU, moreMemory := c.sidecars(p)
	initCPU, initMemory := c.initContainers(p)
	c.volumes(p)
	c.logging(p)
	c.reserved("Cpu", "CPU units", cpu+moreCPU+initCPU, p.cpu-max(1, appCPU))
	c.reserved("MemoryReservationMiB", "MiB", memory+moreMemory+initMemory, p.memory-appMemory)
}

// sidecar is a container of one of the profile's sidecars.
type sidecar struct {
	*SidecarProps
	told
	stopTimeout int
	dependsOn   []string
}

// sidecar is the profile's sidecar of that name.
func (p *plan) sidecar(name string) *sidecar {
	for i := range p.sidecars {
		if *p.sidecars[i].Name == name {
			return &p.sidecars[i]
		}
	}
	return nil
}

// sidecars checks that the containers are those of the profile, and puts them
// into its order.
func (c *checker) sidecars(p *plan) (cpu, memory int) {
	given := map[string]*SidecarProps{}
	var declared []string
	for _, s := range p.profile.Sidecars {
		declared = append(declared, s.Name)
	}
	for i, s := range deref(p.Sidecars) {
		path := index("Sidecars", i)
		if s == nil {
			c.missing(path, "a sidecar", "Sidecars has an empty entry.", "remove it")
			continue
		}
		name := deref(s.Name)
		switch {
		case name == "":
			c.missing(path+".Name", "the name of one of the profile's sidecars", path+".Name must be set.")
		case given[name] != nil:
			c.add(shutdown.Fault{Path: path + ".Name", Rule: "duplicate", Given: quote(name), Allowed: "a name that no other sidecar has",
				Message: "Another sidecar has the name " + quote(name) + " already."})
		case !slices.Contains(declared, name):
			f := shutdown.Fault{Path: path + ".Name", Rule: "enum", Given: quote(name), Allowed: "one of " + list(declared),
				Message: "The profile has no sidecar " + quote(name) + ", so it gives no stop timeout for it.",
				WaysOut: []string{"add it to the profile's sidecars with the time it needs to flush"}}
			if len(declared) == 0 {
				f.Allowed = "nothing: the profile has no sidecars"
			}
			c.add(f)
		}
		if name != "" {
			given[name] = s
		}
		if s.Image == nil {
			c.missing(path+".Image", "a container image", path+".Image must be set.")
		}
		c.options(path+".", s.ContainerOptions, s.MemoryReservationMiB, nil)
		c.sidecarCondition(path, s)
		c.texts(path+".Command", s.Command)
		c.texts(path+".EntryPoint", s.EntryPoint)
		cpu += c.whole(path+".Cpu", s.Cpu, 1, 16384)
		memory += c.whole(path+".MemoryReservationMiB", s.MemoryReservationMiB, 6, 122880)
	}
	for i, name := range declared {
		if app := p.appName(); name == app {
			c.add(shutdown.Fault{Path: index("sidecars", i) + ".name", Rule: "duplicate", Given: quote(name), Allowed: "a name other than " + quote(app),
				Message: "The app container has the name " + quote(app) + " already."})
		}
		s := given[name]
		if s == nil {
			c.missing("Sidecars", "a container for each of "+list(declared), "The profile's sidecar "+quote(name)+" has no container.",
				"add a sidecar named "+quote(name), "or remove it from the profile's sidecars")
			continue
		}
		t := c.tell(teller{prefix: index("Sidecars", slices.Index(*p.Sidecars, s)) + ".", environment: s.Environment, secrets: s.Secrets, command: s.Command,
			framework: entry(p.settings.SidecarFrameworkSettings, name)})
		p.sidecars = append(p.sidecars, sidecar{s, t, entry(p.settings.SidecarStopTimeouts, name), entry(p.settings.SidecarDependencies, name)})
	}
	return cpu, memory
}

// entry is what a table of the settings has under a name.
func entry[V any](t shutdown.Table[V], key string) V {
	v, _ := t.Get(key)
	return v
}

// reserved checks that the other containers leave something of the task to the app.
func (c *checker) reserved(prop, unit string, sum, most int) {
	if most > 0 && sum > most {
		c.add(shutdown.Fault{Path: "Sidecars", Rule: "range", Given: strconv.Itoa(sum) + " " + unit, Allowed: "at most " + strconv.Itoa(most),
			Message: "The " + prop + " of all containers beside the app exceeds what the task has.",
			WaysOut: []string{"reserve less", "or choose a larger task"}})
	}
}

// variables checks the names of one container's variables and secrets.
func (c *checker) variables(prefix string, environment *map[string]*string, secrets *map[string]awsecs.Secret) {
	for _, name := range sortedKeys(deref(environment)) {
		path := prefix + "Environment[" + quote(name) + "]"
		switch {
		case isTextToken(name):
			c.add(tokenFault(prefix+"Environment", "names"))
		case name == "":
			c.missing(prefix+"Environment", "a name for each variable", "Environment has a variable without a name.")
		case (*environment)[name] == nil:
			c.missing(path, "a string", "The variable has no value.", "remove it")
		}
		if _, both := deref(secrets)[name]; both {
			c.add(shutdown.Fault{Path: path, Rule: "duplicate", Given: quote(name), Allowed: "a name that nothing else sets",
				Message: "Secrets sets the same variable.", WaysOut: []string{"remove one of the two"}})
		}
	}
	for _, name := range sortedKeys(deref(secrets)) {
		if (*secrets)[name] == nil {
			c.missing(prefix+"Secrets["+quote(name)+"]", "a secret", "The secret has no value.", "remove it")
		}
	}
}

// healthCommand checks the form that ECS wants a container health check in.
func (c *checker) healthCommand(p *plan) {
	if p.HealthCheckCommand == nil {
		return
	}
	words := c.texts("HealthCheckCommand", p.HealthCheckCommand)
	if len(words) < 2 || (words[0] != "CMD" && words[0] != "CMD-SHELL") {
		c.add(shutdown.Fault{Path: "HealthCheckCommand", Rule: "pattern", Given: quote(strings.Join(words, " ")), Allowed: "CMD or CMD-SHELL and then the command",
			Message: "HealthCheckCommand is not a health check.",
			WaysOut: []string{`write it like jsii.Strings("CMD-SHELL", "curl -f http://localhost:8080/healthz")`}})
	}
}
