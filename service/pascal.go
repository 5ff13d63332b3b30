package service

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// InPascal gives the names in a value of JSON as CloudFormation has them:
// stopTimeout is StopTimeout. Those of its functions stay.
func InPascal(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			if !strings.HasPrefix(k, "Fn::") {
				k = inPascal(k)
			}
			out[k] = InPascal(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = InPascal(v[i])
		}
		return out
	}
	return v
}

// inPascal is a name as CloudFormation has it.
func inPascal(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	if size == 0 {
		return name
	}
	return string(unicode.ToUpper(first)) + name[size:]
}
