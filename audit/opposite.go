package audit

import "fmt"

// opposed says of findings whose fixes pull one number in two directions that they do:
// whoever follows one of them has the other.
func opposed(list []Finding) {
	more := make([]string, len(list))
	for i, a := range list {
		for j, b := range list {
			if name, value, is := opposite(a, b); i != j && is {
				more[i] += fmt.Sprintf("; %s asks for the opposite, %s %d: which of them matters is to be decided", b.Rule, name, value)
			}
		}
	}
	for i := range list {
		list[i].Message += more[i]
	}
}

// opposite is the number that a wants higher and b lower, or the other way round, and
// what b wants it to be.
func opposite(a, b Finding) (name string, value int, is bool) {
	for _, now := range a.Numbers {
		wants, against := wanted(a, now), wanted(b, now)
		if now.Value == nil || wants == nil || against == nil {
			continue
		}
		if up := *wants > *now.Value; *against != *now.Value && *wants != *now.Value && up != (*against > *now.Value) {
			return now.Name, *against, true
		}
	}
	return "", 0, false
}

// wanted is what the fix of a finding makes of a number, nil if it leaves it alone.
func wanted(f Finding, now Number) *int {
	for _, n := range f.Fix {
		if n.Name == now.Name && n.At == now.At {
			return n.Value
		}
	}
	return nil
}
