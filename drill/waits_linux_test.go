package drill

import (
	"os/exec"
	"runtime"
	"strconv"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// Four loops on one processor wait for it most of their time, and what sleeps
// does not. One of them is starved by the others, all together by nobody else.
func TestWatchWaits(t *testing.T) {
	t.Parallel()
	crowd := pinned(t, "for i in 1 2 3 4; do while :; do :; done & done; wait")
	loops := children(crowd)
	for ; len(loops) < 4; loops = children(crowd) {
		time.Sleep(10 * time.Millisecond)
	}
	over := make(chan struct{})
	one := make(chan waiting, 1)
	go func() { one <- watchWaits([]*process{{pid: loops[0]}}, time.Second, over, func(turns) {}) }()
	time.AfterFunc(2*time.Second, func() { close(over) })
	w := watchWaits([]*process{{pid: crowd}}, time.Second, over, func(turns) {})
	if w.longest == nil || w.longest.D() < 20*time.Millisecond || w.all < time.Second {
		t.Errorf("the longest wait is %v, and %v in all; want most of every look, and of 2 s", w.longest, w.all)
	}
	if lone := <-one; lone.starved == nil || w.starved == nil || lone.starved.D() < 300*time.Millisecond || *lone.starved <= *w.starved {
		t.Errorf("one was starved for %v of a second, all for %v; want most of it, and less", lone.starved, w.starved)
	}

	asleep := pinned(t, "exec sleep 600")
	// Until it sleeps: then it waits no more.
	for state, _ := stat(asleep); state != "S" || commandLine(asleep) != "sleep 600"; state, _ = stat(asleep) {
		time.Sleep(10 * time.Millisecond)
	}
	over = make(chan struct{})
	time.AfterFunc(500*time.Millisecond, func() { close(over) })
	if w := watchWaits([]*process{{pid: asleep}}, time.Second, over, func(turns) {}); w.longest == nil || *w.longest != 0 || *w.starved != 0 {
		t.Errorf("a process that sleeps waited %v, starved %v", w.longest, w.starved)
	}
}

// pinned starts a shell on the first processor that this test may use.
func pinned(t *testing.T, script string) (pid int) {
	t.Helper()
	runtime.LockOSThread() // For good: the thread ends with the goroutine.
	var may, one unix.CPUSet
	if err := unix.SchedGetaffinity(0, &may); err != nil {
		t.Fatal(err)
	}
	first := 0
	for ; !may.IsSet(first); first++ {
		if first > 1<<16 {
			t.Fatal("no processor at all")
		}
	}
	one.Set(first)
	if err := unix.SchedSetaffinity(0, &one); err != nil {
		t.Fatal(err)
	}
	defer unix.SchedSetaffinity(0, &may) //nolint:errcheck // The thread is not used again.
	command := exec.Command("sh", "-c", script)
	command.SysProcAttr = grouped()
	if err := command.Start(); err != nil {
		t.Fatal("processor "+strconv.Itoa(first), err)
	}
	t.Cleanup(func() {
		_ = unix.Kill(-command.Process.Pid, unix.SIGKILL)
		_ = command.Wait()
	})
	return command.Process.Pid
}
