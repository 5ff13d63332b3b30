package shutdown_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain raises rapid's default of 100 checks: a profile has 19 fields, and
// thousands of draws take a second. A -rapid.checks of one's own stands.
func TestMain(m *testing.M) {
	flag.Parse()
	checks := flag.Lookup("rapid.checks")
	if checks.Value.String() == checks.DefValue {
		if err := checks.Value.Set("5000"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
