package suggest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// essential are the fields that say what the service is: they give way last.
var essential = []string{"workload", longest, "load_balancer", "capacity"}

// settle makes of what is shown a profile that checks. What no profile takes gives way:
// the server, then as much of the longest work as no profile keeps, then the fields that
// are refused. Each leaves a question.
func settle(entries []Entry) (kept, asked []Entry, proven shutdown.Proven, err error) {
	proven, err = parse(entries)
	if err == nil {
		return entries, nil, proven, nil
	}
	// It may be a server for other work, or no server of the model's kind.
	if rest := without(entries, framework); len(rest) < len(entries) {
		if proven, err := parse(rest); err == nil {
			return rest, nil, proven, nil
		}
	}
	for {
		if less, proven, ok := lowered(entries); ok {
			return less, asked, proven, nil
		}
		at := givesWay(entries, err)
		if at < 0 {
			return entries, asked, shutdown.Proven{}, err
		}
		gone := entries[at]
		asked = append(asked, Entry{Field: gone.Field, Because: gone.Because + ", which a profile refuses", Ask: cmp.Or(gone.Ask, "What is it to be")})
		entries = slices.Delete(slices.Clone(entries), at, at+1)
		if proven, err = parse(entries); err == nil {
			return entries, asked, proven, nil
		}
	}
}

// lowered is the profile with the most of its longest work that it keeps, if it keeps any.
func lowered(entries []Entry) ([]Entry, shutdown.Proven, bool) {
	at := slices.IndexFunc(entries, func(e Entry) bool { return e.Field == longest })
	if at < 0 {
		return nil, shutdown.Proven{}, false
	}
	all, _ := entries[at].Value.(int)
	out := slices.Clone(entries)
	takes := func(seconds int) (shutdown.Proven, bool) {
		out[at].Value = seconds
		proven, err := parse(out)
		return proven, err == nil
	}
	proven, ok := takes(1)
	if !ok || all <= 1 {
		return nil, proven, false
	}
	least, most := 1, all // The first is taken, the second is not.
	for most-least > 1 {
		middle := least + (most-least)/2
		if p, ok := takes(middle); ok {
			least, proven = middle, p
		} else {
			most = middle
		}
	}
	out[at].Value = least
	out[at].Because += fmt.Sprintf("; with the rest of this profile at most %d s can be kept", least)
	return out, proven, true
}

// givesWay is the place of the entry that goes: the first that a fault names, or else the
// last that says least of what the service is. Below 0 where none can.
func givesWay(entries []Entry, err error) int {
	named := func(fields ...string) int {
		return slices.IndexFunc(entries, func(e Entry) bool { return slices.Contains(fields, e.Field) && !slices.Contains(essential, e.Field) })
	}
	var faults shutdown.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			field, _, _ := strings.Cut(f.Path, ".")
			field, _, _ = strings.Cut(field, "[")
			if at := named(field); at >= 0 {
				return at
			}
		}
	}
	for at := len(entries) - 1; at >= 0; at-- {
		if !slices.Contains(essential, entries[at].Field) {
			return at
		}
	}
	return slices.IndexFunc(entries, func(e Entry) bool { return e.Field == "capacity" })
}
