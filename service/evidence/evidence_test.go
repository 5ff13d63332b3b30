package evidence_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
)

// running is a container that starts a command, with variables as NAME=value.
func running(command []string, variables ...string) *service.Container {
	c := &service.Container{Environment: map[string]service.Value[string]{}}
	if command != nil {
		c.Command = service.Of(command, service.Where{})
	}
	for _, v := range variables {
		name, value, _ := strings.Cut(v, "=")
		c.Environment[name] = service.Of(value, service.Where{})
	}
	return c
}

// told is evidence in one line: program, effect, then the times that there are.
func told(e evidence.Evidence) string {
	out := "nothing"
	if e.Program != nil {
		out = e.Program.Name
	}
	out += " " + string(e.Effect)
	if e.Lost {
		out += " lost"
	}
	for _, t := range []struct {
		name string
		evidence.Time
	}{{"bound", e.Bound}, {"keep-alive", e.KeepAlive}, {"job", e.Job}} {
		if t.State == "" {
			continue
		}
		out += ", " + t.name
		if d, ok := t.Known(); ok {
			out += " " + d.String()
		}
		out += " " + string(t.State)
		if t.Certain() && t.State != service.Set {
			out += " surely"
		}
	}
	return out
}

func words(line string) []string { return strings.Fields(line) }

func TestOf(t *testing.T) {
	unknown := service.NotKnown[string]("known after apply", service.Where{})
	for name, tt := range map[string]struct {
		container *service.Container
		want      string
	}{
		"gunicorn":                       {running(words("gunicorn app:app")), "gunicorn graceful, bound 30s default"},
		"gunicorn with a bound":          {running(words("gunicorn --graceful-timeout 60 app:app")), "gunicorn graceful, bound 1m0s set"},
		"gunicorn with =":                {running(words("gunicorn --graceful-timeout=60 app:app")), "gunicorn graceful, bound 1m0s set"},
		"gunicorn's timeout is no":       {running(words("gunicorn --timeout 60 app:app")), "gunicorn graceful, bound 30s default"},
		"gunicorn by variable":           {running(words("gunicorn app:app"), "GUNICORN_CMD_ARGS=--graceful-timeout 45 -k gthread"), "gunicorn graceful, bound 45s set, keep-alive 2s default"},
		"gunicorn, the command wins":     {running(words("gunicorn --graceful-timeout 20 app:app"), "GUNICORN_CMD_ARGS=--graceful-timeout=45"), "gunicorn graceful, bound 20s set"},
		"gunicorn with a file":           {running(words("gunicorn -c conf.py app:app")), "gunicorn graceful, bound unknown"},
		"gunicorn, file and flag":        {running(words("gunicorn -c conf.py --graceful-timeout 20 app:app")), "gunicorn graceful, bound 20s set"},
		"gunicorn's threads":             {running(words("gunicorn --threads 4 --keep-alive 75 app:app")), "gunicorn graceful, bound 30s default, keep-alive 1m15s set"},
		"gunicorn, one thread":           {running(words("gunicorn --threads 1 --keep-alive 75 app:app")), "gunicorn graceful, bound 30s default"},
		"gunicorn's sync worker":         {running(words("gunicorn -k sync --threads 4 app:app")), "gunicorn graceful, bound 30s default"},
		"gunicorn, a bound of text":      {running(words("gunicorn --graceful-timeout $TIMEOUT app:app")), "gunicorn graceful, bound unknown"},
		"gunicorn by its module":         {running(words("python3.12 -m gunicorn app:app")), "gunicorn graceful, bound 30s default"},
		"gunicorn behind -W":             {running(words("python -W ignore -X dev -u -m gunicorn a:b")), "gunicorn graceful, bound 30s default"},
		"gunicorn by full path":          {running(words("/app/.venv/bin/gunicorn app:app")), "gunicorn graceful, bound 30s default"},
		"gunicorn behind env":            {running(words("env -u X A=1 gunicorn a:b")), "gunicorn graceful, bound 30s default"},
		"gunicorn behind wrappers":       {running(words("tini -- poetry run ddtrace-run gunicorn app:app")), "gunicorn graceful, bound 30s default"},
		"an app's own python":            {running(words("python app.py")), "python unknown"},
		"a module of the app":            {running(words("python -m gunicorn_app")), "python unknown"},
		"a script's option -m":           {running(words("python app.py -m gunicorn")), "python unknown"},
		"uvicorn":                        {running(words("uvicorn main:app")), "uvicorn graceful, bound unbounded, keep-alive 5s default"},
		"uvicorn with a bound":           {running(words("uvicorn main:app --timeout-graceful-shutdown 20 --timeout-keep-alive 65")), "uvicorn graceful, bound 20s set, keep-alive 1m5s set"},
		"uvicorn by variable":            {running(words("uvicorn main:app"), "UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN=20"), "uvicorn graceful, bound 20s set, keep-alive 5s default"},
		"fastapi run":                    {running(words("fastapi run main.py")), "fastapi graceful, bound unbounded surely, keep-alive 5s default surely"},
		"fastapi dev":                    {running(words("fastapi dev main.py")), "nothing unknown"},
		"hypercorn":                      {running(words("hypercorn main:app")), "hypercorn graceful, bound 3s default surely, keep-alive 5s default surely"},
		"hypercorn with a file":          {running(words("hypercorn -c file.toml main:app")), "hypercorn graceful, bound unknown, keep-alive unknown"},
		"celery":                         {running(words("celery -A proj worker")), "celery graceful, bound unbounded, job unknown"},
		"celery with a limit":            {running(words("celery -A proj worker --time-limit=600")), "celery graceful, bound unbounded, job 10m0s set"},
		"celery with both limits":        {running(words("celery -A proj worker --time-limit=600 --soft-time-limit=60")), "celery graceful, bound unbounded, job 10m0s set"},
		"celery with a soft limit":       {running(words("celery -A proj worker --soft-time-limit 60")), "celery graceful, bound unbounded, job 1m0s set"},
		"celery beat of an app worker":   {running(words("celery -A worker --broker worker beat -l info")), "nothing unknown"},
		"celery worker, options first":   {running(words("celery --app=worker -q worker")), "celery graceful, bound unbounded, job unknown"},
		"celery beat":                    {running(words("celery -A proj beat")), "nothing unknown"},
		"celery that is cold":            {running(words("celery -A proj worker"), "REMAP_SIGTERM=SIGQUIT"), "celery unknown, bound unknown, job unknown"},
		"rq":                             {running(words("rq worker high")), "rq graceful, bound unbounded surely"},
		"dramatiq":                       {running(words("dramatiq app")), "dramatiq graceful, bound 10m0s default surely"},
		"dramatiq with a bound":          {running(words("dramatiq app --worker-shutdown-timeout 20000")), "dramatiq graceful, bound 20s set"},
		"huey":                           {running(words("huey_consumer.py app.huey")), "huey quick"},
		"sidekiq":                        {running(words("bundle exec sidekiq")), "sidekiq graceful, bound 28.5s default"},
		"sidekiq -t":                     {running(words("bundle exec sidekiq -t 110")), "sidekiq graceful, bound 1m53.5s set"},
		"sidekiq -t110":                  {running(words("bundle exec sidekiq -t110 -C config/sidekiq.yml")), "sidekiq graceful, bound 1m53.5s set"},
		"sidekiq with a file":            {running(words("bundle exec sidekiq -C config/sidekiq.yml")), "sidekiq graceful, bound unknown"},
		"shoryuken":                      {running(words("bundle exec shoryuken -R")), "shoryuken graceful, bound 8s default surely"},
		"good_job forever":               {running(words("bundle exec good_job start"), "GOOD_JOB_SHUTDOWN_TIMEOUT=-1"), "good_job graceful, bound unbounded surely"},
		"good_job":                       {running(words("bundle exec good_job start"), "GOOD_JOB_SHUTDOWN_TIMEOUT=25"), "good_job graceful, bound 25s set"},
		"resque":                         {running(words("bundle exec rake environment resque:work")), "resque quick, bound 4s default"},
		"resque that waits":              {running(words("bundle exec rake resque:work"), "GRACEFUL_TERM=1"), "resque graceful, bound unbounded surely"},
		"resque that may wait":           {&service.Container{Command: service.Of(words("rake resque:work"), service.Where{}), EnvironmentElsewhere: "files"}, "resque unknown, bound unknown"},
		"another task of rake":           {running(words("bundle exec rake db:migrate")), "nothing unknown"},
		"granian":                        {running(words("granian --interface asgi a:b")), "granian graceful, bound unknown"},
		"granian with a bound":           {running(words("granian --workers-kill-timeout 20 a:b")), "granian graceful, bound 20s set"},
		"n8n":                            {running(words("n8n worker")), "n8n graceful, bound 30s default"},
		"Hasura":                         {running(words("graphql-engine serve"), "HASURA_GRAPHQL_GRACEFUL_SHUTDOWN_TIMEOUT=20"), "graphql-engine graceful, bound 20s set"},
		"another init":                   {running(words("/sbin/init")), "nothing unknown"},
		"puma":                           {running(words("bundle exec puma -C config/puma.rb")), "puma graceful, bound unknown, keep-alive unknown"},
		"puma's keep-alive":              {running(words("bin/rails server -b 0.0.0.0"), "PUMA_PERSISTENT_TIMEOUT=75"), "rails server graceful, bound unknown, keep-alive 1m15s set"},
		"unicorn":                        {running(words("bundle exec unicorn -c config/unicorn.rb")), "unicorn quick, bound unknown"},
		"Spring, graceful":               {running(words("java -jar app.jar"), "SERVER_SHUTDOWN=graceful"), "java graceful, bound 30s default, keep-alive unknown"},
		"Spring, its bound":              {running(words("java -jar app.jar"), "SERVER_SHUTDOWN=graceful", "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE=45s"), "java graceful, bound 45s set, keep-alive unknown"},
		"Spring, its other name":         {running(words("java -jar app.jar"), "SERVER_SHUTDOWN=graceful", "SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE=PT45S"), "java graceful, bound 45s set, keep-alive unknown"},
		"Spring, -D":                     {running(words("java -Dserver.shutdown=graceful -Dspring.lifecycle.timeout-per-shutdown-phase=20s -jar app.jar")), "java graceful, bound 20s set, keep-alive unknown"},
		"Spring, behind the jar":         {running(words("java -jar app.jar --server.shutdown=graceful")), "java graceful, bound 30s default, keep-alive unknown"},
		"Spring, JAVA_TOOL_OPTIONS":      {running(words("java -jar app.jar"), "JAVA_TOOL_OPTIONS=-Xmx512m -Dserver.shutdown=graceful -Dspring.lifecycle.timeout-per-shutdown-phase=50s"), "java graceful, bound 50s set, keep-alive unknown"},
		"Spring, JSON":                   {running(words("java -jar app.jar"), `SPRING_APPLICATION_JSON={"server":{"shutdown":"graceful"},"spring.lifecycle.timeout-per-shutdown-phase":"1m"}`), "java graceful, bound 1m0s set, keep-alive unknown"},
		"Spring, a number is ms":         {running(words("java -jar app.jar"), "SERVER_SHUTDOWN=graceful", "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE=45"), "java graceful, bound 45ms set, keep-alive unknown"},
		"Spring, immediate":              {running(words("java -jar app.jar"), "SERVER_SHUTDOWN=immediate"), "java quick, bound unknown, keep-alive unknown"},
		"Spring of any version":          {running(words("java -jar app.jar"), "SPRING_PROFILES_ACTIVE=prod"), "java unknown, bound unknown, keep-alive unknown"},
		"Quarkus, a number is seconds":   {running(words("java -jar app.jar"), "QUARKUS_SHUTDOWN_TIMEOUT=30"), "java graceful, bound 30s set"},
		"Quarkus, with a unit":           {running(words("java -Dquarkus.shutdown.timeout=1500ms -jar app.jar")), "java graceful, bound 1.5s set"},
		"Spring, names with dots":        {running(words("java -jar app.jar"), "server.shutdown=graceful", "spring.lifecycle.timeout-per-shutdown-phase=90s"), "java graceful, bound 1m30s set, keep-alive unknown"},
		"Spring, the command wins":       {running(words("java -Dserver.shutdown=immediate -jar app.jar"), "server.shutdown=graceful"), "java quick, bound unknown, keep-alive unknown"},
		"a Java app":                     {running(words("java -jar app.jar"), "SERVER_PORT=80"), "java unknown, bound unknown"},
		".NET":                           {running(words("dotnet Shop.dll")), "dotnet graceful, bound 30s default, keep-alive 2m10s default"},
		".NET with a bound":              {running(words("dotnet Shop.dll"), "DOTNET_shutdownTimeoutSeconds=60"), "dotnet graceful, bound 1m0s set, keep-alive 2m10s default"},
		".NET in capitals":               {running(words("dotnet Shop.dll"), "DOTNET_SHUTDOWNTIMEOUTSECONDS=60"), "dotnet graceful, bound 1m0s set, keep-alive 2m10s default"},
		"dotnet run":                     {running(words("dotnet run")), "nothing unknown"},
		"node":                           {running(words("node server.js")), "node unknown, bound unknown, keep-alive unknown"},
		"pnpm":                           {running(words("pnpm start")), "nothing unknown"},
		"npm":                            {running(words("npm start")), "nothing unknown"},
		"pm2":                            {running(words("pm2-runtime app.js")), "pm2 graceful, bound 1.6s default"},
		"pm2 with a bound":               {running(words("pm2-runtime --kill-timeout 20000 app.js")), "pm2 graceful, bound 20s set"},
		"pm2 with a file":                {running(words("pm2-runtime ecosystem.config.js")), "pm2 graceful, bound unknown"},
		"supervisord":                    {running(words("supervisord -n -c /etc/supervisord.conf")), "supervisord graceful, bound 10s default"},
		"s6":                             {running(words("/init php artisan serve")), "s6-overlay graceful, bound 3s default"},
		"s6 with a bound":                {running(words("/init gunicorn app:app"), "S6_KILL_GRACETIME=45000"), "s6-overlay graceful, bound 45s set"},
		"queue:work":                     {running(words("php artisan queue:work --timeout=600")), "artisan queue:work graceful, bound unknown, job 10m0s set"},
		"queue:work without a limit":     {running(words("php artisan queue:work --timeout=0")), "artisan queue:work graceful, bound unknown, job unbounded surely"},
		"php-fpm of a version":           {running(words("/usr/sbin/php-fpm7.4 -F")), "php-fpm quick, bound unknown"},
		"php-fpm of Alpine":              {running(words("php-fpm85 -F")), "php-fpm quick, bound unknown"},
		"what is near php-fpm":           {running(words("php-fpm-healthcheck")), "nothing unknown"},
		"php-fpm":                        {running(words("php-fpm -F")), "php-fpm quick, bound unknown"},
		"nginx behind dumb-init":         {running([]string{"dumb-init", "--rewrite", "15:3", "--", "nginx", "-g", "daemon off;"}), "nginx graceful, bound unknown, keep-alive unknown"},
		"dumb-init, -r glued":            {running([]string{"/usr/bin/dumb-init", "-r15:3", "nginx", "-g", "daemon off;"}), "nginx graceful, bound unknown, keep-alive unknown"},
		"dumb-init, another signal":      {running([]string{"dumb-init", "--rewrite=1:3", "nginx", "-g", "daemon off;"}), "nginx quick, bound unknown, keep-alive unknown"},
		"dumb-init, no signal at all":    {running([]string{"dumb-init", "-r", "15:0", "nginx", "-g", "daemon off;"}), "nginx swallowed lost, bound unknown, keep-alive unknown"},
		"dumb-init of two":               {running([]string{"dumb-init", "-c", "-r", "2:15", "-r", "15:2", "--", "huey_consumer", "a"}), "huey graceful"},
		"uvicorn behind uv":              {running(words("uv run --no-dev --python 3.13 uvicorn a:b --timeout-graceful-shutdown 20")), "uvicorn graceful, bound 20s set, keep-alive 5s default"},
		"a module behind uv":             {running(words("uv run -m gunicorn a:b")), "gunicorn graceful, bound 30s default"},
		"uv that installs":               {running(words("uv pip install gunicorn")), "nothing unknown"},
		"behind OpenTelemetry":           {running(words("opentelemetry-instrument --traces_exporter console --service_name=x uvicorn a:b")), "uvicorn graceful, bound unbounded, keep-alive 5s default"},
		"apachectl":                      {running(words("apachectl -D FOREGROUND")), "httpd unknown, bound unknown, keep-alive unknown"},
		"apache2ctl behind exec":         {running([]string{"sh", "-c", "exec apache2ctl -D FOREGROUND"}), "httpd unknown, bound unknown, keep-alive unknown"},
		"a bound by a variable":          {running([]string{"sh", "-c", "exec gunicorn --graceful-timeout $BOUND a:b"}, "BOUND=45"), "gunicorn graceful, bound 45s set"},
		"a bound by one in braces":       {running([]string{"sh", "-c", "exec gunicorn --graceful-timeout=${BOUND:-20} a:b"}, "BOUND=45"), "gunicorn graceful, bound 45s set"},
		"a bound that is set on the way": {running([]string{"sh", "-c", "export BOUND=50; exec gunicorn --graceful-timeout=$BOUND a:b"}, "BOUND=45"), "gunicorn graceful, bound unknown"},
		"a bound with a default, of an image that was not read": {running([]string{"sh", "-c", "exec gunicorn --graceful-timeout ${BOUND:-20} a:b"}), "gunicorn graceful, bound unknown"},
		"options by a variable":                                 {running([]string{"sh", "-c", "exec gunicorn $OPTIONS a:b"}, "OPTIONS=--graceful-timeout 45 --threads 4 --keep-alive 75"), "gunicorn graceful, bound 45s set, keep-alive 1m15s set"},
		"a variable without a shell":                            {running(words("gunicorn --graceful-timeout $BOUND a:b"), "BOUND=45"), "gunicorn graceful, bound unknown"},
		"words of a variable":                                   {running([]string{"sh", "-c", "exec hypercorn $OPTIONS a:b"}), "hypercorn graceful, bound 3s default, keep-alive 5s default"},
		"words of a substitution":                               {running([]string{"sh", "-c", "exec hypercorn $(cat options) a:b"}), "hypercorn graceful, bound 3s default, keep-alive 5s default"},
		"a word with a variable in it":                          {running([]string{"sh", "-c", "exec hypercorn -b 0.0.0.0:$PORT a:b"}), "hypercorn graceful, bound 3s default surely, keep-alive 5s default surely"},
		"a dollar without a shell":                              {running(words("hypercorn $OPTIONS a:b")), "hypercorn graceful, bound 3s default surely, keep-alive 5s default surely"},
		"exec behind a daemon":                                  {running([]string{"sh", "-c", "nginx && exec node server.js"}), "node unknown, bound unknown, keep-alive unknown"},
		"exec beside a server":                                  {running([]string{"sh", "-c", "gunicorn a:b & exec sleep infinity"}), "gunicorn swallowed lost, bound 30s default"},
		"nginx":                                                 {running([]string{"nginx", "-g", "daemon off; worker_shutdown_timeout 20s;"}), "nginx quick, bound 20s set, keep-alive unknown"},
		"traefik":                                               {running(words("traefik --entrypoints.web.transport.lifecycle.graceTimeOut=40 --entryPoints.x.transport.lifeCycle.graceTimeOut=20s")), "traefik graceful, bound 40s set"},
		"traefik by variables":                                  {running(words("traefik"), "TRAEFIK_ENTRYPOINTS_WEB_TRANSPORT_LIFECYCLE_GRACETIMEOUT=60", "TRAEFIK_ENTRYPOINTS_X_TRANSPORT_LIFECYCLE_GRACETIMEOUT=20s"), "traefik graceful, bound 1m0s set"},
		"traefik, the command wins":                             {running(words("traefik --entrypoints.web.address=:80"), "TRAEFIK_ENTRYPOINTS_WEB_TRANSPORT_LIFECYCLE_GRACETIMEOUT=60"), "traefik graceful, bound 10s default"},
		"traefik, a word apart":                                 {running(words("traefik --entrypoints.web.transport.lifecycle.gracetimeout 42")), "traefik graceful, bound 42s set"},
		"nginx keeps none alive":                                {running([]string{"nginx", "-g", "keepalive_timeout 0;"}), "nginx quick, bound unknown"},
		"nginx's keep-alive":                                    {running([]string{"nginx", "-g", "keepalive_timeout 1;"}), "nginx quick, bound unknown, keep-alive 1s set"},
		"gunicorn keeps none alive":                             {running(words("gunicorn -k gthread --keep-alive 0 a:b")), "gunicorn graceful, bound 30s default"},
		"gunicorn by uvicorn does":                              {running(words("gunicorn -k uvicorn.workers.UvicornWorker --keep-alive 0 a:b")), "gunicorn graceful, bound 30s default, keep-alive 0s set"},
		"envoy":                                                 {running(words("envoy -c /etc/envoy.yaml")), "envoy unknown, bound unknown"},
		"vector":                                                {running(words("vector --graceful-shutdown-limit-secs 20")), "vector graceful, bound 20s set"},
		"an own binary":                                         {running(words("/app/server")), "nothing unknown"},
		"nothing":                                               {running(nil), "nothing unknown"},
		"an entry script before it":                             {running(words("/entrypoint.sh gunicorn app:app")), "gunicorn unknown, bound 30s default"},
		"a variable that is not known":                          {&service.Container{Command: service.Of(words("gunicorn app:app"), service.Where{}), Environment: map[string]service.Value[string]{"GUNICORN_CMD_ARGS": unknown}}, "gunicorn graceful, bound unknown, keep-alive unknown"},
		"a default beside one that is not known": {&service.Container{Image: service.Of("python:3.13", service.Where{}), Command: service.Of([]string{"sh", "-c", "exec gunicorn --graceful-timeout ${BOUND:-20} a:b"}, service.Where{}),
			Environment: map[string]service.Value[string]{"BOUND": unknown}}, "gunicorn graceful, bound unknown"},
		"variables in files":          {&service.Container{Command: service.Of(words("uvicorn a:b"), service.Where{}), EnvironmentElsewhere: "files"}, "uvicorn graceful, bound unknown, keep-alive unknown"},
		"a command that is not known": {&service.Container{Command: service.NotKnown[[]string]("known after apply", service.Where{})}, "nothing unknown"},
		"FireLens":                    {&service.Container{Router: true}, "fluent-bit graceful, bound 5s default"},
		"FireLens with a file":        {&service.Container{Router: true, RouterFile: true}, "fluent-bit graceful, bound unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, told(evidence.Of(tt.container, nil))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What loses the signal has a way out that fits it.
func TestOf_remedy(t *testing.T) {
	for want, command := range map[string][]string{
		"start it with exec, or in exec form":                               {"sh", "-c", "gunicorn a:b"},
		"start the program itself, such as node server.js, in place of npm": {"npm", "start"},
		"start it with exec, and without the pipeline":                      {"sh", "-c", "exec gunicorn a:b | tee log"},
		"start it with exec, as the last command and not in the background": {"sh", "-c", "gunicorn a:b & wait"},
		"take out the rewrite to 0":                                         {"dumb-init", "-r", "15:0", "gunicorn", "a:b"},
		"":                                                                  {"gunicorn", "a:b"},
	} {
		c := running(command)
		c.Image = service.Of("node:22", service.Where{})
		if e := evidence.Of(c, nil); e.Remedy != want || e.Lost != (want != "") {
			t.Errorf("%v: %q, want %q", command, e.Remedy, want)
		}
	}
}

// An image that is public tells its signal, its program and its shell; one of somebody's
// own does not, whatever its name.
func TestOf_image(t *testing.T) {
	for image, want := range map[string]string{
		"nginx":                                     "SIGQUIT known nginx graceful",
		"nginx:1.29-alpine":                         "SIGQUIT known nginx graceful",
		"nginx:1.19.0":                              "SIGQUIT known nginx graceful",
		"nginx:1.18-alpine":                         "SIGTERM nginx quick",
		"nginx:stable":                              "SIGQUIT known nginx graceful",
		"public.ecr.aws/nginx/nginx:1.29":           "SIGQUIT known nginx graceful",
		"public.ecr.aws/docker/library/nginx":       "SIGQUIT known nginx graceful",
		"docker.io/library/httpd@sha256:abc":        "SIGWINCH known httpd graceful",
		"php:8.4-fpm":                               "SIGQUIT known php-fpm graceful",
		"php:8.4-apache":                            "SIGWINCH known httpd graceful",
		"php:8.4-cli":                               "SIGTERM known nothing unknown",
		"wordpress":                                 "SIGWINCH known httpd graceful",
		"python:3.13":                               "SIGTERM known nothing unknown",
		"mcr.microsoft.com/dotnet/aspnet:9.0":       "SIGTERM known nothing unknown",
		"1.dkr.ecr.eu-west-1.amazonaws.com/nginx:1": "SIGTERM nothing unknown",
		"1.dkr.ecr.eu-west-1.amazonaws.com/team/nginx:1":        "SIGTERM nothing unknown",
		"1.dkr.ecr.eu-west-1.amazonaws.com/hub/library/x":       "SIGTERM nothing unknown",
		"1.dkr.ecr.eu-west-1.amazonaws.com/hub/datadog/agent:7": "SIGTERM known datadog-agent graceful",
		"ghcr.io/nginx:1": "SIGTERM nothing unknown",
		"shop/nginx":      "SIGTERM nothing unknown",
		"public.ecr.aws/aws-observability/aws-for-fluent-bit:stable": "SIGTERM known fluent-bit graceful",
		"n8nio/n8n":            "SIGTERM known n8n graceful",
		"localhost:5000/nginx": "SIGTERM nothing unknown",
	} {
		t.Run(image, func(t *testing.T) {
			c := running(nil)
			c.Image = service.Of(image, service.Where{})
			e := evidence.Of(c, nil)
			got := string(e.Signal.Name)
			if e.Signal.Known {
				got += " known"
			}
			got += " " + strings.Split(told(e), ",")[0]
			if got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

// What a shell does with the signal depends on the shell and on what it has to do.
func TestOf_shell(t *testing.T) {
	const passes, lost, depends = "gunicorn graceful", "gunicorn swallowed lost", "gunicorn unknown"
	for line, want := range map[string][4]string{ // An image that is not known, Debian, Alpine, Amazon Linux.
		"gunicorn a:b":                            {depends, lost, passes, passes},
		"exec gunicorn a:b":                       {passes, passes, passes, passes},
		"migrate && gunicorn a:b":                 {depends, lost, passes, depends},
		"migrate && exec gunicorn a:b":            {passes, passes, passes, passes},
		"migrate; gunicorn a:b":                   {depends, lost, passes, depends},
		"PORT=80 gunicorn a:b":                    {depends, lost, passes, passes},
		"PORT=80 exec gunicorn a:b":               {depends, lost, passes, passes},
		"gunicorn a:b > /dev/null 2>&1":           {depends, lost, passes, depends},
		"exec gunicorn a:b 2>&1":                  {passes, passes, passes, passes},
		"caddy start && exec gunicorn a:b":        {passes, passes, passes, passes},
		"nginx; exec gunicorn a:b":                {passes, passes, passes, passes},
		"gunicorn a:b; echo bye":                  {lost, lost, lost, lost},
		"gunicorn a:b || sleep 5":                 {lost, lost, lost, lost},
		"gunicorn a:b | tee log":                  {lost, lost, lost, lost},
		"exec gunicorn a:b 2>&1 | tee log":        {lost, lost, lost, lost},
		"gunicorn a:b & wait":                     {lost, lost, lost, lost},
		"gunicorn a:b &":                          {lost, lost, lost, lost},
		"# don't\nexec gunicorn a:b":              {passes, passes, passes, passes},
		"exec 2>/dev/null gunicorn a:b":           {passes, passes, passes, passes},
		"exec bundle exec gunicorn a:b":           {passes, passes, passes, passes},
		"echo 'a; b | c' && exec gunicorn a:b":    {passes, passes, passes, passes},
		"# a comment; x\nexec gunicorn a:b":       {passes, passes, passes, passes},
		"migrate \\\n  && exec \\\n gunicorn a:b": {passes, passes, passes, passes},
		"trap stop TERM; gunicorn a:b & wait":     {"nothing unknown", "nothing unknown", "nothing unknown", "nothing unknown"},
		"while true; do gunicorn a:b; done":       {"nothing unknown", "nothing unknown", "nothing unknown", "nothing unknown"},
	} {
		t.Run(line, func(t *testing.T) {
			var got [4]string
			for i, image := range []string{"", "python:3.13", "python:3.13-alpine", "amazonlinux:2023"} {
				c := running([]string{"sh", "-c", line})
				if image != "" {
					c.Image = service.Of(image, service.Where{})
				}
				got[i] = strings.Split(told(evidence.Of(c, nil)), ",")[0]
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// An entry point stands before the command, and takes the place of both of the image's.
func TestOf_entryPoint(t *testing.T) {
	image, err := evidence.ReadDockerfile(filepath.Join(folder(t, map[string]string{"Dockerfile": "FROM python:3.13\nENTRYPOINT [\"celery\"]\nCMD [\"worker\"]"}), "Dockerfile"), "")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		entry, command []string
		image          *evidence.Image
		want           string
	}{
		"with a command":          {words("gunicorn"), words("--graceful-timeout 20 a:b"), nil, "gunicorn graceful, bound 20s set"},
		"alone":                   {words("tini -- gunicorn a:b"), nil, nil, "gunicorn graceful, bound 30s default"},
		"instead of the image's":  {words("rq"), nil, image, "nothing unknown"},
		"before a command":        {words("rq"), words("worker"), image, "rq graceful, bound unbounded surely"},
		"of the image":            {nil, nil, image, "celery graceful, bound unbounded surely, job unknown"},
		"of the image, a command": {nil, words("beat"), image, "nothing unknown"},
		"that is empty":           {[]string{}, words("gunicorn a:b"), nil, "gunicorn graceful, bound 30s default"},
	} {
		t.Run(name, func(t *testing.T) {
			c := running(tt.command)
			if tt.entry != nil {
				c.EntryPoint = service.Of(tt.entry, service.Where{})
			}
			if diff := cmp.Diff(tt.want, told(evidence.Of(c, tt.image))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Options alone are for what a public image runs.
func TestOf_options(t *testing.T) {
	for image, want := range map[string]string{"timberio/vector": "vector graceful, bound 20s set", "1.dkr.ecr.eu-west-1.amazonaws.com/vector": "nothing unknown", "python:3.13": "nothing unknown"} {
		c := running(words("--graceful-shutdown-limit-secs 20"))
		c.Image = service.Of(image, service.Where{})
		if got := told(evidence.Of(c, nil)); got != want {
			t.Errorf("%s: %s, want %s", image, got, want)
		}
	}
}

// A shell's options may stand together, and an init makes a shell end instead of stay.
func TestOf_shellForms(t *testing.T) {
	withInit := running([]string{"bash", "-c", "gunicorn a:b | tee log"})
	withInit.Init = service.Of(true, service.Where{})
	for want, list := range map[string][]*service.Container{
		"gunicorn graceful":       {running([]string{"/bin/bash", "-lc", "gunicorn a:b"}), running([]string{"bash", "-o", "pipefail", "-ec", "exec gunicorn a:b"}), running([]string{"ash", "-c", "x && gunicorn a:b"})},
		"gunicorn swallowed lost": {running([]string{"dash", "-c", "gunicorn a:b"})},
		"gunicorn quick lost":     {withInit, running([]string{"tini", "--", "dash", "-c", "gunicorn a:b"})},
		"nothing unknown":         {running([]string{"sh", "start.sh"}), running([]string{"bash", "-c", ""}), running([]string{"bash"})},
	} {
		for i, c := range list {
			if got := strings.Split(told(evidence.Of(c, nil)), ",")[0]; got != want {
				t.Errorf("%d: %s, want %s", i, got, want)
			}
		}
	}
}

// npm loses the signal where sh is dash, and may pass it on elsewhere.
func TestOf_npm(t *testing.T) {
	for image, want := range map[string]string{"node:22": "nothing quick lost", "node:22-alpine": "nothing unknown", "1.dkr.ecr.eu-west-1.amazonaws.com/shop": "nothing unknown"} {
		c := running(words("npm run start"))
		c.Image = service.Of(image, service.Where{})
		if got := told(evidence.Of(c, nil)); got != want {
			t.Errorf("%s: %s, want %s", image, got, want)
		}
	}
}

// Each row says where it is from and in which version it was read, and on each of its
// graceful signals what it does.
func TestPrograms(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range evidence.Programs() {
		if seen[p.Name] || !strings.HasPrefix(p.Source, "http") || p.Does == "" || p.Version == "" && p.Role != evidence.Runtime || len(p.Quick) > 0 && p.Drops == "" {
			t.Errorf("%s", fmt.Sprintf("%+v", p))
		}
		seen[p.Name] = true
	}
}
