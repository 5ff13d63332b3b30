package gracefulecs

import (
	"math"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// isToken says whether a number is CDK's encoding of a value that is known at
// deployment only. It is read from the bits, so that [Validate] needs no CDK app.
func isToken(v float64) bool { return math.Float64bits(v)>>48 == 0xFBFF }

// isTextToken says the same of a string.
func isTextToken(v string) bool {
	return strings.Contains(v, "${Token[") || strings.Contains(v, "#{Token[")
}

const (
	unresolved    = "a CDK token, whose value is known at deployment only"
	useALiteral   = "write the value itself"
	knownAtSynth  = ", known at synthesis"
	tokenAsNumber = math.MinInt64 // What int() makes of a number token.
)

func tokenFault(path, allowed string) shutdown.Fault {
	return shutdown.Fault{Path: path, Rule: "type", Given: unresolved, Allowed: allowed + knownAtSynth,
		Message: path + " must be known at synthesis: the settings are computed from it.", WaysOut: []string{useALiteral}}
}

// nameTokens puts the faults of a profile that was filled from tokens into
// words that its author understands: they wrote no number like -9223372036854775808.
func nameTokens(faults shutdown.Faults) shutdown.Faults {
	out := make(shutdown.Faults, len(faults))
	for i, f := range faults {
		if f.Given == strconv.Itoa(tokenAsNumber) || isTextToken(f.Given) {
			f = tokenFault(f.Path, f.Allowed)
		}
		out[i] = f
	}
	return out
}
