package evidence_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/testfiles"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
)

// folder writes files and gives their folder, which is named shop.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "shop")
	testfiles.Write(t, dir, files)
	return dir
}

// built is what is known of a container without a command of its own that runs what a
// Dockerfile builds: its signal, and the evidence.
func built(t *testing.T, dockerfile, script string) string {
	t.Helper()
	dir := folder(t, map[string]string{"Dockerfile": dockerfile, "bin/start.sh": script})
	image, err := evidence.ReadDockerfile(filepath.Join(dir, "Dockerfile"), "")
	if err != nil {
		t.Fatal(err)
	}
	e := evidence.Of(&service.Container{}, image)
	out := string(e.Signal.Name)
	if !e.Signal.Known {
		out += "?"
	}
	return out + " " + strings.Split(told(e), ",")[0]
}

func TestReadDockerfile(t *testing.T) {
	const python = "FROM python:3.13\n"
	for name, tt := range map[string]struct{ text, want string }{
		"exec form":                 {python + `CMD ["gunicorn", "a:b"]`, "SIGTERM gunicorn graceful"},
		"shell form":                {python + `CMD gunicorn a:b`, "SIGTERM gunicorn swallowed lost"},
		"shell form with exec":      {python + `CMD exec gunicorn a:b`, "SIGTERM gunicorn graceful"},
		"shell form on Alpine":      {"FROM python:3.13-alpine\nCMD gunicorn a:b", "SIGTERM gunicorn graceful"},
		"shell form, another SHELL": {python + "SHELL [\"/bin/bash\", \"-c\"]\nCMD gunicorn a:b", "SIGTERM gunicorn graceful"},
		"an entry point in shell form takes the command in its own": {python + "ENTRYPOINT gunicorn a:b\nCMD [\"--reload\"]", "SIGTERM gunicorn swallowed lost"},
		"an entry point and a command":                              {python + "ENTRYPOINT [\"tini\", \"--\"]\nCMD [\"gunicorn\", \"a:b\"]", "SIGTERM gunicorn graceful"},
		"an entry point takes the base's command away":              {python + "CMD [\"gunicorn\", \"a:b\"]\nFROM python:3.13\nENTRYPOINT [\"tini\", \"--\"]", "SIGTERM nothing unknown"},
		"an entry point takes an earlier stage's command away":      {"FROM python:3.13 AS base\nCMD [\"gunicorn\", \"a:b\"]\nFROM base\nENTRYPOINT [\"tini\", \"--\"]", "SIGTERM nothing unknown"},
		"an entry point leaves the command of its own stage":        {python + "CMD [\"gunicorn\", \"a:b\"]\nENTRYPOINT [\"tini\", \"--\"]", "SIGTERM gunicorn graceful"},
		"the last command counts":                                   {python + "CMD [\"celery\", \"worker\"]\nCMD [\"gunicorn\", \"a:b\"]", "SIGTERM gunicorn graceful"},
		"lists that are no JSON are lines":                          {python + `CMD ['gunicorn', 'a:b']`, "SIGTERM nothing swallowed lost"},

		"STOPSIGNAL":                   {python + "STOPSIGNAL SIGQUIT\nCMD [\"gunicorn\", \"a:b\"]", "SIGQUIT gunicorn quick"},
		"STOPSIGNAL as a number":       {python + "STOPSIGNAL 3\nCMD [\"gunicorn\", \"a:b\"]", "SIGQUIT gunicorn quick"},
		"STOPSIGNAL SIGKILL":           {python + "STOPSIGNAL SIGKILL\nCMD [\"gunicorn\", \"a:b\"]", "SIGKILL gunicorn quick"},
		"SIGKILL, shell form":          {python + "STOPSIGNAL 9\nCMD gunicorn a:b", "SIGKILL gunicorn quick"},
		"SIGKILL of an app":            {python + "STOPSIGNAL KILL\nCMD [\"/app\"]", "SIGKILL nothing quick"},
		"STOPSIGNAL by a variable":     {python + "ENV SIG=SIGQUIT\nSTOPSIGNAL $SIG\nCMD [\"gunicorn\", \"a:b\"]", "SIGQUIT gunicorn quick"},
		"STOPSIGNAL as another number": {python + "STOPSIGNAL 6\nCMD [\"gunicorn\", \"a:b\"]", "SIGABRT gunicorn unknown"},
		"STOPSIGNAL in a word":         {python + "stopsignal int\nCMD [\"huey_consumer\", \"a\"]", "SIGINT huey graceful"},
		"STOPSIGNAL by an argument":    {"ARG SIG=SIGQUIT\n" + python + "STOPSIGNAL $SIG\nCMD [\"gunicorn\", \"a:b\"]", "SIGQUIT gunicorn quick"},
		"STOPSIGNAL by an unknown one": {python + "STOPSIGNAL ${SIG}\nCMD [\"huey_consumer\", \"a\"]", "SIGTERM? huey quick"},
		"STOPSIGNAL that is none":      {python + "STOPSIGNAL \x1b[2J\nCMD [\"huey_consumer\", \"a\"]", "SIGTERM? huey quick"},
		"a real-time STOPSIGNAL":       {python + "STOPSIGNAL SIGRTMIN+3\nCMD [\"/sbin/init\"]", "SIGRTMIN+3 nothing unknown"},
		"STOPSIGNAL of the base":       {"FROM nginx:1.29", "SIGQUIT nginx graceful"},
		"one that is set back":         {"FROM nginx:1.29\nSTOPSIGNAL SIGTERM", "SIGTERM nginx quick"},
		"inherited by another app":     {"FROM nginx:1.29\nCMD [\"gunicorn\", \"a:b\"]", "SIGQUIT gunicorn quick"},
		"inherited through a stage":    {"FROM php:8.4-fpm AS base\nRUN x\nFROM base\nRUN y", "SIGQUIT php-fpm graceful"},
		"of a stage that is left":      {"FROM nginx AS web\nFROM python:3.13\nCOPY --from=web /x /x\nCMD [\"gunicorn\", \"a:b\"]", "SIGTERM gunicorn graceful"},
		"a base of somebody's own":     {"FROM 1.dkr.ecr.eu-west-1.amazonaws.com/base:1\nCMD [\"huey_consumer\", \"a\"]", "SIGTERM? huey quick"},
		"a base by an argument":        {"ARG VERSION=1.29\nFROM nginx:${VERSION}-alpine", "SIGQUIT nginx graceful"},
		"a base by a default":          {"FROM nginx:${VERSION:-1.29}", "SIGQUIT nginx graceful"},
		"a base that is not known":     {"FROM ${BASE}\nCMD [\"gunicorn\", \"a:b\"]", "SIGTERM? gunicorn graceful"},
		"a platform":                   {"FROM --platform=linux/arm64 nginx:1.29 AS x", "SIGQUIT nginx graceful"},

		"lines that go on":               {python + "CMD [\"gunicorn\", \\\n  # why\n\n  \"a:b\"]", "SIGTERM gunicorn graceful"},
		"another escape":                 {"# escape=`\n" + python + "CMD [\"gunicorn\", `\n\"a:b\"]", "SIGTERM? gunicorn graceful"},
		"Windows":                        {"FROM python:3.13-windowsservercore\nCMD gunicorn a:b", "SIGTERM? gunicorn unknown"},
		"graceful exec":                  {"FROM nginx:1.29\nENTRYPOINT [\"/graceful-exec\", \"--framework\", \"gunicorn\", \"--\"]\nCMD [\"gunicorn\", \"a:b\"]", "SIGQUIT gunicorn graceful"},
		"graceful exec, a quick signal":  {python + "ENTRYPOINT [\"graceful\", \"exec\", \"--signal\", \"SIGINT\", \"--\"]\nCMD [\"gunicorn\", \"a:b\"]", "SIGTERM gunicorn quick"},
		"graceful exec, the stop signal": {python + "STOPSIGNAL SIGQUIT\nENTRYPOINT [\"graceful-exec\", \"--stop-signal=SIGQUIT\", \"--\"]\nCMD [\"gunicorn\", \"a:b\"]", "SIGQUIT gunicorn quick"},
		"graceful exec of a framework":   {python + "ENTRYPOINT [\"/graceful-exec\", \"--framework\", \"nginx\", \"--\"]\nCMD [\"nginx\"]", "SIGTERM nginx graceful"},
		"graceful exec of nothing":       {python + "ENTRYPOINT [\"/graceful-exec\"]\nCMD [\"gunicorn\", \"a:b\"]", "SIGTERM nothing unknown"},
		"lines of Windows":               {"FROM python:3.13\r\nCMD [\"gunicorn\", \"a:b\"]\r\n", "SIGTERM gunicorn graceful"},
		"a text in the file":             {python + "RUN <<EOF\nSTOPSIGNAL SIGQUIT\nFROM nginx\nEOF\nCMD [\"gunicorn\", \"a:b\"]", "SIGTERM gunicorn graceful"},
		"a text that is copied":          {python + "COPY <<'x.conf' /etc/x\nSTOPSIGNAL SIGQUIT\nx.conf\nCMD [\"gunicorn\", \"a:b\"]", "SIGTERM gunicorn graceful"},
		"tabs":                           {python + "STOPSIGNAL\tSIGQUIT\nCMD\t[\"gunicorn\", \"a:b\"]", "SIGQUIT gunicorn quick"},
		"a word that is given":           {python + "RUN cat <<<\"EOF\" > x && echo $((1<<n))\nCMD [\"gunicorn\", \"a:b\"]", "SIGTERM gunicorn graceful"},
		"a text that does not end":       {python + "RUN echo '<<EOF'\nCMD [\"gunicorn\", \"a:b\"]", "SIGTERM gunicorn graceful"},
		"two arguments in a line":        {"ARG A=1.29 B=-alpine\nFROM nginx:$A$B", "SIGQUIT nginx graceful"},
		"a comment":                      {"#STOPSIGNAL SIGQUIT\n" + python + "# STOPSIGNAL SIGQUIT\nCMD [\"gunicorn\", \"a:b\"]", "SIGTERM gunicorn graceful"},
		"npm":                            {"FROM node:22\nCMD [\"npm\", \"start\"]", "SIGTERM nothing quick lost"},
		"yarn, of which some have no sh": {"FROM node:22\nCMD [\"yarn\", \"start\"]", "SIGTERM nothing unknown"},
		".NET":                           {"FROM mcr.microsoft.com/dotnet/aspnet:9.0\nENTRYPOINT [\"dotnet\", \"Shop.dll\"]", "SIGTERM dotnet graceful"},
		".NET in shell form":             {"FROM mcr.microsoft.com/dotnet/aspnet:9.0\nENTRYPOINT dotnet Shop.dll", "SIGTERM dotnet swallowed lost"},
		".NET on Azure Linux":            {"FROM mcr.microsoft.com/dotnet/aspnet:9.0-azurelinux3.0\nENTRYPOINT dotnet Shop.dll", "SIGTERM dotnet graceful"},
		"Java on Oracle's Linux":         {"FROM openjdk:17\nCMD java -jar app.jar", "SIGTERM java unknown"},
		"Java on Debian":                 {"FROM openjdk:17-jdk-slim\nCMD java -jar app.jar", "SIGTERM java swallowed lost"},
		"npm on Alpine":                  {"FROM node:22-alpine\nCMD [\"npm\", \"start\"]", "SIGTERM nothing unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := built(t, tt.text, ""); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// An entry script hands the signal on only if it ends in exec.
func TestReadDockerfile_script(t *testing.T) {
	const copied = "FROM python:3.13\nCOPY bin/ /bin/\nENTRYPOINT [\"/bin/start.sh\"]\nCMD [\"gunicorn\", \"a:b\"]"
	for name, tt := range map[string]struct{ dockerfile, script, want string }{
		"exec":                        {copied, "#!/bin/sh\nset -e\nmigrate\nexec \"$@\"\n", "SIGTERM gunicorn graceful"},
		"exec after an if":            {copied, "#!/usr/bin/env bash\nif [ -n \"$X\" ]; then\n  migrate\nfi\n\nexec \"$@\"\n", "SIGTERM gunicorn graceful"},
		"exec of a server, with more": {"FROM python:3.13\nCOPY bin/ /bin/\nENTRYPOINT [\"/bin/start.sh\"]\nCMD [\"--graceful-timeout\", \"20\", \"a:b\"]", "#!/bin/sh\nexec gunicorn \"$@\"\n", "SIGTERM gunicorn graceful"},
		"exec in braces":              {copied, "#!/bin/bash -e\nif [ -n \"$X\" ]; then\n  migrate\nfi\n\nexec \"${@}\"\n", "SIGTERM gunicorn graceful"},
		"exec before a comment":       {copied, "#!/bin/sh\nif [ -n \"$X\" ]; then\n  migrate\nfi\nexec \"$@\"\n\n  # vim: ft=sh\n", "SIGTERM gunicorn graceful"},
		"exec by gosu":                {copied, "#!/bin/sh\nexec gosu app \"$@\"\n", "SIGTERM gunicorn graceful"},
		"no exec":                     {copied, "#!/bin/sh\nmigrate\n\"$@\"\n", "SIGTERM gunicorn swallowed lost"},
		"no exec, bash":               {copied, "#!/bin/bash\nmigrate\n\"$@\"\n", "SIGTERM gunicorn swallowed lost"},
		"no exec after an if":         {copied, "#!/bin/sh\nif true; then\n  migrate\nfi\n\"$@\"\n", "SIGTERM gunicorn swallowed lost"},
		"exec in one branch":          {copied, "#!/bin/sh\nif true; then\n  exec \"$@\"\nfi\nother\n", "SIGTERM nothing unknown"},
		"one that handles signals":    {copied, "#!/bin/sh\ntrap stop TERM\n\"$@\" &\nwait\n", "SIGTERM gunicorn unknown"},
		"its own app":                 {"FROM python:3.13\nCOPY . .\nCMD [\"./bin/start.sh\"]", "#!/bin/sh\nexec celery -A a worker\n", "SIGTERM celery graceful"},
		"its own app, no exec":        {"FROM python:3.13\nCOPY . .\nCMD [\"sh\", \"bin/start.sh\"]", "#!/bin/sh\ncelery -A a worker\n", "SIGTERM nothing unknown"},
		"one of Python":               {copied, "#!/usr/bin/env python3\nimport os\n", "SIGTERM gunicorn unknown"},
		"one that is not there":       {"FROM python:3.13\nENTRYPOINT [\"/opt/run.sh\"]\nCMD [\"gunicorn\", \"a:b\"]", "", "SIGTERM gunicorn unknown"},
		"one from outside":            {"FROM python:3.13\nCOPY ../x/ .\nENTRYPOINT [\"/start.sh\"]\nCMD [\"gunicorn\", \"a:b\"]", "", "SIGTERM gunicorn unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := built(t, tt.dockerfile, tt.script); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// The environment of the image counts where the task sets nothing else, and makes
// defaults sure.
func TestReadDockerfile_environment(t *testing.T) {
	dir := folder(t, map[string]string{
		"set/Dockerfile":   "FROM python:3.13\nENV A=1 GUNICORN_CMD_ARGS=\"--graceful-timeout 40\"\nENV B c d\nCMD [\"gunicorn\", \"a:b\"]",
		"unset/Dockerfile": "FROM python:3.13\nCMD [\"uvicorn\", \"a:b\"]",
		"usual/Dockerfile": "FROM python:3.13\nCMD exec gunicorn --graceful-timeout ${BOUND:-40} a:b",
		"given/Dockerfile": "FROM python:3.13\nENV BOUND=45\nCMD exec gunicorn --graceful-timeout ${BOUND:-40} a:b",
		"by/Dockerfile":    "FROM python:3.13\nARG BOUND=45\nENV MORE=--graceful-timeout=$BOUND\nENV GUNICORN_CMD_ARGS=\"$MORE --threads 4\"\nCMD [\"gunicorn\", \"a:b\"]",
		"open/Dockerfile":  "FROM python:3.13\nARG REMAP\nENV REMAP_SIGTERM=$REMAP\nCMD [\"celery\", \"worker\"]",
		"own/Dockerfile":   "FROM base\nCMD [\"uvicorn\", \"a:b\"]",
	})
	for name, want := range map[string]string{"by": "gunicorn graceful, bound 45s set, keep-alive 2s default", "open": "celery graceful, bound unknown, job unknown", "usual": "gunicorn graceful, bound 40s set", "given": "gunicorn graceful, bound 45s set", "set": "gunicorn graceful, bound 40s set", "unset": "uvicorn graceful, bound unbounded surely, keep-alive 5s default surely", "own": "uvicorn graceful, bound unbounded, keep-alive 5s default"} {
		image, err := evidence.ReadDockerfile(filepath.Join(dir, name, "Dockerfile"), "")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, told(evidence.Of(&service.Container{}, image))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	image, err := evidence.ReadDockerfile(filepath.Join(dir, "set", "Dockerfile"), "")
	if err != nil {
		t.Fatal(err)
	}
	if got := told(evidence.Of(running(nil, "GUNICORN_CMD_ARGS=--graceful-timeout 50"), image)); got != "gunicorn graceful, bound 50s set" {
		t.Errorf("the task's own variable: %s", got)
	}
	if got := told(evidence.Of(running(words("celery -A a worker")), image)); !strings.HasPrefix(got, "celery graceful") {
		t.Errorf("the task's own command: %s", got)
	}
}

// A Dockerfile belongs to the containers whose image is named like it, and to none
// where two could.
func TestMatch(t *testing.T) {
	dir := folder(t, map[string]string{
		"api/Dockerfile":                              "FROM python:3.13",
		"services/worker/docker/Dockerfile":           "FROM python:3.13",
		"Dockerfile.cron":                             "FROM python:3.13",
		"mail.Dockerfile":                             "FROM python:3.13",
		"titled/Dockerfile":                           "FROM python:3.13\nLABEL org.opencontainers.image.title=\"billing\" x=y",
		"cdk.out/asset.0123456789abcdef01/Dockerfile": "FROM python:3.13",
		"a/twice/Dockerfile":                          "FROM python:3.13",
		"b/twice/Dockerfile":                          "FROM python:3.13",
		"nginx/Dockerfile":                            "FROM nginx",
		"node_modules/x/Dockerfile":                   "FROM python:3.13",
		"Dockerfile.dockerignore":                     "x",
		"broken/Dockerfile":                           "RUN x",
	})
	images := evidence.Dockerfiles(dir)
	if len(images) != 9 {
		t.Errorf("%d Dockerfiles", len(images))
	}
	const registry = "1.dkr.ecr.eu-west-1.amazonaws.com/"
	for image, want := range map[string]string{
		registry + "api:7":                     "api/Dockerfile",
		registry + "team/api@sha256:0":         "api/Dockerfile",
		registry + "worker":                    "services/worker/docker/Dockerfile",
		registry + "cron":                      "Dockerfile.cron",
		registry + "shop-cron":                 "Dockerfile.cron",
		registry + "mail":                      "mail.Dockerfile",
		registry + "billing":                   "titled/Dockerfile",
		registry + "assets:0123456789abcdef01": "cdk.out/asset.0123456789abcdef01/Dockerfile",
		registry + "twice":                     "",
		registry + "other":                     "",
		"nginx":                                "",
		registry + "nginx":                     "nginx/Dockerfile",
		"":                                     "",
	} {
		c := &service.Container{Image: service.NotKnown[string]("known after apply", service.Where{})}
		if image != "" {
			c.Image = service.Of(image, service.Where{})
		}
		got := ""
		if i := evidence.Match(c, images); i != nil {
			got, _ = filepath.Rel(dir, i.Where.File)
		}
		if got != want {
			t.Errorf("%s is built with %q, want %q", image, got, want)
		}
	}
}

// One that is said to be for a container is for it alone, and one that was named
// alone for the only image that it can be of.
func TestMatch_said(t *testing.T) {
	path := filepath.Join(folder(t, map[string]string{"x/Dockerfile": "FROM python:3.13"}), "x", "Dockerfile")
	container := func(name, image string) *service.Container {
		return &service.Container{Name: service.Of(name, service.Where{}), Image: service.Of(image, service.Where{})}
	}
	for name, tt := range map[string]struct {
		said       string
		containers []*service.Container
		want       string
	}{
		"by the container":       {"app", []*service.Container{container("app", "r.x/a"), container("x", "r.x/x")}, "app"},
		"by the image":           {"a", []*service.Container{container("app", "r.x/a"), container("x", "r.x/x")}, "app"},
		"by nobody, one image":   {"", []*service.Container{container("app", "r.x/a"), container("proxy", "nginx")}, "app"},
		"by nobody, two images":  {"", []*service.Container{container("app", "r.x/a"), container("b", "r.x/b")}, ""},
		"by its folder":          {"", []*service.Container{container("app", "r.x/a"), container("b", "r.x/x")}, "b"},
		"by its folder, another": {"", []*service.Container{container("b", "r.x/x"), container("app", "r.x/a")}, "b"},
	} {
		t.Run(name, func(t *testing.T) {
			image, err := evidence.ReadDockerfile(path, tt.said)
			if err != nil {
				t.Fatal(err)
			}
			evidence.Settle(image, tt.containers)
			got := ""
			for _, c := range tt.containers {
				if evidence.Match(c, []*evidence.Image{image}) != nil {
					got += c.Name.Or("")
				}
			}
			if got != tt.want {
				t.Errorf("it is for %q, want %q", got, tt.want)
			}
		})
	}
}

// What doubles with each line is bounded.
func TestReadDockerfile_doubling(t *testing.T) {
	for _, word := range []string{"ENV", "ARG"} {
		dir := folder(t, map[string]string{"Dockerfile": "FROM python:3.13\n" + word + " A=xxxxxxxx\n" + strings.Repeat(word+" A=$A$A\n", 24) + "ENV REMAP_SIGTERM=$A\nCMD [\"celery\", \"worker\"]"})
		image, err := evidence.ReadDockerfile(filepath.Join(dir, "Dockerfile"), "")
		if err != nil {
			t.Fatal(err)
		}
		if got := told(evidence.Of(&service.Container{}, image)); got != "celery graceful, bound unknown, job unknown" {
			t.Errorf("%s: %s", word, got)
		}
	}
}

// What is no Dockerfile is refused with its name.
func TestReadDockerfile_hostile(t *testing.T) {
	dir := folder(t, map[string]string{"none": "", "binary": "\x00\x01FROM", "large": strings.Repeat("#\n", 1<<20), "args": "ARG A=${A}\nARG A", "lines": "FROM a\n" + strings.Repeat("ENV A=1\n", 5000), "stages": strings.Repeat("FROM a\n", 201), "most": strings.Repeat("FROM a\n", 200) + strings.Repeat("ENV A=1\n", 4800), "circle": "FROM a AS a\nFROM a"})
	for name, want := range map[string]string{"none": "has no FROM", "binary": "has no FROM", "large": "more than", "args": "has no FROM", "lines": "more than 5000 instructions or 200 stages", "stages": "more than 5000 instructions or 200 stages", "missing": "no such file", ".": "is no file"} {
		if _, err := evidence.ReadDockerfile(filepath.Join(dir, name), ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	if _, err := evidence.ReadDockerfile(filepath.Join(dir, "most"), ""); err != nil {
		t.Error(err)
	}
	if image, err := evidence.ReadDockerfile(filepath.Join(dir, "circle"), ""); err != nil || image.BaseKnown {
		t.Errorf("a stage of itself: %+v, %v", image, err)
	}
}
