package drill

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Every node has a server of its own for each task, so that it shares no
// connection with another, and some keep none at all.
func TestHAProxyConfiguration(t *testing.T) {
	t.Parallel()
	text := haproxyConfiguration("/run/admin.sock", "8000", &url.URL{Scheme: "https", Host: "127.0.0.1:1"}, &url.URL{Scheme: "http", Host: "127.0.0.1:2"}, false)
	var servers []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "server ") {
			servers = append(servers, line)
		}
	}
	if len(servers) != 2*nodes || !strings.Contains(text, "use-server old15 if") {
		t.Errorf("%d servers:\n%s", len(servers), text)
	}
	want := []string{
		"server old0 127.0.0.1:1 weight 1 pool-max-conn 0 ssl verify none",
		"server replacement0 127.0.0.1:2 weight 0 pool-max-conn 0",
		"server old1 127.0.0.1:1 weight 1 ssl verify none",
		"server replacement1 127.0.0.1:2 weight 0",
	}
	if diff := cmp.Diff(want, servers[:4]); diff != "" {
		t.Errorf("servers (-want +got):\n%s", diff)
	}
}
