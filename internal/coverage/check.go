package coverage

import (
	"fmt"
	"slices"
	"strings"
)

// Check lists what is wrong with the answers: an input without one, an answer to no
// input or to one that has an answer already, a name that we do not have, a refusal
// without a reason.
func Check(anchors []Anchor, answers []Answer, ours Ours) []string {
	var out []string
	say := func(format string, a ...any) { out = append(out, fmt.Sprintf(format, a...)) }
	seen := map[string]bool{}
	for i := range answers {
		a := &answers[i]
		out = append(out, a.check(ours)...)
		for id, patterns := range a.Names {
			at := slices.IndexFunc(anchors, func(x Anchor) bool { return x.ID == id })
			if at < 0 {
				say("%s: there is no anchor or field %q", a.title(), id)
				continue
			}
			for _, pattern := range patterns {
				if seen[id+" "+pattern] {
					say("%s of %s has two answers", pattern, id)
				}
				seen[id+" "+pattern] = true
			}
		}
	}
	for _, anchor := range anchors {
		given := Find(anchor, answers)
		used := map[string]bool{}
		for _, input := range anchor.Names {
			g, ok := given[input]
			if !ok {
				say("%s of %s has no answer", input, anchor.ID)
				continue
			}
			used[g.Pattern] = true
			out = append(out, g.deeper(input, ours)...)
		}
		for key := range seen {
			if id, pattern, _ := strings.Cut(key, " "); id == anchor.ID && !used[pattern] {
				say("%s of %s answers no input", pattern, id)
			}
		}
	}
	slices.Sort(out)
	return out
}

// title names an answer in a complaint.
func (a *Answer) title() string {
	for _, id := range []string{"ecs", "cloudposse", "container", "ingress", "patterns", "cluster"} {
		if len(a.Names[id]) > 0 {
			return id + " " + strings.Join(a.Names[id], ", ")
		}
	}
	return "an answer"
}

func (a *Answer) check(ours Ours) []string {
	var out []string
	say := func(format string, x ...any) { out = append(out, a.title()+": "+fmt.Sprintf(format, x...)) }
	for _, list := range []struct {
		what  string
		names List
		have  map[string]bool
	}{{"variable", a.Module, ours.Module}, {"prop", a.Construct, ours.Construct}, {"profile field", a.Profile, ours.Profile}, {"setting", a.Computed, ours.Settings}, {"member that is passed on", a.Passed, ours.Passed}} {
		for _, name := range list.names {
			if !strings.HasSuffix(name, "*") && !list.have[name] {
				say("there is no %s %s", list.what, name)
			}
		}
	}
	for _, name := range a.Names["ecs"] {
		if member, ok := strings.CutPrefix(strings.TrimSuffix(name, "*"), "container_definitions."); ok && ours.Passed[member] && a.Refused != "" {
			say("it is refused, and %s is passed on", member)
		}
	}
	have, refused := len(a.Module)+len(a.Construct) > 0, a.Refused != "" || len(a.Computed) > 0
	switch {
	case a.Refused != "" && len(a.Computed) > 0:
		say("it is both refused and computed")
	case refused && have:
		say("it is refused, and we have it")
	case a.Missing != "" && refused:
		say("it is refused, so it is not missing")
	case len(a.Computed) > 0 && len(a.Profile) == 0:
		say("no field of the profile decides what is computed")
	case len(a.Passed) > 0 && refused:
		say("it is passed on, and refused")
	case a.Refused != "" && !strings.HasSuffix(a.Refused, "."):
		say("a refusal has its reason in a sentence")
	case a.Missing != "" || refused || len(a.Profile) > 0:
	case len(a.Module) == 0 && a.ModuleWithout == "":
		say("the module has none, and nothing says why")
	case len(a.Construct) == 0 && a.ConstructWithout == "":
		say("the construct has none, and nothing says why")
	case !have:
		say("neither has it, so it is refused or missing")
	case len(a.Module) > 0 && a.ModuleWithout != "", len(a.Construct) > 0 && a.ConstructWithout != "":
		say("there is one, and a reason why there is none")
	}
	return out
}

// deeper looks behind a star: what it hides in the input must stand under ours.
func (g Given) deeper(input string, ours Ours) []string {
	theirs, star := strings.CutSuffix(g.Pattern, "*")
	if !star {
		return nil
	}
	var out []string
	for _, list := range []struct {
		what  string
		names List
		have  map[string]bool
	}{{"variable", g.Answer.Module, ours.Module}, {"prop", g.Answer.Construct, ours.Construct}} {
		for _, name := range list.names {
			if prefix, ok := strings.CutSuffix(name, "*"); ok && !list.have[prefix+strings.TrimPrefix(input, theirs)] {
				out = append(out, fmt.Sprintf("%s: there is no %s %s", input, list.what, prefix+strings.TrimPrefix(input, theirs)))
			}
		}
	}
	return out
}
