package report

import (
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// mostAnnotations is how many of each kind GitHub shows of one step; it drops the
// rest.
const mostAnnotations = 10

// annotations writes a workflow command of GitHub for each notice, worst first. What
// GitHub would drop is told as plain lines of the log.
func annotations(list []notice) string {
	var b, rest strings.Builder
	shown := map[audit.Severity]int{}
	for _, n := range counting(list) {
		if shown[n.severity]++; shown[n.severity] > mostAnnotations {
			rest.WriteString(string(n.severity) + " " + safe.Line(n.rule+" in "+n.subject+": "+n.whole()) + "\n")
			continue
		}
		word := string(n.severity)
		if n.severity == audit.Info {
			word = "notice"
		}
		properties := "title=" + command(n.rule+" in "+n.subject, ":", ",")
		if n.line > 0 {
			properties = "line=" + strconv.Itoa(n.line) + "," + properties
		}
		if n.file != "" {
			properties = "file=" + command(n.file, ":", ",") + "," + properties
		}
		b.WriteString("::" + word + " " + properties + "::" + command(n.whole()) + "\n")
	}
	if rest.Len() > 0 {
		b.WriteString("GitHub shows " + print.Number(mostAnnotations) + " of a kind in a step; the others:\n" + rest.String())
	}
	return b.String()
}

// command escapes a text for a workflow command, and further characters in it.
func command(text string, more ...string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = safe.Visible(line)
	}
	text = strings.Join(lines, "\n")
	pairs := []string{"%", "%25", "\n", "%0A"}
	for _, c := range more {
		pairs = append(pairs, c, "%"+strings.ToUpper(strconv.FormatInt(int64(c[0]), 16)))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
