package shutdown

import (
	"slices"
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

// misorder is a fault of the order: in the list of container i, at entry j or,
// with j below 0, the list itself. near is a name that may have been meant.
type misorder struct {
	Fault
	i, j int
	near string
}

// misorders finds names of containers that are not there or are the container
// itself, and circles.
func misorders(list []link) []misorder {
	var out []misorder
	at := make(map[string]int, len(list))
	names := make([]string, len(list))
	for i, l := range list {
		at[l.name], names[i] = i, l.name
	}
	for i, l := range list {
		for j, name := range l.after {
			m := misorder{i: i, j: j, Fault: Fault{Path: afterPath(i, j), Rule: "sidecar-order", Given: quote(name), Allowed: "the name of another sidecar"}}
			_, there := at[name]
			switch {
			case name == l.name:
				m.Message = "A sidecar cannot stop before itself."
			case !there:
				m.Message = "There is no sidecar " + quote(name) + "."
				m.near = Nearest(name, others(names, l.name))
			default:
				continue
			}
			out = append(out, m)
		}
	}
	if circle := circleOf(list, at); len(out) == 0 && circle != nil {
		first := at[circle[0]]
		out = append(out, misorder{i: first, j: -1, Fault: Fault{Path: afterPath(first, -1), Rule: "sidecar-order", Given: quote(circle[1]), Allowed: "an order without a circle",
			Message: "The order goes round in a circle, so that none of these could stop first: " + strings.Join(circle, " after ") + "."}})
	}
	return out
}

func afterPath(i, j int) string {
	path := "sidecars[" + strconv.Itoa(i) + "].after"
	if j >= 0 {
		path += "[" + strconv.Itoa(j) + "]"
	}
	return path
}

// turns lists what would put the order right.
func (m misorder) turns() []turn {
	list := []turn{}
	change := func(edit func([]string) []string) func(*Profile) {
		return func(p *Profile) {
			p.Sidecars = slices.Clone(p.Sidecars)
			p.Sidecars[m.i].After = edit(slices.Clone(p.Sidecars[m.i].After))
		}
	}
	if m.near != "" {
		list = append(list, turn{"set " + m.Path + " to " + m.near, change(func(after []string) []string { after[m.j] = m.near; return after })})
	}
	return append(list, turn{"remove " + m.Path, change(func(after []string) []string {
		if m.j < 0 {
			return nil
		}
		return slices.Delete(after, m.j, m.j+1)
	})})
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
		known[i] = true // Ahead of the others, so that a circle, a fault elsewhere, ends.
		begin := 0
		for _, name := range list[i].after {
			if j, ok := at[name]; ok {
				begin = max(begin, end(j))
			}
		}
		ends[i] = begin + own[i]
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
