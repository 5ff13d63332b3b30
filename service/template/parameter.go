package template

import (
	"cmp"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// parameter is an input of a template. Its fields are of anything, since a template
// is read as far as it makes sense.
type parameter struct {
	Type, Default, MinValue, MaxValue, NoEcho, AllowedValues any

	name string
	in   *document
	// pseudo says that it is CloudFormation's own, such as AWS::Region.
	pseudo bool
}

// noValue stands for nothing.
const noValue = "AWS::NoValue"

// parameter is the input of that name, CloudFormation's own ones among them; nil
// where there is none.
func (d *document) parameter(name string) *parameter {
	if p := d.Parameters[name]; p != nil {
		return p
	}
	if !strings.HasPrefix(name, "AWS::") || name == noValue {
		return nil
	}
	if d.parent != nil { // A nested stack is deployed where its parent is.
		return d.parent.in.parameter(name)
	}
	p := &parameter{name: name, in: d, pseudo: true}
	if d.Parameters == nil {
		d.Parameters = map[string]*parameter{}
	}
	d.Parameters[name] = p
	return p
}

// kind is its type, String where it has none.
func (p *parameter) kind() string {
	kind, _ := p.Type.(string)
	return cmp.Or(kind, "String")
}

// read says that its value is read from Systems Manager: its default is a name.
func (p *parameter) read() bool { return strings.HasPrefix(p.kind(), "AWS::SSM::Parameter::Value<") }

// secret says that nobody is to see its value.
func (p *parameter) secret() bool { return service.Written(p.NoEcho) == "true" }

// list says that its value is a list, written with commas.
func (p *parameter) list() bool {
	return p.kind() == "CommaDelimitedList" || strings.HasPrefix(p.kind(), "List<")
}

// allowed are the values that it may have; empty where they are not listed.
func (p *parameter) allowed() []any {
	list, _ := p.AllowedValues.([]any)
	return list
}

// within says that a number is one of those that it may have.
func (p *parameter) within(n float64) bool {
	least, bound := number(p.MinValue)
	most, below := number(p.MaxValue)
	return (!bound || n >= least) && (!below || n <= most)
}

// from is what a value of it comes from.
func (p *parameter) from() string { return "parameter " + p.name }

// missing is why its value is not known, and what would settle it.
func (p *parameter) missing() service.Missing {
	switch {
	case p.pseudo:
		return service.Missing{Why: atDeployment.Why + ": " + p.name}
	case p.read():
		return service.Missing{Why: atDeployment.Why + ": the parameter " + p.name + " is read from Systems Manager"}
	case p.secret():
		return service.Missing{Why: "kept secret: the parameter " + p.name + " has NoEcho"}
	case len(p.allowed()) > 0:
		return service.Missing{Why: atDeployment.Why + ": the parameter " + p.name + " has no Default; its allowed values are looked at one by one"}
	}
	return service.Missing{Why: atDeployment.Why + ": the parameter " + p.name + " has neither Default nor AllowedValues, which would settle it"}
}

// value is a value of it in the place where it is named.
func (p *parameter) value(v any) any {
	if text, is := v.(string); is && p.list() {
		var out []any
		for _, item := range strings.Split(text, ",") {
			out = append(out, strings.TrimSpace(item))
		}
		return service.Expression{Value: out, From: p.from()}
	}
	switch v := v.(type) {
	case string, float64, bool:
		return service.Expression{Value: v, From: p.from()}
	case nil:
		return p.missing()
	}
	return service.Missing{Why: "not what can stand there: the default of the parameter " + p.name}
}
