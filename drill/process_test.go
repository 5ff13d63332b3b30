package drill

import (
	"strings"
	"testing"
)

// The words of a command may have a password in them, from {DATABASE_URL}.
func TestStart_showsNoPassword(t *testing.T) {
	t.Parallel()
	_, err := start([]string{"./missing", "--db", "postgres://u:s3cret@127.0.0.1/shop"}, nil, t.TempDir(), true)
	if err == nil || strings.Contains(err.Error(), "s3cret") || !strings.Contains(err.Error(), "start ./missing") {
		t.Errorf("%v", err)
	}
}
