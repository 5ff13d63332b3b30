package main

import (
	"bufio"
	"bytes"
	"compress/flate"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// A size is what a binary weighs on disk and in a download.
type size struct {
	disk, packed int
}

type sizePair struct {
	graceful, offset size
}

func measureSizes(graceful, offset string) (p sizePair, err error) {
	if p.graceful, err = sizeOf(graceful); err != nil {
		return p, err
	}
	p.offset, err = sizeOf(offset)
	return p, err
}

func sizeOf(file string) (size, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return size{}, err
	}
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.DefaultCompression)
	if err != nil {
		return size{}, err
	}
	if _, err := w.Write(data); err != nil {
		return size{}, err
	}
	if err := w.Close(); err != nil {
		return size{}, err
	}
	return size{disk: len(data), packed: packed.Len()}, nil
}

// measureHandshake is the time from starting a provider until it says where it
// listens, which is what Terraform waits for.
func measureHandshake(graceful, offset string, pairs int) (p pair, err error) {
	start := func(binary string, samples *[]time.Duration) func() error {
		return func() error {
			took, err := handshake(binary)
			*samples = append(*samples, took)
			return err
		}
	}
	return p, inTurns(pairs, start(graceful, &p.graceful), start(offset, &p.offset))
}

func handshake(binary string) (time.Duration, error) {
	cmd := exec.Command(binary)
	// The cookie is no secret: it keeps people from starting a provider by hand.
	cmd.Env = append(os.Environ(),
		"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		"PLUGIN_PROTOCOL_VERSIONS=5,6")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // It was killed, which is its only fault.
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	took := time.Since(began)
	if err != nil || !strings.HasPrefix(line, "1|") {
		return 0, fmt.Errorf("%s gave no handshake but %q (%w)", binary, line, err)
	}
	return took, nil
}
