package drill_test

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

// The modes of an app with a worker process, which it leaves running but in the last.
const (
	leaksWorker  = "leaks-worker"
	leaksSession = "leaks-a-session"
	leaksDaemon  = "leaks-a-daemon"
	leaksNaked   = "leaks-a-daemon-without-environment"
	leaksLast    = "leaks-a-daemon-as-it-exits"
	minds        = "minds-its-workers"
)

// The modes of its helpers: a worker, and one that starts the worker and ends, by
// which that becomes a daemon.
const (
	worker = "worker"
	forks  = "forks-a-worker"
	bares  = "forks-a-worker-without-environment"
)

// workers are those that the app minds.
var workers []*exec.Cmd

// startWorker starts the worker process of a mode that has one.
func startWorker(mode string) {
	switch mode {
	case leaksWorker:
		helper(worker, false)
	case leaksSession:
		helper(worker, true)
	case leaksDaemon:
		_ = helper(forks, true).Wait()
	case leaksNaked:
		_ = helper(bares, true).Wait()
	case minds:
		workers = append(workers, helper(worker, true), helper(worker, false))
	}
}

// endWorkers is what an app does for its workers before it exits.
func endWorkers() {
	if os.Getenv(modeVariable) == leaksLast {
		helper(worker, true)
	}
	for _, w := range workers {
		_ = w.Process.Signal(syscall.SIGHUP)
		_ = w.Wait()
	}
}

func helper(mode string, session bool) *exec.Cmd {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), modeVariable+"="+mode)
	child.SysProcAttr = sessionOf(session)
	if err := child.Start(); err != nil {
		panic(err)
	}
	return child
}

// badhelper is what a helper does.
func badhelper(mode string) {
	switch mode {
	case worker:
		signal.Ignore(syscall.SIGTERM)
		told := make(chan os.Signal, 1)
		signal.Notify(told, syscall.SIGHUP)
		select {
		case <-told:
		case <-time.After(20 * time.Second): // A leaked worker must not live for ever.
		}
	case forks:
		helper(worker, true)
	case bares:
		bare := exec.Command("/bin/sleep", "20")
		bare.Env, bare.SysProcAttr = []string{}, sessionOf(true)
		if err := bare.Start(); err != nil {
			panic(err)
		}
	default:
		return
	}
	os.Exit(0)
}
