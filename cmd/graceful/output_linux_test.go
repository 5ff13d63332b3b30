package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// printing is a line for every command that prints, cobra's own among them.
func printing(t *testing.T) []string {
	lines := []string{"graceful", "graceful --version", "graceful settings <(echo 'workload: htpp') --format json", "graceful timeline profile.yaml --output pictures"}
	everyCommand(func(c *cobra.Command) {
		lines = append(lines, c.CommandPath()+" --help")
		switch name := strings.TrimPrefix(c.CommandPath(), "graceful "); name {
		case "graceful", "exec": // The root stands above; exec prints what its command does.
		case "settings", "explain", "timeline", "assess":
			for _, format := range c.Flag("format").Value.(*choice).words {
				file, cause := "profile.yaml", ""
				if name == "assess" {
					file = "service.yaml"
				}
				if name == "timeline" || format == "svg" {
					cause = " --cause deployment"
				}
				lines = append(lines, c.CommandPath()+" "+file+" --format "+format+cause)
			}
		case "audit":
			for _, format := range c.Flag("format").Value.(*choice).words {
				if format != "github" { // Without a finding it prints nothing.
					lines = append(lines, c.CommandPath()+" plan.json --format "+format)
				}
			}
		case "suggest":
			for _, format := range c.Flag("format").Value.(*choice).words {
				lines = append(lines, c.CommandPath()+" plan.json --format "+format)
			}
		case "judge":
			for _, format := range c.Flag("format").Value.(*choice).words {
				lines = append(lines, c.CommandPath()+" drill.jsonl --format "+format)
			}
		case "drill":
			lines = append(lines, c.CommandPath()+" profile.yaml --quiet -- false")
		case "frameworks", "schema", "version", "completion", "completion bash", "completion zsh", "completion fish", "completion powershell", "help":
			lines = append(lines, c.CommandPath())
		default:
			t.Errorf("nothing says how %s prints: name it here", c.CommandPath())
		}
	})
	return lines
}

// TestOutput: a result that did not arrive is a fault, whoever would print it.
func TestOutput(t *testing.T) {
	t.Parallel()
	for _, line := range printing(t) {
		for redirect, why := range map[string]string{
			">&-":         "it is closed; to discard the result, send it to the null device",
			"> /dev/full": "no space left on device",
		} {
			if strings.Contains(line, " drill ") && redirect != ">&-" && !strings.Contains(line, "--help") {
				continue // It would be played first, and "false" is no app.
			}
			t.Run(line+" "+redirect, func(t *testing.T) {
				t.Parallel()
				got := shell(t, line+" "+redirect)
				if want := "graceful: cannot write the result to standard output: " + why + "\n"; got.status != exitUsage || got.stderr != want {
					t.Errorf("status %d, stderr %q, want %d and %q", got.status, got.stderr, exitUsage, want)
				}
			})
		}
		for _, redirect := range []string{"> /dev/null", ">> /dev/null"} {
			if strings.Contains(line, "htpp") || strings.Contains(line, " drill profile") {
				continue
			}
			t.Run(line+" "+redirect, func(t *testing.T) {
				t.Parallel()
				if got := shell(t, line+" "+redirect); got.status != exitOK || got.stderr != "" {
					t.Errorf("status %d, stderr %q", got.status, got.stderr)
				}
			})
		}
	}
}

// TestOutput_brokenPipe: a reader that has gone, such as head, is no fault to
// speak of, whether or not whoever started the program ignores SIGPIPE.
func TestOutput_brokenPipe(t *testing.T) {
	t.Parallel()
	for _, trap := range []string{"", "trap '' PIPE; "} {
		for _, line := range []string{"graceful schema", "graceful --help", "graceful completion bash", "graceful settings profile.yaml", "graceful settings <(echo 'workload: htpp') --format json", "graceful --version"} {
			// The reader has gone before anything is written.
			got := shell(t, trap+"{ until test -e gone; do sleep 0.01; done; "+line+"; echo $? >&2; } | { exec <&-; touch gone; }")
			if got.stderr != "141\n" {
				t.Errorf("%s%s: %q, want the status of SIGPIPE and no word", trap, line, got.stderr)
			}
		}
	}
}

// TestInput: what cannot be read says so, rather than that it is empty.
func TestInput(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		line   string
		status int
		stderr string
	}{
		"closed":    {"graceful settings - <&-", exitUsage, "graceful: cannot read standard input: it is closed; name a file, or send one to it\n"},
		"a folder":  {"graceful settings - < .", exitUsage, "graceful: cannot read standard input: is a directory\n"},
		"an output": {"graceful settings - 0> file", exitUsage, "graceful: cannot read standard input: bad file descriptor\n"},
		"empty":     {"graceful settings - < /dev/null", exitFaults, "standard input:1:1: profile: Unreadable File\n  The file is empty.\n"},
		"not asked": {"graceful settings profile.yaml <&- > /dev/null", exitOK, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := shell(t, tt.line)
			if got.status != tt.status || !strings.HasPrefix(got.stderr, tt.stderr) || got.stdout != "" || tt.stderr == "" && got.stderr != "" {
				t.Errorf("status %d, stderr %q, want %d and %q", got.status, got.stderr, tt.status, tt.stderr)
			}
		})
	}
}

// TestNames: no word, name or error of the outside breaks a message's line, and
// none is a command to a build system.
func TestNames(t *testing.T) {
	t.Parallel()
	for _, odd := range []string{"a\n::error file=b::c", "::error::c", "##[error]c", "a\x1b[2Jb"} {
		tests := map[string]struct {
			line   string
			status int
			// lines is how many the message may have.
			lines int
		}{
			"a missing file":       {`graceful settings "$ODD"`, 2, 1},
			"a missing folder":     {`graceful settings "$ODD/a.yaml"`, 2, 1},
			"a folder":             {`mkdir -- "$ODD" && graceful settings -- "$ODD"`, 2, 1},
			"a file with a fault":  {`printf 'workload: http\nlongest_work: 0\n' > "$ODD" && graceful settings -- "$ODD"`, 1, 5},
			"a second file":        {`graceful settings profile.yaml "$ODD"`, 2, 2},
			"a command":            {`graceful "$ODD"`, 2, 2},
			"a topic":              {`graceful help "$ODD"`, 2, 2},
			"an argument":          {`graceful version "$ODD"`, 2, 2},
			"a flag":               {`graceful "--$ODD"`, 2, 2},
			"a flag of a command":  {`graceful settings profile.yaml "--$ODD"`, 2, 2},
			"a short flag":         {`graceful "-$ODD"`, 2, 2},
			"a flag without name":  {`graceful "--=$ODD"`, 2, 2},
			"a word":               {`graceful settings profile.yaml --format "$ODD"`, 2, 2},
			"a number":             {`graceful drill profile.yaml --rate "$ODD" -- true`, 2, 2},
			"a time":               {`graceful drill profile.yaml --warmup "$ODD" -- true`, 2, 2},
			"a truth value":        {`graceful drill profile.yaml --plain="$ODD" -- true`, 2, 2},
			"a request":            {`graceful drill profile.yaml --request "$ODD" -- true`, 2, 2},
			"a request's end":      {`graceful drill profile.yaml --request "/;$ODD" -- true`, 2, 2},
			"a variable":           {`graceful drill profile.yaml --env "$ODD" -- true`, 2, 2},
			"a health path":        {`graceful drill profile.yaml --health "$ODD" -- true`, 2, 1},
			"a URL":                {`graceful drill profile.yaml --pid 1 --url "$ODD"`, 2, 1},
			"a replacement":        {`graceful drill profile.yaml --replacement "$ODD" -- true`, 2, 1},
			"no dash":              {`graceful drill profile.yaml "$ODD"`, 2, 2},
			"an app not found":     {`graceful drill profile.yaml --quiet -- "$ODD"`, 2, 1},
			"an app not there":     {`graceful drill profile.yaml --quiet -- "./$ODD"`, 2, 1},
			"an app that says it":  {`graceful drill profile.yaml --quiet -- sh -c 'echo "$ODD"; printf "%s\r\n" "$ODD"; exit 3'`, 2, 6},
			"an output folder":     {`touch -- "$ODD" && graceful timeline profile.yaml --output="$ODD"`, 2, 1},
			"files of the output":  {`graceful timeline profile.yaml --cause stop_task --output="$ODD" >&2`, 0, 1},
			"exec, a flag":         {`graceful exec "--$ODD" -- true`, 125, 2},
			"exec, a signal":       {`graceful exec --signal "$ODD" -- true`, 125, 8},
			"exec, two signals":    {`graceful exec --framework "$ODD" --signal SIGTERM -- true`, 125, 8},
			"exec, a prefix":       {`graceful exec --prefix "$ODD" -- true`, 125, 8},
			"exec, a variable":     {`SHUTDOWN_DELAY_SECONDS="$ODD" graceful exec -- true`, 125, 9},
			"exec, a command":      {`graceful exec --quiet -- "$ODD"`, 127, 1},
			"exec, a command path": {`graceful exec --quiet -- "./$ODD"`, 127, 1},
		}
		for name, tt := range tests {
			t.Run(name+" "+odd, func(t *testing.T) {
				t.Parallel()
				got := shell(t, tt.line, "ODD="+odd)
				if got.status != tt.status || got.stdout != "" || got.stderr == "" {
					t.Errorf("%s: status %d, want %d, stdout %q, stderr %q", tt.line, got.status, tt.status, got.stdout, got.stderr)
				}
				if n := strings.Count(got.stderr, "\n"); n > tt.lines {
					t.Errorf("%s: %d lines, want at most %d: %q", tt.line, n, tt.lines, got.stderr)
				}
				if safe.Text(got.stderr) != got.stderr {
					t.Errorf("%s: not safe to show: %q", tt.line, got.stderr)
				}
			})
		}
	}
}

// TestNames_long: a message repeats a little of what was given.
func TestNames_long(t *testing.T) {
	t.Parallel()
	for _, line := range []string{`graceful "$LONG"`, `graceful help "$LONG"`, `graceful version "$LONG"`, `graceful "--$LONG"`, `graceful settings profile.yaml "$LONG"`, `graceful settings profile.yaml --format "$LONG"`,
		`graceful drill profile.yaml --env "$LONG" -- true`, `graceful drill profile.yaml "$LONG"`, `graceful settings "$LONG"`, `graceful exec "--$LONG"`} {
		got := shell(t, "LONG=$(printf '%0100000d' 1); "+line)
		if got.status == exitOK || len(got.stderr) > 6000 {
			t.Errorf("%s: status %d, a message of %d bytes: %.200s", line, got.status, len(got.stderr), got.stderr)
		}
	}
}
