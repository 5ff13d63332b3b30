package hcl

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// repeated says how often something is there.
type repeated int

const (
	once repeated = iota
	counted
	keyed
	// unclear is as often as a value says that is not known: it stands there once.
	unclear
)

// expansion is a resource with its instances.
type expansion struct {
	repeated
	why       string // Of what is unclear.
	instances []*instance
	// values are what stood for it, by the attributes that were asked.
	values map[string]cty.Value
}

// expand makes the instances of a resource.
func (s *scope) expand(b *block) *expansion {
	if x := s.expansions[b]; x != nil {
		return x
	}
	loops, how, why := s.loops(b, b.key())
	x := &expansion{repeated: how, why: why, values: map[string]cty.Value{}}
	for _, l := range loops {
		x.instances = append(x.instances, &instance{scope: s, block: b, loop: l, address: s.named(b.key() + l.key)})
	}
	if s.expansions == nil {
		s.expansions = map[*block]*expansion{}
	}
	s.expansions[b] = x
	return x
}

// loops are how often a block is there.
func (s *scope) loops(b *block, name string) (_ []loop, how repeated, why string) {
	if count := b.settings["count"]; count != nil {
		v := s.cell("count of "+name, count.at, func() cty.Value { return s.value(count.expression, count.refers, loop{}) })
		return s.counted(b, v)
	}
	if each := b.settings["for_each"]; each != nil {
		v := s.cell("for_each of "+name, each.at, func() cty.Value { return s.value(each.expression, each.refers, loop{}) })
		return s.keyed(b, v)
	}
	s.add(b, 1)
	return []loop{{}}, once, ""
}

// add counts instances.
func (s *scope) add(b *block, n int) {
	if s.loader.count += n; n > mostInstances || s.loader.count > mostInstances {
		s.loader.halt(b.at(), fmt.Errorf("there are more than %d resources and modules", mostInstances))
	}
}

func (s *scope) counted(b *block, v cty.Value) ([]loop, repeated, string) {
	plain, marks := v.Unmark()
	n, is := number(plain)
	if !certain(v) || !is {
		s.add(b, 1)
		return []loop{{key: "[*]", name: "count", each: map[string]cty.Value{"index": unknown(why(marks))}}}, unclear, "its count is " + why(marks)
	}
	n = min(max(n, 0), mostInstances+1)
	s.add(b, n)
	out := make([]loop, n)
	for i := range out {
		out[i] = loop{key: "[" + strconv.Itoa(i) + "]", name: "count", each: map[string]cty.Value{"index": cty.NumberIntVal(int64(i))}}
	}
	return out, counted, ""
}

// number is a whole number, which may be written as a text.
func number(v cty.Value) (int, bool) {
	if !v.IsKnown() || v.IsNull() {
		return 0, false
	}
	switch v.Type() {
	case cty.Number:
		n, accuracy := v.AsBigFloat().Int64()
		return int(n), accuracy == big.Exact
	case cty.String:
		n, err := strconv.Atoi(v.AsString())
		return n, err == nil
	}
	return 0, false
}

func (s *scope) keyed(b *block, v cty.Value) ([]loop, repeated, string) {
	plain, marks := v.Unmark()
	add := func(key, value cty.Value, out []loop) ([]loop, bool) {
		name, _ := key.Unmark()
		if !certain(key) || name.IsNull() || name.Type() != cty.String {
			return nil, false
		}
		return append(out, loop{key: "[" + quoted(name.AsString()) + "]", name: "each", each: map[string]cty.Value{"key": name, "value": value}}), true
	}
	certain := plain.IsKnown() && !plain.IsNull() && plain.CanIterateElements()
	var out []loop
	if certain {
		s.add(b, plain.LengthInt())
		pairs := plain.Type().IsMapType() || plain.Type().IsObjectType()
		for it := plain.ElementIterator(); it.Next() && certain; {
			key, value := it.Element()
			if !pairs {
				key = value
			}
			out, certain = add(key, value, out)
		}
	}
	if !certain {
		s.add(b, 1)
		all := unknown(why(marks))
		return []loop{{key: "[*]", name: "each", each: map[string]cty.Value{"key": all, "value": all}}}, unclear, "its for_each is " + why(marks)
	}
	return out, keyed, ""
}

// quoted is a key as an address has it.
func quoted(key string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(key); err != nil {
		return strconv.Quote(key)
	}
	return strings.TrimSpace(b.String())
}

// value is what stands for all instances.
func (x *expansion) value(attributes map[string]bool, whole bool) cty.Value {
	if x.repeated == unclear {
		return unknown(x.why).Mark(reference{x.instances[0]})
	}
	if x.repeated == once {
		return x.instances[0].object(attributes, whole)
	}
	by := fmt.Sprint(whole, sorted(attributes))
	if v, have := x.values[by]; have {
		return v
	}
	list, named := make([]cty.Value, len(x.instances)), map[string]cty.Value{}
	for n, i := range x.instances {
		list[n] = i.object(attributes, whole)
		if x.repeated == keyed {
			named[i.loop.each["key"].AsString()] = list[n]
		}
	}
	v := cty.TupleVal(list)
	if x.repeated == keyed {
		v = cty.ObjectVal(named)
	}
	x.values[by] = v
	return v
}
