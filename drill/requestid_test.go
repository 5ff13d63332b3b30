package drill

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// An id is a UUID, and no two requests have the same.
func TestNewID(t *testing.T) {
	t.Parallel()
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$`)
	rapid.Check(t, func(t *rapid.T) {
		run, carrier, n := newRun(), rapid.Uint16().Draw(t, "carrier"), rapid.Uint32().Draw(t, "n")
		id := newID(run, carrier, uint64(n))
		if !uuid.MatchString(id) || !strings.HasPrefix(id, run) {
			t.Errorf("%s of run %s", id, run)
		}
		carrier2, n2 := rapid.SampledFrom([]uint16{carrier, carrier + 1, carrier + 16}).Draw(t, "other carrier"), rapid.SampledFrom([]uint32{n, n + 1}).Draw(t, "other n")
		if same := carrier == carrier2 && n == n2; same != (newID(run, carrier2, uint64(n2)) == id) {
			t.Errorf("request %d of carrier %d and %d of %d: %s", n, carrier, n2, carrier2, id)
		}
	})
}

func TestIDsIn(t *testing.T) {
	t.Parallel()
	const run, a, b = "01234567-89ab-4cde", "01234567-89ab-4cde-8001-000100000001", "01234567-89ab-4cde-8001-000100000002"
	for name, tt := range map[string]struct {
		text   string
		want   []string
		broken bool
	}{
		"none":               {"ready\n", nil, false},
		"nothing at all":     {"", nil, false},
		"JSON":               {`{"id":"` + a + `"}` + "\n", []string{a}, false},
		"two in a line":      {a + " " + b + "\n", []string{a, b}, false},
		"one after another":  {a + b + "\n", []string{a, b}, false},
		"a broken line":      {a + "\n" + `{"id":"` + b, []string{a}, true},
		"no last line's end": {a + "\n" + `{"id":"` + b + `"}`, []string{a}, false},
		"a farewell":         {a + "\nbye", []string{a}, false},
		"a broken id":        {b[:35] + "\n" + a + "\n", []string{a}, false},
		"of another run":     {"11234567-89ab-4cde-8001-000100000001\n", nil, false},
		"a long line":        {strings.Repeat("x", 1<<20) + a + "\n", []string{a}, false},
		"Windows's lines":    {a + "\r\n" + b + "\r\n", []string{a, b}, false},
	} {
		got, err := idsIn(strings.NewReader(tt.text), run)
		want := verdict.LogsRecord{IDs: map[string]bool{}, Broken: tt.broken}
		for _, id := range tt.want {
			want.IDs[id] = true
		}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}
