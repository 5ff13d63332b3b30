package shutdown

import (
	"strconv"
	"strings"
)

// isDecimal says whether a number is written as JSON writes it. Other notations
// mean different numbers to different readers: 010 is 8 or 10.
func isDecimal(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, rest := digits(s)
	if whole == "" || len(whole) > 1 && whole[0] == '0' {
		return false
	}
	if after, ok := strings.CutPrefix(rest, "."); ok {
		var fraction string
		if fraction, rest = digits(after); fraction == "" {
			return false
		}
	}
	if rest == "" {
		return true
	}
	if rest[0] != 'e' && rest[0] != 'E' {
		return false
	}
	exponent, rest := digits(strings.TrimPrefix(strings.TrimPrefix(rest[1:], "+"), "-"))
	// Both signs at once are no exponent.
	return exponent != "" && rest == "" && !strings.Contains(s, "+-")
}

// isWhole says whether a decimal has no fraction, exactly: a float would round
// 10.00000000000000000001 to 10.
func isWhole(s string) bool {
	mantissa, exponent := strings.TrimPrefix(s, "-"), 0
	if i := strings.IndexAny(mantissa, "eE"); i >= 0 {
		const far = 1 << 30 // Atoi gives the greatest int with its error; no text has so many digits.
		exponent, _ = strconv.Atoi(mantissa[i+1:])
		exponent = max(-far, min(exponent, far))
		mantissa = mantissa[:i]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	significant := strings.TrimRight(whole+fraction, "0")
	zeros := len(whole) + len(fraction) - len(significant)
	return significant == "" || zeros+exponent >= len(fraction)
}

// digits splits s after its leading digits.
func digits(s string) (string, string) {
	n := len(s) - len(strings.TrimLeft(s, "0123456789"))
	return s[:n], s[n:]
}
