package parity

import "github.com/aws/jsii-runtime-go"

// The zero value of an input leaves the prop out.

func number(v int) *float64 {
	if v == 0 {
		return nil
	}
	return jsii.Number(v)
}

func numbers(vs []int) *[]*float64 {
	if len(vs) == 0 {
		return nil
	}
	out := make([]*float64, len(vs))
	for i, v := range vs {
		out[i] = jsii.Number(v)
	}
	return &out
}

func word(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func words(vs []string) *[]*string {
	if len(vs) == 0 {
		return nil
	}
	return jsii.Strings(vs...)
}

func table(m map[string]string) *map[string]*string {
	if len(m) == 0 {
		return nil
	}
	out := make(map[string]*string, len(m))
	for k, v := range m {
		out[k] = jsii.String(v)
	}
	return &out
}

func toggle(v bool) *bool {
	if !v {
		return nil
	}
	return &v
}
