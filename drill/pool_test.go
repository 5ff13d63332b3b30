package drill

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each node opens its own connections and renews them, as nodes of a load balancer
// do: with connections that all share, a closed listener would stay unseen.
func TestUpstream_connections(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		nodes []int // by which node each request goes, one after another
		want  []int // which connection carries it, counted as they are opened
	}{
		"one node":                      {[]int{0, 0, 0, 0}, []int{1, 1, 1, 1}},
		"one node opens another":        {[]int{3, 3, 3, 3, 3}, []int{1, 1, 1, 1, 2}},
		"two nodes":                     {[]int{0, 1, 0, 1}, []int{1, 2, 1, 2}},
		"the last node, and renewals":   {[]int{15, 0, 15, 15, 15, 15, 0}, []int{1, 2, 1, 1, 1, 3, 2}},
		"every node opens one at first": {[]int{0, 1, 2, 3, 4}, []int{1, 2, 3, 4, 5}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen := map[string]int{}
			var got []int
			server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				if seen[r.RemoteAddr] == 0 {
					seen[r.RemoteAddr] = len(seen) + 1
				}
				got = append(got, seen[r.RemoteAddr])
			}))
			defer server.Close()
			at, err := url.Parse(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			u := newUpstream(at)
			defer u.close()
			for _, node := range tt.nodes {
				request := httptest.NewRequest(http.MethodGet, server.URL, nil)
				answer, err := u.send(request, node)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, answer.Body); err != nil {
					t.Fatal(err)
				}
				answer.done()
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("connections (-want +got):\n%s", diff)
			}
		})
	}
}

// What an answer declares of its connection is read as servers write it.
func TestDeclaredTimeout(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]float64{
		"timeout=5": 5, "timeout=65, max=100": 65, "max=100,Timeout=\"7\"": 7, "timeout=0": 0,
		"": -1, "max=5": -1, "timeout": -1, "timeout=x": -1, "timeout=-5": -1,
	} {
		got := -1.0
		if d := declaredTimeout(http.Header{"Keep-Alive": {value}}); d != nil {
			got = d.Float()
		}
		if got != want {
			t.Errorf("%q declares %v, want %v", value, got, want)
		}
	}
}
