//go:build linux

// Package testrabbit starts a RabbitMQ for one test.
package testrabbit

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/rabbitmq/amqp091-go"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/testserver"
)

// Start starts one that is gone when the test ends, with all that it started.
func Start(t testing.TB) (url string) {
	t.Helper()
	const server = "/usr/lib/rabbitmq/bin/rabbitmq-server"
	if _, err := os.Stat(server); err != nil {
		t.Fatal("this test needs RabbitMQ: install Debian's rabbitmq-server")
	}
	folder, own := testserver.Folder(t, "graceful-rabbitmq-")
	port, distribution, registry := testserver.Port(t), testserver.Port(t), testserver.Port(t)
	// Erlang's registry of nodes would be started as a daemon that goes on for ever,
	// where there is none.
	testserver.Launch(t, exec.Command("epmd", "-port", registry, "-address", "127.0.0.1"), own)
	process := exec.Command(server)
	process.Dir = folder
	process.Env = append(os.Environ(), "HOME="+folder, "RABBITMQ_MNESIA_BASE="+filepath.Join(folder, "data"), "RABBITMQ_LOG_BASE="+filepath.Join(folder, "log"), "RABBITMQ_LOGS=-",
		"RABBITMQ_NODENAME=graceful"+port+"@localhost", "RABBITMQ_NODE_IP_ADDRESS=127.0.0.1", "RABBITMQ_NODE_PORT="+port, "RABBITMQ_DIST_PORT="+distribution, "ERL_EPMD_PORT="+registry,
		"RABBITMQ_ENABLED_PLUGINS_FILE="+filepath.Join(folder, "plugins"), "RABBITMQ_CONFIG_FILE="+filepath.Join(folder, "none"), "RABBITMQ_PID_FILE="+filepath.Join(folder, "pid"))
	log, err := os.Create(filepath.Join(folder, "output"))
	if err != nil {
		t.Fatal(err)
	}
	process.Stdout, process.Stderr = log, log
	t.Cleanup(func() { _ = log.Close() })
	testserver.Launch(t, process, own)
	url = "amqp://guest:guest@127.0.0.1:" + port + "/"
	for range 600 {
		if c, err := amqp091.Dial(url); err == nil {
			_ = c.Close()
			return url
		}
		time.Sleep(100 * time.Millisecond)
	}
	text, _ := os.ReadFile(log.Name())
	t.Fatalf("RabbitMQ does not answer after a minute:\n%s", text)
	return ""
}
