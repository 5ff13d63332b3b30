package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
)

// notice is one thing to tell, whoever found it: a finding of an audit or a drill,
// a fault of a profile. Each format for machines has one printer of them.
type notice struct {
	rule, page string
	severity   audit.Severity
	// message is a sentence without its full stop, and fix what to do about it.
	message, fix string
	// subject is what it is about, such as a service's name, and address where that
	// is called so in its own world, in which it is of that kind: a resource, if empty.
	subject, address, kind string
	file                   string
	line                   int
	fingerprint            string
	suppressed             *audit.Suppression
	// change is new, unchanged or gone where there is something to compare with.
	change string
	// related are further places, with what stands there.
	related []somewhere
}

// somewhere is a place in a file, or only in a world of addresses.
type somewhere struct {
	text, file, address string
	line                int
}

// whole is the message with its fix.
func (n notice) whole() string {
	if n.fix == "" {
		return n.message
	}
	return n.message + "; fix: " + n.fix
}

// counting are those that nobody has suppressed and that are there, worst first.
func counting(list []notice) []notice {
	var out []notice
	for _, n := range list {
		if n.suppressed == nil && n.change != isGone {
			out = append(out, n)
		}
	}
	return worstFirst(out)
}

// worstFirst orders notices, so that what is cut off is the least.
func worstFirst(list []notice) []notice {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b notice) int { return cmp.Compare(rank(a.severity), rank(b.severity)) })
	return out
}

func rank(s audit.Severity) int {
	return slices.Index([]audit.Severity{audit.Error, audit.Warning, audit.Info}, s)
}

// isGone is the change of what was found before.
const isGone = "gone"

// slashed is the name of a file as addresses have it.
func slashed(file string) string { return strings.ReplaceAll(file, `\`, "/") }
