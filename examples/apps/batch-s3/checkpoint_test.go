package main

import (
	"bytes"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"
)

// written is a checkpoint as a task writes it.
func written(t *testing.T, c checkpoint) string {
	t.Helper()
	text, err := seal(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What is not whole, or not this job's, is refused; its neighbours are read.
func TestUnseal(t *testing.T) {
	const steps = 40
	at := func(job string, next int) string {
		return written(t, checkpoint{Job: job, Task: "a", Next: next, Sum: 55})
	}
	whole := at(jobName, 6)
	for name, tt := range map[string]struct{ text, why string }{
		"as it was written":     {whole, ""},
		"a line's end behind":   {whole + "\n", ""},
		"the first step":        {at(jobName, 0), ""},
		"after the last step":   {at(jobName, steps), ""},
		"beyond the last step":  {at(jobName, steps+1), "goes on with step 41"},
		"before the first step": {at(jobName, -1), "goes on with step -1"},
		"another job's":         {at("cubes", 6), `the job "cubes"`},
		"empty":                 {"", "not whole"},
		"the first half":        {whole[:len(whole)/2], "not whole"},
		"the second half":       {whole[len(whole)/2:], "not whole"},
		"the last byte missing": {whole[:len(whole)-1], "not whole"},
		"half of the inside":    {strings.Replace(whole, `"next":6,`, "", 1), "checksum"},
		"a digit changed":       {strings.Replace(whole, `"sum":55`, `"sum":56`, 1), "checksum"},
		"two of them":           {whole + whole, "something stands behind it"},
		"one over a longer one": {whole + "}", "not whole"},
		"a later format":        {strings.Replace(whole, `"format":1`, `"format":2`, 1), "its format is 2"},
		"without a format":      {strings.Replace(whole, `"format":1,`, "", 1), "its format is 0"},
		"a field more":          {strings.Replace(whole, `"format":1`, `"format":1,"epoch":3`, 1), "unknown field"},
		"no JSON":               {"6", "not whole"},
		"zeros, as a disk has":  {strings.Repeat("\x00", len(whole)), "not whole"},
	} {
		c, err := unseal([]byte(tt.text), jobName, steps)
		switch {
		case tt.why == "" && (err != nil || c.Job != jobName):
			t.Errorf("%s: %v", name, err)
		case tt.why != "" && (err == nil || !strings.Contains(err.Error(), tt.why)):
			t.Errorf("%s: %v, want %q", name, err, tt.why)
		}
	}
}

// A task that finds half a checkpoint says so and touches nothing. Without one the job
// begins anew, and what is there of its results stays.
func TestRefused(t *testing.T) {
	const steps = 5
	w := newWorld(t)
	half := written(t, checkpoint{Job: jobName, Task: "a", Next: 3, Sum: 5})
	half = half[:len(half)/2]
	w.put(t, "checkpoint", half)
	w.put(t, "results/000000000", "kept")
	one := w.start(t, "refused", steps)
	if err := one.end(0); err == nil {
		t.Error("a task goes on from half a checkpoint")
	}
	for _, part := range []string{"s3://" + bucket + "/" + fullKey + "checkpoint", fmt.Sprint(len(half), " bytes"), "not whole", "Ways out"} {
		if !bytes.Contains(one.output.Bytes(), []byte(part)) {
			t.Errorf("nothing says %q:\n%s", part, &one.output)
		}
	}
	if got := string(w.object("checkpoint")); got != half || len(w.did) > 0 {
		t.Errorf("the checkpoint is %q, and %d steps were done", got, len(w.did))
	}
	if _, err := w.backend.DeleteObject(bucket, fullKey+"checkpoint"); err != nil {
		t.Fatal(err)
	}
	if err := w.start(t, "anew", steps).end(0); err != nil || w.next != steps {
		t.Errorf("without a checkpoint: %v, at step %d", err, w.next)
	}
	if got := string(w.object("results/000000000")); got != "kept" {
		t.Errorf("the result that was there is %q now", got)
	}
}

// An upload that breaks off leaves the checkpoint before it, from which a task goes on.
func TestBrokenOff(t *testing.T) {
	const steps = 8
	w := newWorld(t)
	before := written(t, checkpoint{Job: jobName, Task: "a", Next: 6, Sum: 55})
	w.put(t, "checkpoint", before)
	after := written(t, checkpoint{Job: jobName, Task: "a", Next: 7, Sum: 91})
	for cut := 0; cut < len(after); cut += 40 {
		connection, err := net.Dial("tcp", strings.TrimPrefix(w.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = fmt.Fprintf(connection, "PUT /%s/%scheckpoint HTTP/1.1\r\nHost: s3\r\nContent-Length: %d\r\n\r\n%s", bucket, fullKey, len(after), after[:cut])
		if err != nil {
			t.Fatal(err)
		}
		_ = connection.(*net.TCPConn).CloseWrite()
		_ = connection.SetReadDeadline(time.Now().Add(10 * time.Second))
		answer := make([]byte, 64)
		n, _ := connection.Read(answer)
		_ = connection.Close()
		if got := string(w.object("checkpoint")); got != before || bytes.Contains(answer[:n], []byte("200 OK")) {
			t.Fatalf("%d bytes of %d: answered %q, the checkpoint is %q", cut, len(after), answer[:n], got)
		}
	}
	if err := w.start(t, "next", steps).end(0); err != nil {
		t.Fatal(err)
	}
	if len(w.did) != 2 || w.did[6] == nil || w.did[7] == nil {
		t.Errorf("from step 6 of 8 the steps %v were done", w.did)
	}
}
