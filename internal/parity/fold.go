package parity

import (
	"fmt"
	"net/http"
	"sort"
	"strconv"
	"strings"
)

// Fold turns the requests of an apply into the resources that they create, with
// physical names replaced by references. A request that changes something and
// has no row in the table of handlers is an error: nothing is passed over.
func Fold(exchanges []Exchange) ([]*Resource, error) {
	f := &folder{byIdentity: map[string]*Resource{}, names: map[string]string{}, zones: map[string]string{}}
	for _, e := range exchanges {
		if e.Status >= http.StatusMultipleChoices || reads(e.Action) {
			continue
		}
		handler, ok := handlers[e.Name()]
		if !ok {
			return nil, fmt.Errorf("%s changes something and is not understood", e.Name())
		}
		if err := handler(f, e); err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name(), err)
		}
	}
	f.link()
	return f.resources, nil
}

// reads says whether an operation changes nothing.
func reads(action string) bool {
	for _, prefix := range []string{"Describe", "Get", "List"} {
		if strings.HasPrefix(action, prefix) {
			return true
		}
	}
	return false
}

// folder collects resources and what identifies them.
type folder struct {
	resources  []*Resource
	byIdentity map[string]*Resource
	// names maps a physical ARN, id or URL to the reference that replaces it.
	names map[string]string
	// zones maps the DNS name of a load balancer to the hosted zone it is in.
	zones map[string]string
}

// create adds a resource; identities are attribute and physical value in turn.
func (f *folder) create(kind string, properties map[string]any, identities ...string) *Resource {
	r := &Resource{ID: "r" + strconv.Itoa(len(f.resources)), Type: kind, Properties: lowerKeys(properties)}
	f.resources = append(f.resources, r)
	for i := 0; i+1 < len(identities); i += 2 {
		f.byIdentity[identities[i+1]] = r
		f.names[identities[i+1]] = reference(r.ID, identities[i])
	}
	return r
}

// find is the resource with a physical name, which an earlier request created.
func (f *folder) find(identity string) (*Resource, error) {
	r, ok := f.byIdentity[identity]
	if !ok {
		return nil, fmt.Errorf("nothing was created as %q", identity)
	}
	return r, nil
}

// link replaces physical names by references, the longest first, so that an
// ARN which contains another one wins. A resource's own names stay.
func (f *folder) link() {
	names := make([]string, 0, len(f.names))
	for name := range f.names {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool {
		return len(names[i]) > len(names[j]) || len(names[i]) == len(names[j]) && names[i] < names[j]
	})
	for _, r := range f.resources {
		r.Properties, _ = walk(r.Properties, "", func(_, s string) any {
			for _, name := range names {
				if f.byIdentity[name] != r && strings.Contains(s, name) {
					s = strings.ReplaceAll(s, name, f.names[name])
				}
			}
			return s
		}).(map[string]any)
	}
}

// lowerKeys writes every key of a request with a small first letter, as the JSON
// protocols do and the query protocol does not.
func lowerKeys(v map[string]any) map[string]any {
	out, _ := lower(v).(map[string]any)
	if out == nil {
		out = map[string]any{}
	}
	return out
}

func lower(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[lowerFirst(k)] = lower(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = lower(e)
		}
		return out
	default:
		return v
	}
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// without copies a request without the keys that only say what it is about.
func without(m map[string]any, keys ...string) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[k] = v
	}
	for _, k := range keys {
		delete(out, k)
	}
	return out
}

// document decodes a JSON text inside a request, such as a policy.
func document(s string) (map[string]any, error) {
	var out map[string]any
	err := decodeJSON([]byte(s), &out)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", s, err)
	}
	return out, nil
}

// add appends to a list of properties.
func (r *Resource) add(key string, values ...any) {
	r.Properties[key] = append(list(r.Properties, key), values...)
}
