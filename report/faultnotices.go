package report

import (
	"maps"
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// FaultFormats are the formats in which [FaultsIn] writes what is to be said of a
// profile, beside text and JSON.
func FaultFormats() []string { return []string{"markdown", "sarif", "junit", "github"} }

// FaultsIn writes the faults of a file in one of [FaultFormats], by the printers of
// audits and drills, or the notes of one without faults. The name may be empty; the
// version is this program's, for SARIF.
func FaultsIn(format, version, name string, faults shutdown.Faults, notes []shutdown.Note) ([]byte, error) {
	list := append(faultNotices(name, faults), noteNotices(name, notes)...)
	switch format {
	case "sarif":
		return sarif(version, profileRules(), list, nil, false)
	case "junit":
		c := testCase{class: "profile", name: "is sound"}
		for _, n := range list {
			c.take(n, audit.Error)
		}
		return junit([]suite{{name: named(name), cases: []testCase{c}}})
	case "github":
		return []byte(annotations(list)), nil
	default:
		return []byte(faultsMarkdown(name, list)), nil
	}
}

// named is what a profile is called whose file may have no name.
func named(file string) string {
	if file == "" {
		return "profile"
	}
	return file
}

// faultNotices are faults, each an error with its ways out as its fix.
func faultNotices(file string, faults shutdown.Faults) []notice {
	var out []notice
	for _, f := range faults {
		n := profileNotice(file, f.Path)
		n.rule, n.severity, n.line, n.message, n.fix = f.Rule, audit.Error, f.Line, f.Summary(), strings.Join(f.WaysOut, "; ")
		out = append(out, n)
	}
	return out
}

// noteNotices are notes: a warning where one puts a promise in doubt.
func noteNotices(file string, notes []shutdown.Note) []notice {
	var out []notice
	for _, note := range notes {
		n := profileNotice(file, note.Path)
		n.rule, n.severity, n.message = note.Rule, audit.Info, strings.TrimSuffix(note.Message, ".")
		if note.Doubt {
			n.severity = audit.Warning
		}
		out = append(out, n)
	}
	return out
}

// profileNotice is one about a field of a profile, or about the file as a whole.
func profileNotice(file, path string) notice {
	if path == "" {
		return notice{subject: named(file), file: file}
	}
	return notice{subject: shutdown.Printable(path), address: shutdown.Printable(path), kind: "property", file: file}
}

// profileRules are those of faults, and then of notes.
func profileRules() []ruleText {
	var out []ruleText
	titles := shutdown.Rules()
	for _, id := range slices.Sorted(maps.Keys(titles)) {
		out = append(out, ruleText{id: id, doc: titles[id] + ".", severity: audit.Error})
	}
	for _, r := range shutdown.NoteRules() {
		severity := audit.Info
		if r.Doubt {
			severity = audit.Warning
		}
		out = append(out, ruleText{id: r.ID, doc: print.Sentence(r.Doc) + ".", severity: severity})
	}
	return out
}

func faultsMarkdown(file string, list []notice) string {
	var b strings.Builder
	b.WriteString("### " + print.Count(len(list), "fault") + " in " + code(named(file)) + "\n\n")
	for _, n := range list {
		of := ""
		if n.address != "" {
			of = " in " + code(n.subject)
		}
		if n.line > 0 {
			of += " at line " + print.Number(float64(n.line))
		}
		b.WriteString(n.markdown(string(n.severity), of) + "\n")
	}
	return safe.Text(b.String())
}

// markdown is a notice as an entry of a list. Of, which is Markdown already and begins
// with a space, says of what it is.
func (n notice) markdown(lead, of string) string {
	out := "- **" + print.Sentence(lead) + "** " + code(n.rule) + of + ": " + escape(n.message) + "."
	if n.fix != "" {
		out += " Way out: " + escape(n.fix) + "."
	}
	if n.page != "" {
		out += " " + link(n.page)
	}
	return out
}
