package read

import (
	"encoding/json"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// codeOf is the folder that resources were planned from: of those that were added the
// one with most of their services. Nil without any.
func (r *Reader) codeOf(planned []*service.Resource) *code {
	var best *code
	most := 0
	for _, c := range r.folders {
		at, n := places(c.resources), 0
		for _, p := range planned {
			if p.Type == service.TypeService && at[bare(p.Where.Address)] != nil {
				n++
			}
		}
		if n > most {
			best, most = c, n
		}
	}
	return best
}

// enrich gives resources of a plan what only their code has: files and lines, comments
// for an audit, and containers that are one unknown text in a plan. Their other values
// stay the plan's.
func (c *code) enrich(planned []*service.Resource, variables map[string]json.RawMessage) {
	resources := c.resources
	if len(variables) > 0 {
		// With the values that it was planned with. A fault that only they have is none of
		// the plan's, which has been made.
		if again, err := c.folder.Resources(variables); err == nil {
			resources = again
		}
	}
	at := places(resources)
	for _, p := range planned {
		code := at[p.Where.Address]
		if code == nil {
			code = at[bare(p.Where.Address)]
		}
		if code == nil || code.Type != p.Type {
			continue
		}
		address := p.Where.Address
		p.Where, p.Lines, p.Files, p.Ignores = code.Where, code.Lines, code.Files, code.Ignores
		p.Where.Address = address
		list, known := code.Properties["ContainerDefinitions"].([]any)
		if _, unknown := p.Properties["ContainerDefinitions"].(service.Missing); unknown && known {
			p.Properties["ContainerDefinitions"] = list
		}
	}
}

// places are resources by their addresses, with and without keys.
func places(resources []*service.Resource) map[string]*service.Resource {
	out := make(map[string]*service.Resource, 2*len(resources))
	for _, r := range resources {
		out[r.Where.Address] = r
		if without := bare(r.Where.Address); out[without] == nil {
			out[without] = r
		}
	}
	return out
}

// bare is an address without the keys of count and for_each.
func bare(address string) string {
	if !strings.Contains(address, "[") {
		return address
	}
	var b strings.Builder
	quoted, inside := false, false
	for i := 0; i < len(address); i++ {
		switch c := address[i]; {
		case quoted && c == '\\':
			i++
		case inside && c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			inside = true
		case c == ']':
			inside = false
		case !inside:
			b.WriteByte(c)
		}
	}
	return b.String()
}
