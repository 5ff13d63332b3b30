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
	ctx, cancel := context.WithCancel(ctx)
	var log lockedBuffer
	cmd := exec.CommandContext(ctx, python, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0")
	// The execution role takes AWS's own policy, which moto knows only on request.
	cmd.Env = append(os.Environ(), "MOTO_IAM_LOAD_MANAGED_POLICIES=true", "PYTHONUNBUFFERED=1")
	cmd.Stdout, cmd.Stderr = &log, &log
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Start(); err != nil {
		cancel()
		return Moto{}, nil, err
	}
	ended := make(chan struct{})
	var failed error
	go func() {
		defer close(ended)
		failed = cmd.Wait()
	}()
	stop := func() {
		cancel()
		<-ended
	}
	deadline := time.After(2 * time.Minute)
	for {
		if m := running.FindSubmatch(log.Bytes()); m != nil {
			return Moto{URL: string(m[1])}, stop, nil
		}
		select {
		case <-ended:
			cancel()
			return Moto{}, nil, fmt.Errorf("moto ended (%w):\n%s", failed, log.Bytes())
		case <-deadline:
			stop()
			return Moto{}, nil, fmt.Errorf("moto does not listen after two minutes:\n%s", log.Bytes())
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
