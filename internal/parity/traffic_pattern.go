package parity

import (
	"net/netip"
	"strings"
)

// covers says whether every request that meets the one value of a condition meets
// the other: both may hold * and ?.
func covers(field, wide, narrow string) bool {
	if field == "source-ip" {
		w, err := netip.ParsePrefix(wide)
		n, err2 := netip.ParsePrefix(narrow)
		return err == nil && err2 == nil && w.Bits() <= n.Bits() && w.Contains(n.Addr())
	}
	return coversPattern(folded(field, wide), folded(field, narrow))
}

// overlaps says whether one request could meet both.
func overlaps(field, a, b string) bool {
	switch field {
	case "source-ip":
		x, err := netip.ParsePrefix(a)
		y, err2 := netip.ParsePrefix(b)
		return err == nil && err2 == nil && x.Overlaps(y)
	case "query-string":
		return true // A request may have both.
	}
	return overlapsPattern(folded(field, a), folded(field, b))
}

// folded writes what is compared without case in one: all but paths and methods.
func folded(field, value string) string {
	if field == "path-pattern" || field == "http-request-method" {
		return value
	}
	return strings.ToLower(value)
}

func coversPattern(wide, narrow string) bool {
	switch {
	case wide == "":
		return narrow == ""
	case wide[0] == '*':
		return coversPattern(wide[1:], narrow) || narrow != "" && coversPattern(wide, narrow[1:])
	case narrow == "" || narrow[0] == '*':
		return false
	case wide[0] == '?' || wide[0] == narrow[0] && narrow[0] != '?':
		return coversPattern(wide[1:], narrow[1:])
	}
	return false
}

func overlapsPattern(a, b string) bool {
	switch {
	case a == "" && b == "":
		return true
	case a != "" && a[0] == '*':
		return overlapsPattern(a[1:], b) || b != "" && overlapsPattern(a, b[1:])
	case b != "" && b[0] == '*':
		return overlapsPattern(b, a)
	case a == "" || b == "":
		return false
	case a[0] == '?' || b[0] == '?' || a[0] == b[0]:
		return overlapsPattern(a[1:], b[1:])
	}
	return false
}

// metByNobody says whether a condition wants a name that does not exist, such as
// that of a rule which waits for its traffic.
func metByNobody(field, value string) bool {
	return field == "host-header" && strings.HasSuffix(strings.ToLower(value), ".invalid")
}
