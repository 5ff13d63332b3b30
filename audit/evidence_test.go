package audit_test

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// texts is a list of words as JSON has it.
func texts(words ...string) []any {
	out := make([]any, len(words))
	for i, w := range words {
		out[i] = w
	}
	return out
}

// starts makes the app run a command in an image of Debian's whose own settings are
// known.
func starts(words ...string) func(*sound) {
	return func(s *sound) { s.container["Command"], s.container["Image"] = texts(words...), "python:3.13" }
}

// in is a change followed by others.
func in(changes ...func(*sound)) func(*sound) {
	return func(s *sound) {
		for _, change := range changes {
			change(s)
		}
	}
}

// beside adds containers.
func beside(list ...object) func(*sound) {
	return func(s *sound) { s.more = append(s.more, list...) }
}

// own sets properties of the app's container.
func own(properties object) func(*sound) {
	return func(s *sound) { maps.Copy(s.container, properties) }
}

func variable(name string, value any) func(*sound) {
	return own(object{"Environment": []any{object{"Name": name, "Value": value}}})
}

// evidenceRows are those of the rules that stand on what a container runs.
func evidenceRows() map[string]row {
	unknown := service.Missing{Why: "known after apply"}
	alone := func(s *sound) { s.group = nil }
	ecr := own(object{"Image": "1.dkr.ecr.eu-west-1.amazonaws.com/shop:1"})
	idle := func(v any) func(*sound) { return func(s *sound) { s.idle = v } }
	after := func(names ...string) []any {
		var out []any
		for _, n := range names {
			out = append(out, object{"ContainerName": n, "Condition": "START"})
		}
		return out
	}
	logs := own(object{"LogConfiguration": object{"LogDriver": "awsfirelens"}})
	router := func(more object) object {
		out := object{"Name": "router", "FirelensConfiguration": object{"Type": "fluentbit"}}
		maps.Copy(out, more)
		return out
	}
	return map[string]row{
		"gunicorn's bound one below":                  {starts("gunicorn", "--graceful-timeout", "59", "a:b"), ""},
		"gunicorn's bound at the stop timeout":        {starts("gunicorn", "--graceful-timeout", "60", "a:b"), "warning bound-not-below-stop-timeout stop_timeout=65"},
		"gunicorn's bound one above":                  {starts("gunicorn", "--graceful-timeout", "61", "a:b"), "error bound-not-below-stop-timeout stop_timeout=66"},
		"gunicorn's bound above what ECS has":         {starts("gunicorn", "--graceful-timeout", "116", "a:b"), "error bound-not-below-stop-timeout gunicorn.bound=55"},
		"gunicorn's bound by default":                 {in(starts("gunicorn", "a:b"), own(object{"StopTimeout": 30.0})), "info bound-not-below-stop-timeout stop_timeout=35"},
		"gunicorn's bound by default, one more":       {in(starts("gunicorn", "a:b"), own(object{"StopTimeout": 31.0})), ""},
		"gunicorn's bound in a file":                  {in(starts("gunicorn", "-c", "x.py", "a:b"), own(object{"StopTimeout": 20.0})), ""},
		"gunicorn's bound, no stop timeout":           {in(starts("gunicorn", "--graceful-timeout", "30", "a:b"), own(object{"StopTimeout": nil})), "warning bound-not-below-stop-timeout stop_timeout=35"},
		"gunicorn's bound, a stop timeout of unknown": {in(starts("gunicorn", "--graceful-timeout", "130", "a:b"), own(object{"StopTimeout": unknown})), ""},
		"dramatiq's bound by default":                 {in(starts("dramatiq", "app"), alone), "warning bound-not-below-stop-timeout dramatiq.bound=55"},
		"sidekiq, which takes 3.5 s more":             {in(starts("sidekiq", "-t", "57"), alone), "error bound-not-below-stop-timeout stop_timeout=66"},
		"sidekiq, which takes 3.5 s more and fits":    {in(starts("sidekiq", "-t", "56"), alone), ""},
		"a bound of what is not reached":              {in(starts("sh", "-c", "gunicorn --graceful-timeout 90 a:b | tee x"), alone), "error stop-signal-lost"},

		"uvicorn without a bound":         {starts("uvicorn", "a:b"), "info stop-without-bound"},
		"uvicorn with a bound":            {starts("uvicorn", "a:b", "--timeout-graceful-shutdown", "50"), ""},
		"no bound of what is not reached": {starts("sh", "-c", "uvicorn a:b | tee x"), "warning stop-signal-lost"},
		"uvicorn, a bound not known":      {in(starts("uvicorn", "a:b"), variable("UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN", unknown)), ""},

		"huey behind a load balancer":              {starts("huey_consumer", "a.huey"), "warning stop-signal-drops-work"},
		"huey":                                     {in(starts("huey_consumer", "a.huey"), alone), "error stop-signal-drops-work"},
		"huey in an image of unknown signal":       {in(starts("huey_consumer", "a.huey"), alone, ecr), ""},
		"an app that inherits nginx's signal":      {in(own(object{"Image": "nginx:1.29", "Command": texts("gunicorn", "a:b")}), alone), "error stop-signal-drops-work"},
		"nginx":                                    {own(object{"Image": "nginx:1.29"}), ""},
		"nginx by somebody":                        {own(object{"Image": "1.dkr.ecr.eu-west-1.amazonaws.com/nginx", "Command": texts("nginx", "-g", "daemon off;")}), ""},
		"Spring that does not wait":                {in(starts("java", "-Dserver.shutdown=immediate", "-jar", "a.jar"), own(object{"Image": "eclipse-temurin:21"})), "warning stop-signal-drops-work"},
		"Spring that waits":                        {in(starts("java", "-Dserver.shutdown=graceful", "-jar", "a.jar"), own(object{"Image": "eclipse-temurin:21"})), ""},
		"a shell before the app":                   {starts("sh", "-c", "gunicorn a:b"), "warning stop-signal-lost"},
		"a shell before the app, no drain":         {in(starts("sh", "-c", "gunicorn a:b"), func(s *sound) { s.attributes["deregistration_delay.timeout_seconds"] = "0" }), "error no-drain; error stop-signal-lost"},
		"a shell that gives way":                   {starts("sh", "-c", "exec gunicorn a:b"), ""},
		"a shell of an unknown image":              {in(starts("sh", "-c", "gunicorn a:b"), ecr), ""},
		"a shell of Alpine":                        {in(starts("sh", "-c", "gunicorn a:b"), own(object{"Image": "python:3.13-alpine"})), ""},
		"a pipeline in an unknown image":           {in(starts("sh", "-c", "gunicorn a:b | tee x"), ecr), "warning stop-signal-lost"},
		"a pipeline that runs once at the start":   {beside(object{"Name": "config", "Image": "busybox", "Essential": false, "Command": texts("sh", "-c", "echo $X | base64 -d > /x")}), ""},
		"a pipeline that goes on beside the app":   {beside(object{"Name": "x", "Image": "busybox", "Command": texts("sh", "-c", "tail -f /x | cat")}), "warning stop-signal-lost"},
		"such a one beside an app without a drain": {in(alone, beside(object{"Name": "x", "Image": "busybox", "Command": texts("sh", "-c", "tail -f /x | cat")})), "warning stop-signal-lost"},
		"an unknown one that may be no essential":  {beside(object{"Name": "x", "Image": "busybox", "Essential": unknown, "Command": texts("sh", "-c", "tail -f /x | cat")}), ""},
		"a shell of Windows":                       {func(s *sound) { starts("sh", "-c", "gunicorn a:b")(s); s.windows = true }, ""},
		"npm in an unknown image":                  {in(starts("npm", "start"), ecr), ""},
		"npm on Debian":                            {in(starts("npm", "start"), own(object{"Image": "node:22"})), "warning stop-signal-lost"},
		"a command that is not known":              {own(object{"Command": unknown}), ""},
		"jobs of as long as the stop timeout":      {in(starts("celery", "-A", "a", "worker", "--time-limit", "60"), alone), "info stop-without-bound"},
		"jobs of a second more":                    {in(starts("celery", "-A", "a", "worker", "--time-limit", "61"), alone), "warning job-limit-over-stop-timeout; info stop-without-bound"},
		"such jobs under protection":               {in(starts("celery", "-A", "a", "worker", "--time-limit", "61"), alone, variable("SHUTDOWN_PROTECTION_MINUTES", "2")), "info stop-without-bound"},
		"jobs without a limit in the command":      {in(starts("celery", "-A", "a", "worker"), alone), "info stop-without-bound"},
		"Laravel's limit by default":               {in(own(object{"Image": "php:8.4-cli", "Command": texts("php", "artisan", "queue:work"), "StopTimeout": 30.0}), alone), ""},
		"Laravel's limit":                          {in(own(object{"Image": "php:8.4-cli", "Command": texts("php", "artisan", "queue:work", "--timeout", "61")}), alone), "warning job-limit-over-stop-timeout"},
		"pm2":                                      {in(starts("pm2-runtime", "a.js"), own(object{"Image": "node:22"})), "warning manager-kills-before-stop-timeout"},
		"pm2 in an unknown image":                  {in(starts("pm2-runtime", "a.js"), ecr), "info manager-kills-before-stop-timeout"},
		"pm2 with a time that somebody chose":      {in(starts("pm2-runtime", "--kill-timeout", "5000", "a.js"), own(object{"Image": "node:22"})), ""},
		"pm2 with a file":                          {in(starts("pm2-runtime", "ecosystem.config.js"), own(object{"Image": "node:22"})), ""},
		"supervisord":                              {starts("supervisord", "-n"), "info manager-kills-before-stop-timeout"},
		"supervisord that has as long":             {in(starts("supervisord", "-n"), own(object{"StopTimeout": 10.0})), "info bound-not-below-stop-timeout stop_timeout=15"},
		"a router with time to spare":              {in(logs, beside(router(object{"StopTimeout": 11.0}))), "info router-bound-below-stop-timeout"},
		"a router with the margin":                 {in(logs, beside(router(object{"StopTimeout": 10.0}))), ""},
		"a router without":                         {in(logs, beside(router(object{"StopTimeout": 5.0}))), "info bound-not-below-stop-timeout router.stop_timeout=10"},
		"a router by default":                      {in(logs, beside(router(nil))), ""},
		"a router with a file of its own":          {in(logs, beside(router(object{"StopTimeout": 60.0, "FirelensConfiguration": object{"Type": "fluentbit", "Options": object{"config-file-type": "file"}}}))), ""},
		"a router that waits for another":          {in(logs, beside(router(object{"DependsOn": after("x")}), object{"Name": "x"})), "warning router-not-after-app"},
		"a router that waits for the app":          {in(logs, beside(router(object{"DependsOn": after("app")}))), "warning router-not-after-app"},
		"a router that waits, the app for it":      {in(logs, own(object{"DependsOn": after("router")}), beside(router(object{"DependsOn": after("x")}), object{"Name": "x"})), ""},
		"a router that waits, logs elsewhere":      {beside(router(object{"DependsOn": after("x")}), object{"Name": "x"}), ""},
		"a collector beside the app":               {beside(object{"Name": "otel", "Image": "public.ecr.aws/aws-observability/aws-otel-collector:v0.43"}), "info collector-not-after-app"},
		"a collector that the app waits for":       {in(own(object{"DependsOn": after("otel")}), beside(object{"Name": "otel", "Image": "otel/opentelemetry-collector"})), ""},
		"a collector that waits for the app":       {beside(object{"Name": "otel", "Image": "otel/opentelemetry-collector", "DependsOn": after("app")}), "warning collector-not-after-app"},
		"something beside the app":                 {beside(object{"Name": "x", "Image": "1.dkr.ecr.eu-west-1.amazonaws.com/otel"}), ""},
		"a proxy with the app behind it":           {in(own(object{"Image": "nginx"}), beside(object{"Name": "web", "Image": "python:3", "Command": texts("gunicorn", "a:b"), "StopTimeout": 60.0})), "info proxy-not-before-app"},
		"a proxy that waits for the app":           {in(own(object{"Image": "nginx", "DependsOn": after("web")}), beside(object{"Name": "web", "Image": "python:3", "Command": texts("gunicorn", "a:b"), "StopTimeout": 60.0})), ""},
		"a proxy that the app waits for":           {in(own(object{"Image": "nginx"}), beside(object{"Name": "web", "Image": "python:3", "Command": texts("gunicorn", "a:b"), "StopTimeout": 60.0, "DependsOn": after("app")})), "info proxy-not-before-app"},
		"a proxy beside what is not known":         {in(own(object{"Image": "nginx"}), beside(object{"Name": "web"})), ""},
		"uvicorn's keep-alive":                     {in(starts("uvicorn", "a:b", "--timeout-graceful-shutdown", "50"), idle("60")), "warning keep-alive-not-above-idle-timeout uvicorn.keep_alive=65"},
		"uvicorn's keep-alive, image unknown":      {in(starts("uvicorn", "a:b", "--timeout-graceful-shutdown", "50"), ecr, idle("60")), "info keep-alive-not-above-idle-timeout uvicorn.keep_alive=65"},
		"uvicorn's keep-alive at the idle":         {in(starts("uvicorn", "a:b", "--timeout-graceful-shutdown", "50", "--timeout-keep-alive", "60"), idle("60")), "warning keep-alive-not-above-idle-timeout uvicorn.keep_alive=65"},
		"uvicorn's keep-alive above the idle":      {in(starts("uvicorn", "a:b", "--timeout-graceful-shutdown", "50", "--timeout-keep-alive", "61"), idle("60")), ""},
		"uvicorn's keep-alive, idle not read":      {starts("uvicorn", "a:b", "--timeout-graceful-shutdown", "50"), ""},
		"uvicorn's keep-alive, idle not known":     {in(starts("uvicorn", "a:b", "--timeout-graceful-shutdown", "50"), idle(unknown)), ""},
		"the keep-alive of what is not reached":    {in(idle("60"), beside(object{"Name": "x", "Image": "python:3.13", "Command": texts("uvicorn", "a:b", "--timeout-graceful-shutdown", "20")})), ""},
		"gunicorn's sync workers keep none":        {in(starts("gunicorn", "a:b"), idle("60")), ""},
		"Node's is the app's":                      {in(starts("node", "a.js"), own(object{"Image": "node:22"}), idle("60")), ""},
		"the contract's keep-alive": {in(own(object{"Environment": []any{object{"Name": "SHUTDOWN_DEADLINE_SECONDS", "Value": "50"}, object{"Name": "SHUTDOWN_DELAY_SECONDS", "Value": "15"},
			object{"Name": "SHUTDOWN_DRAIN_SECONDS", "Value": "10"}, object{"Name": "SHUTDOWN_KEEP_ALIVE_SECONDS", "Value": "60"}}}), idle("60")), "warning keep-alive-not-above-idle-timeout app.keep_alive=65"},
	}
}

// A shell in an image that was not read leaves open what gets the signal, which is said
// once, with what settles it.
func TestServices_open(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*sound)
		want   bool
	}{
		"an image that was not read": {in(starts("sh", "-c", "gunicorn a:b"), own(object{"Image": "1.dkr.ecr.eu-west-1.amazonaws.com/shop:1"})), true},
		"an entry script":            {in(starts("/entrypoint.sh", "gunicorn", "a:b"), own(object{"Image": "1.dkr.ecr.eu-west-1.amazonaws.com/shop:1"})), true},
		"a public image":             {starts("sh", "-c", "gunicorn a:b"), false},
		"exec":                       {in(starts("sh", "-c", "exec gunicorn a:b"), own(object{"Image": "1.dkr.ecr.eu-west-1.amazonaws.com/shop:1"})), false},
		"nothing":                    {func(*sound) {}, false},
		"what is beside the app":     {beside(object{"Name": "x", "Image": "1.dkr.ecr.eu-west-1.amazonaws.com/x:1", "Command": texts("sh", "-c", "gunicorn a:b")}), false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSound()
			tt.change(&s)
			why, is := s.audited(t).Unjudged["stop_signal"]
			if is != tt.want || is && audit.SettledBy(why) != "give its Dockerfile with --dockerfile" {
				t.Errorf("stop_signal is not judged: %v, %q, settled by %q", is, why, audit.SettledBy(why))
			}
		})
	}
}

// What the app's program tells makes promises sure, or at least closer.
func TestServices_evidence(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*sound)
		sure   int
		atMost bool
		said   string
	}{
		"nothing is known":             {func(*sound) {}, 60, true, ""},
		"a bound":                      {starts("gunicorn", "--graceful-timeout", "20", "a:b"), 20, false, "gunicorn gives up what is in flight 20 s after the signal (--graceful-timeout at Service)"},
		"a bound, image unknown":       {in(starts("gunicorn", "--graceful-timeout", "20", "a:b"), own(object{"Image": "1.dkr.ecr.eu-west-1.amazonaws.com/x"})), 20, true, "gunicorn gives up what is in flight 20 s after the signal (--graceful-timeout at Service)"},
		"a bound over the stop":        {starts("gunicorn", "--graceful-timeout", "90", "a:b"), 60, false, "gunicorn gives up what is in flight 90 s after the signal (--graceful-timeout at Service)"},
		"a bound behind graceful exec": {starts("graceful-exec", "--", "gunicorn", "--graceful-timeout", "20", "a:b"), 60, true, ""},
		"a default that may change":    {starts("gunicorn", "a:b"), 60, true, ""},
		"no bound":                     {starts("uvicorn", "a:b"), 60, false, "uvicorn waits for what is in flight until it is killed"},
		"a signal that drops work":     {starts("huey_consumer", "a.huey"), 0, false, "huey interrupts its tasks, which are lost"},
		"a shell that keeps it":        {starts("sh", "-c", "gunicorn --graceful-timeout 20 a:b"), 60, true, ""},
		"the contract says it first":   {in(starts("gunicorn", "--graceful-timeout", "20", "a:b"), own(object{"Environment": []any{object{"Name": "SHUTDOWN_DEADLINE_SECONDS", "Value": "50"}, object{"Name": "SHUTDOWN_DELAY_SECONDS", "Value": "5"}, object{"Name": "SHUTDOWN_DRAIN_SECONDS", "Value": "40"}}})), 45, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSound()
			tt.change(&s)
			got := s.audited(t)
			p, _ := got.Promises.Get("stop_task")
			if p.SureSeconds == nil {
				t.Fatal(p.Because)
			}
			if diff := cmp.Diff([]any{tt.sure, tt.atMost, tt.said}, []any{*p.SureSeconds, p.AtMost, got.Evidence}); diff != "" {
				t.Errorf("%s (-want +got):\n%s", p.Because, diff)
			}
		})
	}
}
