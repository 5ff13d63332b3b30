//go:build drills && linux

package drills_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/testpostgres"
)

// postgres is a PostgreSQL of one test alone.
type postgres struct{ bin, port, log string }

func newPostgres(t testing.TB) postgres {
	t.Helper()
	server := testpostgres.Start(t)
	return postgres{bin: testpostgres.Tool(t, "psql"), port: server.Port, log: server.Log}
}

// url is a database for an app that has its name in it, so that its sessions are known.
func (p postgres) url(database string) string {
	return fmt.Sprintf("postgres://graceful@127.0.0.1:%s/%s?sslmode=disable&application_name=%[2]s", p.port, database)
}

// run runs SQL and returns what it prints, a row a line.
func (p postgres) run(database, sql string) (string, error) {
	command := exec.Command(p.bin, "--no-psqlrc", "--no-align", "--tuples-only", "--quiet", "-h", "127.0.0.1", "-p", p.port, "-U", "graceful", "-d", database, "-c", sql)
	out, err := command.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", sql, err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

func (p postgres) ask(t testing.TB, database, sql string) string {
	t.Helper()
	out, err := p.run(database, sql)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// rows counts the rows of each order.
func (p postgres) rows(t testing.TB, database string) map[string]int {
	t.Helper()
	rows := map[string]int{}
	for id := range strings.SplitSeq(p.ask(t, database, "SELECT id FROM orders"), "\n") {
		if id != "" {
			rows[id]++
		}
	}
	return rows
}

// sessions are the process ids of an app's sessions.
func (p postgres) sessions(t testing.TB, app string) []string {
	t.Helper()
	return strings.Fields(p.ask(t, "postgres", "SELECT pid FROM pg_stat_activity WHERE application_name = '"+app+"'"))
}

func (p postgres) said(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile(p.log)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// unclosed counts the sessions of an app that ended without a word, because the
// process was gone: nobody closed its pool. open are those with a transaction.
func (p postgres) unclosed(t testing.TB, app string) (all, open int) {
	t.Helper()
	for line := range bytes.Lines(p.said(t)) {
		if !bytes.HasPrefix(line, []byte(app+": ")) || !bytes.Contains(line, []byte("unexpected EOF on client connection")) &&
			!bytes.Contains(line, []byte("could not receive data from client")) {
			continue
		}
		all++
		if bytes.Contains(line, []byte("open transaction")) {
			open++
		}
	}
	return all, open
}
