package parity

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"sync"
	"time"
)

// StartMoto starts a moto server on loopback, on a port that the system picks.
// The returned function ends it.
func StartMoto(ctx context.Context, python string) (Moto, func(), error) {
	cmd := exec.Command(python, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0")
	// The execution role takes AWS's own policy, which moto knows only on request.
	cmd.Env = append(os.Environ(), "MOTO_IAM_LOAD_MANAGED_POLICIES=true", "PYTHONUNBUFFERED=1")
	url, stop, err := serve(ctx, "moto", cmd, running)
	return Moto{URL: url}, stop, err
}

// serve starts a server and waits until it says where it listens: what the
// pattern's group matches. The caller stops it.
func serve(ctx context.Context, name string, cmd *exec.Cmd, says *regexp.Regexp) (string, func(), error) {
	var log lockedBuffer
	cmd.Stdout, cmd.Stderr = &log, &log
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	ended := make(chan struct{})
	var failed error
	go func() {
		defer close(ended)
		failed = cmd.Wait()
	}()
	stop := sync.OnceFunc(func() {
		_ = cmd.Process.Kill() // It may have ended already.
		<-ended
	})
	context.AfterFunc(ctx, stop)
	deadline := time.After(2 * time.Minute)
	for {
		if m := says.FindSubmatch(log.Bytes()); m != nil {
			return string(m[1]), stop, nil
		}
		select {
		case <-ended:
			return "", nil, fmt.Errorf("%s ended (%w):\n%s", name, failed, log.Bytes())
		case <-deadline:
			stop()
			return "", nil, fmt.Errorf("%s does not listen after two minutes:\n%s", name, log.Bytes())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

var running = regexp.MustCompile(`Running on (http://127\.0\.0\.1:\d+)`)

// lockedBuffer is written by a process and read by the test.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

// Bytes is a copy of what was written so far.
func (b *lockedBuffer) Bytes() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	return bytes.Clone(b.b.Bytes())
}
