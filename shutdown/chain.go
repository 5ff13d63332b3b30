package shutdown

import (
	"strconv"
	"strings"
)

// link is one container of a chain: what it is called and which others stop
// before it.
type link struct {
	name  string
	after []string
}

func sidecarOrder(list []Sidecar) []link {
	out := make([]link, len(list))
	for i, s := range list {
		out[i] = link{s.Name, s.After}
	}
	return out
}

// orderFaults refuses an order that names a container that is not there or the
// container itself, or that goes round in a circle.
func orderFaults(list []link) Faults {
	var faults Faults
	at := make(map[string]int, len(list))
	names := make([]string, len(list))
	for i, l := range list {
		at[l.name], names[i] = i, l.name
	}
	for i, l := range list {
		for j, name := range l.after {
			path := "sidecars[" + strconv.Itoa(i) + "].after[" + strconv.Itoa(j) + "]"
			f := Fault{Path: path, Rule: "sidecar-order", Given: quote(name), Allowed: "the name of another sidecar"}
			_, there := at[name]
			switch {
			case name == l.name:
				f.Message = "A sidecar cannot stop before itself."
				f.WaysOut = []string{"remove " + path}
			case !there:
				f.Message = "There is no sidecar " + quote(name) + "."
				f.WaysOut = offer(name, others(names, l.name), "write %s", "remove "+path)
			default:
				continue
			}
			faults = append(faults, f)
		}
	}
	if len(faults) > 0 {
		return faults
	}
	if circle := circleOf(list, at); circle != nil {
		first := at[circle[0]]
		faults = append(faults, Fault{Path: "sidecars[" + strconv.Itoa(first) + "].after", Rule: "sidecar-order", Given: quote(circle[1]), Allowed: "an order without a circle",
			Message: "The order goes round in a circle, so that none of these could stop first: " + strings.Join(circle, " after ") + ".",
			WaysOut: []string{"remove sidecars[" + strconv.Itoa(first) + "].after"}})
	}
	return faults
}

func others(names []string, without string) []string {
	out := make([]string, 0, len(names))
	for _, n := range names {
		if n != without {
			out = append(out, n)
		}
	}
	return out
}

// circleOf finds containers that stop after each other, in order and with the
// first again at the end; nil if there are none.
func circleOf(list []link, at map[string]int) []string {
	const fresh, open, done = 0, 1, 2
	state := make([]int, len(list))
	var path []string
	var visit func(i int) []string
	visit = func(i int) []string {
		state[i] = open
		path = append(path, list[i].name)
		for _, name := range list[i].after {
			switch j := at[name]; state[j] {
			case open:
				for k, n := range path {
					if n == name {
						return append(append([]string{}, path[k:]...), name)
					}
				}
			case fresh:
				if circle := visit(j); circle != nil {
					return circle
				}
			}
		}
		state[i] = done
		path = path[:len(path)-1]
		return nil
	}
	for i := range list {
		if state[i] == fresh {
			if circle := visit(i); circle != nil {
				return circle
			}
		}
	}
	return nil
}

// chainEnds gives for each container the second at which it is done, when all
// before it take as long as they may: its own time after the latest of those
// that it stops after. The order must have no circle.
func chainEnds(list []link, own []int) []int {
	at := make(map[string]int, len(list))
	for i, l := range list {
		at[l.name] = i
	}
	ends := make([]int, len(list))
	known := make([]bool, len(list))
	var end func(i int) int
	end = func(i int) int {
		if known[i] {
			return ends[i]
		}
		begin := 0
		for _, name := range list[i].after {
			if j, ok := at[name]; ok {
				begin = max(begin, end(j))
			}
		}
		ends[i], known[i] = begin+own[i], true
		return ends[i]
	}
	for i := range list {
		end(i)
	}
	return ends
}

// most is the greatest of the numbers, 0 of none.
func most(list []int) int {
	m := 0
	for _, v := range list {
		m = max(m, v)
	}
	return m
}
