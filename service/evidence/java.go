package evidence

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var javaPrograms = []Program{
	{Name: "java", Role: Runtime, Source: "https://docs.spring.io/spring-boot/reference/web/graceful-shutdown.html", Version: "Spring Boot 3.5, Quarkus 3.28",
		Graceful: []shutdown.Signal{"SIGTERM", "SIGINT"}, Does: "runs its shutdown hooks",
		commands: []string{"java"}, read: java},
}

// java is Spring Boot or Quarkus where its settings say so; of others only the app
// knows.
func java(p *process) {
	props := properties(p)
	switch {
	case props.any("spring.", "server."):
		spring(p, props)
	case props.any("quarkus."):
		p.bound = p.readProperty(props, "quarkus.shutdown.timeout", knob{unit: time.Second, unknowable: true, hidden: "application.properties may set quarkus.shutdown.timeout"})
		p.effect, p.why = UnknownEffect, "whether it waits for requests is set by quarkus.shutdown.timeout in the jar"
		if _, known := p.bound.Known(); known {
			p.effect, p.why = Graceful, "Quarkus waits for its requests"
		}
	default:
		p.effect, p.why = UnknownEffect, "it runs its shutdown hooks, and only the app says what these do"
		p.bound = Time{State: service.Unknown, Why: "only the app says how long its hooks take"}
	}
}

func spring(p *process, props javaProperties) {
	mode := props.get("server.shutdown")
	inJar := knob{unknowable: true, hidden: "application.properties in the jar may set it"}
	switch word, known := mode.Get(); {
	case known && strings.EqualFold(word, "graceful"):
		inJar = knob{usual: 30 * time.Second, hidden: inJar.hidden}
		p.effect, p.why = Graceful, "Spring Boot closes its listener and waits for its requests"
	case known && strings.EqualFold(word, "immediate"):
		p.effect, p.why = Quick, "server.shutdown is immediate, so that Spring Boot cuts its requests"
	default:
		p.effect, p.why = UnknownEffect, "Spring Boot waits for its requests from 3.4 on, or where server.shutdown is graceful, which the jar may say"
	}
	p.bound = p.readProperty(props, "spring.lifecycle.timeout-per-shutdown-phase", inJar)
	p.keepAlive = p.readProperty(props, "server.tomcat.keep-alive-timeout", knob{unit: time.Millisecond, unknowable: true, hidden: inJar.hidden})
}

// readProperty is a time by a property's name. A number alone is in milliseconds, as
// Spring takes it, where the knob has no other unit.
func (p *process) readProperty(props javaProperties, name string, k knob) Time {
	v := props.get(name)
	if text, known := v.Get(); known {
		return k.given(text, cmp.Or(k.unit, time.Millisecond), name, v.Where)
	}
	if v.State == service.Unknown {
		return Time{State: service.Unknown, Why: name + " is not known: " + v.Why}
	}
	return p.read(k)
}

// javaProperties are what is set from outside the jar.
type javaProperties struct {
	set         map[string]service.Value[string]
	environment environment
}

// properties collects them from the command, from the variables that the JVM reads
// options from, and from SPRING_APPLICATION_JSON.
func properties(p *process) javaProperties {
	out := javaProperties{map[string]service.Value[string]{}, p.environment}
	for name, value := range p.environment.all() {
		if strings.Contains(name, ".") { // ECS lets variables have dots, and then they are properties as they stand.
			out.set[name] = value
		}
	}
	if text, known := p.environment.get("SPRING_APPLICATION_JSON").Get(); known {
		var document map[string]any
		if json.Unmarshal([]byte(text), &document) == nil {
			out.flatten("", document, p.environment.get("SPRING_APPLICATION_JSON").Where)
		}
	}
	for _, name := range []string{"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"} {
		v := p.environment.get(name)
		out.options(fields(v.Or("")), v.Where)
	}
	out.options(p.args, p.where)
	return out
}

// options are -Dname=value, and --name=value behind the jar.
func (j javaProperties) options(words []string, at service.Where) {
	for _, w := range words {
		for _, prefix := range []string{"-D", "--"} {
			if rest, is := strings.CutPrefix(w, prefix); is && strings.Contains(rest, ".") {
				name, value, _ := strings.Cut(rest, "=")
				j.set[name] = service.Of(value, at)
			}
		}
	}
}

func (j javaProperties) flatten(prefix string, v any, at service.Where) {
	if object, is := v.(map[string]any); is {
		for name, below := range object {
			j.flatten(strings.TrimPrefix(prefix+"."+name, "."), below, at)
		}
		return
	}
	j.set[prefix] = service.Of(service.Written(v), at)
}

// get is a property, by its own name or by a variable's, which has underscores for
// dots and leaves dashes out or makes them underscores too.
func (j javaProperties) get(name string) service.Value[string] {
	if v, ok := j.set[name]; ok {
		return v
	}
	upper := strings.ToUpper(strings.ReplaceAll(name, ".", "_"))
	for _, variable := range []string{strings.ReplaceAll(upper, "-", ""), strings.ReplaceAll(upper, "-", "_")} {
		if v := j.environment.get(variable); v.State != "" {
			return v
		}
	}
	return service.Value[string]{}
}

// any says that something is set below one of the prefixes.
func (j javaProperties) any(prefixes ...string) bool {
	for _, prefix := range prefixes {
		if j.environment.any(strings.ToUpper(strings.ReplaceAll(prefix, ".", "_"))) && prefix != "server." {
			return true
		}
		for name := range j.set {
			if strings.HasPrefix(name, prefix) {
				return true
			}
		}
	}
	return j.get("server.shutdown").State != "" && j.environment.elsewhere == ""
}
