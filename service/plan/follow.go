package plan

import (
	"slices"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// deepest is how far names are followed through modules.
const deepest = 64

// link is the resource of one of the kinds that an attribute names: by what the
// configuration refers to, and else by its ARN. What names none of the plan keeps
// its value.
func (p *Plan) link(n node, kinds ...string) any {
	if n.of.written != nil {
		return n.named(kinds)
	}
	if p.prior { // The configuration is that of now.
		if to := p.byName(n, kinds); to != nil {
			return service.Reference{To: to.resource}
		}
	}
	found := map[*instance]bool{}
	p.follow(n.of.module, n.of.key, references(n.expression), kinds, found, 0)
	if to := only(found, n.of.key); to != nil {
		return service.Reference{To: to.resource}
	}
	if to := p.byName(n, kinds); to != nil {
		return service.Reference{To: to.resource}
	}
	if n.unknown == true && len(found) == 0 {
		if to := p.alone(n.of.module, kinds); to != nil {
			return service.Reference{To: to.resource}
		}
	}
	return n.value()
}

// byName is the resource that a value names as AWS does; nil for none of the plan.
func (p *Plan) byName(n node, kinds []string) *instance {
	name, _ := n.after.(string)
	if to := p.arns[name]; to != nil && wanted(to, kinds) {
		return to
	}
	return nil
}

// alone is the only resource of its kind that the plan makes, in that module or else
// anywhere. The configuration of a plan has no locals, and not what dynamic blocks are
// made of; but what is known after apply only is made in this plan.
func (p *Plan) alone(module string, kinds []string) *instance {
	for _, list := range [][]*instance{p.beside[module], p.making(kinds)} {
		var made []*instance
		for _, i := range list {
			if wanted(i, kinds) && i.made {
				made = append(made, i)
			}
		}
		if len(made) > 0 {
			return lone(made)
		}
	}
	return nil
}

// making are the first two instances of each of the kinds that the plan makes.
func (p *Plan) making(kinds []string) (out []*instance) {
	for _, kind := range kinds {
		out = append(out, p.made[kind]...)
	}
	return out
}

func lone(list []*instance) *instance {
	if len(list) == 1 {
		return list[0]
	}
	return nil
}

// only is the one instance; among several that with the key of the one that asks,
// since for_each and count usually go together.
func only(found map[*instance]bool, key string) *instance {
	var all, same []*instance
	for i := range found {
		all = append(all, i)
		if i.key == key {
			same = append(same, i)
		}
	}
	switch {
	case len(all) == 1:
		return all[0]
	case len(same) == 1:
		return same[0]
	}
	return nil
}

func wanted(i *instance, kinds []string) bool {
	for _, kind := range kinds {
		if i.resource.Type == kind {
			return true
		}
	}
	return false
}

// follow finds the instances that names in an instance of a module lead to.
func (p *Plan) follow(module, key string, names []string, kinds []string, found map[*instance]bool, depth int) {
	if depth > deepest {
		return
	}
	for _, name := range names {
		parts := split(name)
		switch {
		case len(parts) < 2:
		case parts[0] == "var":
			above, call := outer(module)
			if config := p.module(above); config != nil && call != "" {
				p.follow(above, keyOf(module), references(config.passed(bare(call), parts[1])), kinds, found, depth+1)
			}
		case parts[0] == "module" && len(parts) >= 3:
			for _, below := range p.instancesOf(module, parts[1], key) {
				if config := p.module(below); config != nil {
					p.follow(below, key, references(config.outputs[parts[2]]), kinds, found, depth+1)
				}
			}
		case picked(names, parts):
		default:
			for _, i := range p.at[declared{module, parts[0], bare(parts[1])}] {
				if wanted(i, kinds) && (i.key == written(parts[1]) || written(parts[1]) == "") {
					found[i] = true
				}
			}
		}
	}
}

// picked says that a name without a key is only the rest of one that has it: what
// Terraform has for a.b[0].arn is a.b[0].arn, then a.b[0], then a.b.
func picked(names, parts []string) bool {
	if written(parts[1]) != "" {
		return false
	}
	begin := parts[0] + "." + parts[1] + "["
	return slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, begin) })
}

// written is the key of a name, with its brackets; empty without one.
func written(name string) string { return strings.TrimPrefix(name, bare(name)) }

// split divides a name at its dots, but for those in keys.
func split(name string) []string {
	var out []string
	begin, quoted := 0, false
	for i := 0; i < len(name); i++ {
		switch {
		case name[i] == '\\' && quoted:
			i++
		case name[i] == '"':
			quoted = !quoted
		case name[i] == '.' && !quoted:
			out, begin = append(out, name[begin:i]), i+1
		}
	}
	return append(out, name[begin:])
}

// bare is a name without its key.
func bare(name string) string {
	name, _, _ = strings.Cut(name, "[")
	return name
}

// outer takes the last call off the address of a module.
func outer(module string) (above, call string) {
	parts := split(module)
	if len(parts) < 2 {
		return "", ""
	}
	return strings.Join(parts[:len(parts)-2], "."), parts[len(parts)-1]
}

// keyOf is the key of a module's own call: [0], ["a.b"], or empty.
func keyOf(module string) string {
	_, call := outer(module)
	return written(call)
}

// module is the configuration of an instance of a module.
func (p *Plan) module(address string) *module {
	m := p.root
	parts := split(address)
	for i := 1; i < len(parts) && m != nil; i += 2 {
		c := m.calls[bare(parts[i])]
		if c == nil {
			return nil
		}
		m = c.module
	}
	return m
}

// passed is what a module passes to one that it calls.
func (m *module) passed(to, variable string) any {
	if c := m.calls[to]; c != nil {
		return c.expressions[variable]
	}
	return nil
}

// called notes an instance of a module, and those that it stands in.
func (p *Plan) called(address string) {
	for address != "" && !p.seen[address] {
		p.seen[address] = true
		above, call := outer(address)
		of := strings.TrimPrefix(above+".module."+bare(call), ".")
		p.calls[of] = append(p.calls[of], address)
		address = above
	}
}

// instancesOf are the instances of a module that is called in another one: that of
// the key that is written, or else among several only that with the key of the one
// that asks.
func (p *Plan) instancesOf(module, call, key string) []string {
	of := strings.TrimPrefix(module+".module."+bare(call), ".")
	all := p.calls[of]
	if own := of + written(call); own != of && p.seen[own] {
		return []string{own}
	}
	if key != "" && len(all) > 1 && p.seen[of+key] {
		return []string{of + key}
	}
	return all
}

// expressions are those of a resource in the configuration.
func (p *Plan) expressions(of declared) map[string]any {
	m := p.module(of.module)
	if m == nil {
		return nil
	}
	return m.resources[declared{kind: of.kind, name: of.name}]
}
