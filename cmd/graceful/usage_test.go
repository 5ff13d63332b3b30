package main

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/profile"
)

const (
	sound    = "workload: http\nlongest_work: 10\n"
	spot     = sound + "capacity: spot\n"
	unsound  = "workload: htpp\nlongest_work: 0\nlongest_work: 5\nclean_up: 1\n"
	overSpot = "workload: http\nlongest_work: 85\ncapacity: spot\n"
)

func TestRun_status(t *testing.T) {
	t.Parallel()
	here := t.TempDir()
	empty := file(t, "empty.yaml", "")
	tests := map[string]struct {
		stdin  string
		status int
		// stdout and stderr must be in the output; nothing must be on the other.
		stdout, stderr string
	}{
		"":                                       {status: 0, stdout: "Available Commands"},
		"--help":                                 {status: 0, stdout: "graceful settings profile.yaml"},
		"help":                                   {status: 0, stdout: "Available Commands"},
		"settings -f json -":                     {status: 2, stderr: "settings has no flag -f: there are --color, --container, --format, --help"},
		"help timeline":                          {status: 0, stdout: "--cause deployment"},
		"help completion bash":                   {status: 0, stdout: "bash-completion"},
		"settings --help":                        {status: 0, stdout: "how to print: table, json, markdown, env, hcl"},
		"settings -":                             {stdin: sound, status: 0, stdout: "stop_timeout"},
		"explain -":                              {stdin: sound, status: 0, stdout: "https://"},
		"timeline -":                             {stdin: sound, status: 0, stdout: "deployment, scale_in"},
		"schema":                                 {status: 0, stdout: profile.SchemaID},
		"version":                                {status: 0, stdout: "graceful "},
		"completion bash":                        {status: 0, stdout: "__start_graceful"},
		"completion zsh":                         {status: 0, stdout: "#compdef graceful"},
		"completion fish":                        {status: 0, stdout: "complete -c graceful"},
		"completion powershell":                  {status: 0, stdout: "Register-ArgumentCompleter"},
		"settings - ":                            {stdin: unsound, status: 1, stderr: "standard input:1:11: workload: Unknown Word"},
		"settings -  ":                           {stdin: overSpot, status: 1, stderr: "set longest_work to at most 80"},
		"settings - --format=hcl":                {stdin: unsound, status: 1, stderr: "standard input:3:1: longest_work: Duplicate Key"},
		"settings - --format json":               {stdin: unsound, status: 1, stdout: `"rule": "unknown-field"`},
		"settings - --format markdown":           {stdin: overSpot, status: 1, stdout: "### 1 fault in `profile`\n\n- **Error** `spot-budget` in `longest_work` at line 2: Spot Budget Exceeded: "},
		"settings - --format github":             {stdin: overSpot, status: 1, stdout: "::error line=2,title=spot-budget in longest_work::Spot Budget Exceeded: "},
		"settings - --format junit":              {stdin: overSpot, status: 1, stdout: `<failure message="Spot Budget Exceeded: `},
		"settings - --format junit ":             {stdin: sound, status: 0, stdout: `<testcase classname="profile" name="is sound"></testcase>`},
		"settings - --format sarif":              {stdin: overSpot, status: 1, stdout: `"ruleId": "spot-budget"`},
		"settings - --format sarif ":             {stdin: sound, status: 0, stdout: `"results": []`},
		"settings " + empty + " --format github": {status: 1, stdout: "::error file=" + empty + ",line=1,title=syntax in profile::Unreadable File: "},
		"drill " + empty + " --format junit -- true": {status: 1, stdout: `<failure message="Unreadable File: `},
		"explain - --format json":                    {stdin: unsound, status: 1, stdout: `"line": 4`},
		"explain - ":                                 {stdin: unsound, status: 1, stderr: `write "cleanup"`},
		"timeline - --format json":                   {stdin: overSpot, status: 1, stdout: `"rule": "spot-budget"`},
		"timeline - --format svg ":                   {stdin: overSpot, status: 1, stderr: "Spot Budget Exceeded"},
		"settings - --color always":                  {stdin: overSpot, status: 1, stderr: "\x1b[1;31mstandard input:2:15: longest_work: Spot Budget Exceeded\x1b[0m\n  Nothing"},
		"settings " + empty:                          {status: 1, stderr: empty + ":1:1: profile: Unreadable File"},
		"settings":                                   {status: 2, stderr: "settings needs a FILE, or - for standard input\nTry: graceful settings --help"},
		"explain":                                    {status: 2, stderr: "explain needs a FILE"},
		"timeline":                                   {status: 2, stderr: "timeline needs a FILE"},
		"settings - b":                               {stdin: sound, status: 2, stderr: `settings takes one FILE, but got "b" too`},
		"settings " + here:                           {status: 2, stderr: "cannot read " + here + ": is a directory"},
		"settings " + here + "/none":                 {status: 2, stderr: "cannot read " + here + "/none: no such file or directory"},
		"settings " + empty + "/none":                {status: 2, stderr: "not a directory"},
		"assess":                                     {status: 2, stderr: "assess needs a FILE, - for standard input, or values as flags, such as --stop-timeout 30"},
		"assess - b":                                 {stdin: "{}", status: 2, stderr: `assess takes one FILE, but got "b" too`},
		"assess -":                                   {stdin: "stop_timeout: 121\n", status: 1, stderr: "standard input:1:15: stop_timeout: Value Out Of Range"},
		"assess - --format json":                     {stdin: "stop_timeout: 3\nstop_timeout: 3\n", status: 1, stdout: `"rule": "duplicate-key"`},
		"assess --stop-timeout 121":                  {status: 2, stderr: `--stop-timeout takes a whole number from 2 to 120, or the word unknown, not "121"`},
		"assess --stop-timeout 120":                  {status: 0, stdout: "at most 120 s"},
		"assess --stop-timeout 0x10":                 {status: 2, stderr: `not "0x10"`},
		"assess --stop-timeout unknown":              {status: 0, stdout: "unknown: stop_timeout"},
		"assess --load-balancer elb":                 {status: 2, stderr: `--load-balancer takes one of alb, nlb, none, or the word unknown, not "elb"`},
		"assess --connection-termination":            {status: 2, stderr: "needs an argument"},
		"assess --connection-termination yes":        {status: 2, stderr: `takes true or false, or the word unknown, not "yes"`},
		"assess --sidecars stop-timeout=7":           {status: 2, stderr: `--sidecars takes name=...,stop-timeout=...,after=..., not "stop-timeout=7"`},
		"assess --sidecars name=b,after=a":           {status: 1, stderr: "sidecars[0].after[0]: Sidecar Order Impossible"},
		"assess --assume-on-interrupt close":         {status: 1, stderr: "assume.on_interrupt: Interrupt Does Not Fit Workload"},
		"assess --assume-on-interrupt close --assume-workload websocket":                  {status: 0, stdout: "workload websocket"},
		"assess --stop-timeout 30 --cause spot_interruption":                              {status: 2, stderr: "--cause spot_interruption does not happen here: on-demand tasks are not interrupted"},
		"assess --stop-timeout 30 --cause stop_task --format json":                        {status: 2, stderr: "leave --cause, --reading and --output out"},
		"assess --stop-timeout 30 --format svg":                                           {status: 2, stderr: "choose one with --cause"},
		"assess --stop-timeout unknown --cause stop_task --format svg":                    {status: 2, stderr: "unknown are stop_timeout"},
		"assess --stop-timeout 30 --maximum-percent 100 --desired-count 1":                {status: 0, stdout: "no: a deployment is stuck with 1 task\n"},
		"assess --stop-timeout 30 --maximum-percent 125 --desired-count 10 --min-count 1": {status: 0, stdout: "no: a deployment is stuck with 1 task; it goes on with 4\n"},
		"assess --load-balancer nlb --connection-termination true":                        {status: 0, stdout: "the load balancer cuts them after 300 s"},
		"assess --load-balancer nlb --connection-termination false":                       {status: 0, stdout: "open connections bring requests until the app\n"},
		"assess --stop-timeot 30":                                                         {status: 2, stderr: "did you mean --stop-timeout?"},
		"settings - --container front --format env":                                       {stdin: sound + "front: { name: proxy }\n", status: 0, stdout: "SHUTDOWN_DRAIN_SECONDS=10\n"},
		"settings - --format env --container app":                                         {stdin: sound + "front: { name: proxy }\n", status: 0, stdout: "SHUTDOWN_DRAIN_SECONDS=0\n"},
		"settings - --container front --format env ":                                      {stdin: sound, status: 2, stderr: "this profile has no front"},
		"settings - --container front":                                                    {stdin: sound, status: 2, stderr: "add --format env"},
		"setings -":                                                                       {status: 2, stderr: `no command "setings": did you mean settings?`},
		"zzz":                                                                             {status: 2, stderr: `no command "zzz": there are assess, audit, completion, drill, exec, explain, frameworks, help, judge, schema, settings, suggest, timeline, version`},
		"help tmeline":                                                                    {status: 2, stderr: "did you mean timeline?"},
		"completion bsh":                                                                  {status: 2, stderr: "did you mean bash?"},
		"schema -":                                                                        {status: 2, stderr: `schema takes no argument "-"`},
		"--version":                                                                       {status: 0, stdout: "graceful "},
		"settings - --version":                                                            {status: 2, stderr: "settings has no flag --version: did you mean graceful --version?"},
		"exec --version -- true":                                                          {status: 125, stderr: "exec has no flag --version: did you mean graceful --version?"},
		"version 1":                                                                       {status: 2, stderr: `version takes no argument "1"`},
		"--nope":                                                                          {status: 2, stderr: "no flag --nope"},
		"settings - --fromat json":                                                        {status: 2, stderr: "settings has no flag --fromat: did you mean --format?"},
		"settings - --colour always":                                                      {status: 2, stderr: "did you mean --color?"},
		"settings - --format jsn":                                                         {status: 2, stderr: `--format does not know the word "jsn": did you mean json?`},
		"settings - --format":                                                             {status: 2, stderr: "--format"},
		"settings - --color sometimes":                                                    {status: 2, stderr: "there are auto, always, never"},
		"timeline - --cause deploy":                                                       {status: 2, stderr: "did you mean deployment?"},
		"timeline - --cause xyzzy":                                                        {status: 2, stderr: "there are deployment, scale_in"},
		"timeline - --reading signal":                                                     {status: 2, stderr: "did you mean signal-first?"},
		"timeline - --format svg":                                                         {stdin: sound, status: 2, stderr: "there are 7 here: choose one with --cause, such as --cause deployment"},
		"timeline - --output  --format":                                                   {status: 2, stderr: "--help"},
		"timeline - --cause spot_interruption":                                            {stdin: sound, status: 2, stderr: "--cause spot_interruption does not happen to this profile: on-demand tasks are not interrupted"},
		"timeline - --cause spot_interruption --format svg":                               {stdin: spot, status: 2, stderr: "--reading signal-first or --reading deregistration-first"},
		"timeline - --cause deployment --reading signal-first":                            {stdin: spot, status: 2, stderr: "one order only"},
		"timeline - --cause spot_interruption --format svg --reading signal-first":               {stdin: spot, status: 0, stdout: "<svg "},
		"timeline - --format svg --reading deregistration-first":                                 {stdin: spot, status: 0, stdout: "<svg "},
		"timeline - --cause deployment --format svg":                                             {stdin: spot, status: 0, stdout: "<svg "},
		"timeline - --cause deployment --format svg --output " + empty:                           {stdin: spot, status: 2, stderr: "cannot write " + empty},
		"timeline - --cause deployment --format svg --output=":                                   {stdin: spot, status: 2, stderr: "--output needs a DIR"},
		"timeline - --cause host_failure":                                                        {stdin: spot, status: 0, stdout: "no signal"},
		"timeline - --cause spot_interruption --format=mermaid --reading=deregistration-first  ": {stdin: spot, status: 0, stdout: "gantt"},
	}
	for args, tt := range tests {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			got := cli(t, tt.stdin, splitArgs(args)...)
			if got.status != tt.status || !strings.Contains(got.stdout, tt.stdout) || !strings.Contains(got.stderr, tt.stderr) {
				t.Errorf("status %d, want %d\nstdout: %s\nwant: %s\nstderr: %s\nwant: %s", got.status, tt.status, got.stdout, tt.stdout, got.stderr, tt.stderr)
			}
			if (tt.stdout == "") != (got.stdout == "") || (tt.stderr == "") != (got.stderr == "") {
				t.Errorf("stdout: %s\nstderr: %s", got.stdout, got.stderr)
			}
			if strings.Contains(got.stderr, "goroutine") || got.stderr != "" && !strings.HasSuffix(got.stderr, "\n") {
				t.Errorf("stderr: %q", got.stderr)
			}
		})
	}
}

// splitArgs splits at single spaces; spaces at the end only tell rows apart.
func splitArgs(s string) []string {
	s = strings.TrimRight(s, " ")
	if s == "" {
		return []string{}
	}
	return strings.Split(s, " ")
}

// closed is an output that nobody reads any more.
type closed struct{ err error }

func (c closed) Write([]byte) (int, error) { return 0, c.err }

func TestRun_closedOutput(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"settings", "-"}, {"settings", "-", "--format", "json"}, {"explain", "-"}, {"timeline", "-"}, {"timeline", "-", "--format", "json"}, {"schema"}, {"version"},
	} {
		for _, stdin := range []string{sound, unsound} {
			var stderr bytes.Buffer
			status := run(args, strings.NewReader(stdin), closed{errors.New("broken pipe")}, &stderr)
			asText := stdin == unsound && len(args) == 2
			if asText {
				if status != exitFaults {
					t.Errorf("%v: status %d, want %d: the faults need no standard output", args, status, exitFaults)
				}
				continue
			}
			if diff := cmp.Diff("graceful: cannot write the result to standard output: broken pipe\n", stderr.String()); diff != "" || status != exitUsage {
				t.Errorf("%v: status %d (-want +got):\n%s", args, status, diff)
			}
		}
	}
}

// endless is an input that never ends and must not be read to its end.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = "workload "[i%9]
	}
	e.read += len(p)
	return len(p), nil
}

func TestRun_hugeInput(t *testing.T) {
	t.Parallel()
	input := &endless{}
	var stdout, stderr bytes.Buffer
	status := run([]string{"settings", "-"}, input, &stdout, &stderr)
	if status != exitFaults || !strings.Contains(stderr.String(), "more than 1048576 bytes") || stdout.Len() > 0 {
		t.Errorf("status %d, stderr %s", status, stderr.String())
	}
	if input.read > 2*profile.MaxBytes {
		t.Errorf("%d bytes were read", input.read)
	}
}

func TestRun_unreadableInput(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	status := run([]string{"settings", "-"}, io.MultiReader(strings.NewReader(sound), failing{}), &stdout, &stderr)
	if status != exitUsage || stderr.String() != "graceful: cannot read standard input: the disk is gone\n" || stdout.Len() > 0 {
		t.Errorf("status %d, stdout %q, stderr %q", status, stdout.String(), stderr.String())
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the disk is gone") }
