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
			if first, size := utf8.DecodeRuneInString(k); !strings.HasPrefix(k, "Fn::") {
				k = string(unicode.ToUpper(first)) + k[size:]
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
