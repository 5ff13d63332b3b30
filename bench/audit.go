package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cfnlint"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/longplan"
)

// What an audit of so many services in one plan may take, of the clock and of memory.
var promisedAudits = []audited{
	{services: 1000, wall: time.Second, memory: 150},
	{services: 10_000, wall: 6 * time.Second, memory: 400},
}

// audited is one audit, or what it is beside.
type audited struct {
	services        int
	input           string
	wall, processor time.Duration
	memory          int // At its peak, in MB.
	beside          string
	other           *audited
}

// This program decodes the plan that decodeVariable names, or writes one of so many
// services as growVariable says, in place of a bench. The bench itself stays small:
// Linux counts what a parent holds for its children too.
const (
	decodeVariable = "GRACEFUL_BENCH_DECODE"
	growVariable   = "GRACEFUL_BENCH_GROW"
)

// growTo writes a plan of so many services.
func growTo(file, services string) error {
	n, err := strconv.Atoi(services)
	if err != nil {
		return err
	}
	recorded, err := os.ReadFile("service/plan/testdata/plan.json")
	if err != nil {
		return err
	}
	text, err := longplan.Plan(recorded, n)
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o600)
}

// decodeWhole is what a reader of plans does that takes all of it.
func decodeWhole(file string) error {
	var p tfjson.Plan
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, &p)
}

// measureAudits audits plans beside terraform-json, which only decodes them, and a
// template beside cfn-lint, where that is installed.
func measureAudits(binaries string) (list []audited, err error) {
	folder, err := os.MkdirTemp("", "graceful-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // It is in the system's own folder.
	graceful, own := filepath.Join(binaries, "graceful"), os.Args[0]
	for _, promised := range promisedAudits {
		file := filepath.Join(folder, "plan.json")
		grow := exec.Command(own, file)
		grow.Env, grow.Stderr = append(os.Environ(), growVariable+"="+strconv.Itoa(promised.services)), os.Stderr
		if err := grow.Run(); err != nil {
			return nil, err
		}
		info, err := os.Stat(file)
		if err != nil {
			return nil, err
		}
		say("an audit of a plan with %d services beside terraform-json, in turns", promised.services)
		one := audited{services: promised.services, input: fmt.Sprintf("plan, %d MB", info.Size()/1e6), beside: "terraform-json's decoding"}
		err = one.inTurns([]string{graceful, "audit", "--fail-on", "never", file}, []string{own}, decodeVariable+"="+file)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	linter, err := exec.LookPath("cfn-lint")
	if err != nil {
		say("cfn-lint is not installed and not measured: %s", cfnlint.Install)
		return list, nil
	}
	const services = 100 // cfn-lint takes minutes for a thousand.
	text, err := longplan.Template(services)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(folder, "template.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return nil, err
	}
	say("an audit of a template with %d services beside cfn-lint, in turns", services)
	one := audited{services: services, input: fmt.Sprintf("template, %d KB", len(text)/1e3), beside: "cfn-lint"}
	if err := one.inTurns([]string{graceful, "audit", "--fail-on", "never", file}, []string{linter, "--", file}); err != nil {
		return nil, err
	}
	return append(list, one), nil
}

// inTurns takes the least of three turns of both: what a busy machine adds is not
// theirs.
func (a *audited) inTurns(graceful, other []string, environment ...string) error {
	a.other = &audited{}
	return inTurns(3, func() error { return a.run(graceful) }, func() error { return a.other.run(other, environment...) })
}

// run runs a command to its end and keeps the least that it took.
func (a *audited) run(argv []string, environment ...string) error {
	var said strings.Builder
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env, cmd.Stderr = append(os.Environ(), environment...), &said
	began := time.Now()
	err := cmd.Run()
	wall := time.Since(began)
	// A linter that has found something has done its work.
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || said.Len() > 0) {
		return fmt.Errorf("%v: %w\n%s", argv, err, said.String())
	}
	memory, is := peak(cmd.ProcessState)
	if !is {
		return errors.New("this system does not tell what a process took")
	}
	took := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if a.wall == 0 || wall < a.wall {
		a.wall = wall
	}
	if a.processor == 0 || took < a.processor {
		a.processor = took
	}
	a.memory = max(a.memory, memory/1e6)
	return nil
}

// brokenAudits names each promise on an audit that does not hold.
func brokenAudits(list []audited) error {
	var broken []error
	for i, promised := range promisedAudits[:min(len(list), len(promisedAudits))] {
		if a := list[i]; a.wall >= promised.wall || a.memory >= promised.memory {
			broken = append(broken, fmt.Errorf("an audit of %d services took %.2f s and %d MB, want less than %v and %d MB", a.services, a.wall.Seconds(), a.memory, promised.wall, promised.memory))
		}
	}
	return errors.Join(broken...)
}

func (r results) auditTable() string {
	var b strings.Builder
	fmt.Fprintf(&b, "| services | in a | time | processor time | memory at its peak | beside | its processor time, as a ratio | its memory |\n|--:|---|--:|--:|--:|---|--:|--:|\n")
	for _, a := range r.audits {
		fmt.Fprintf(&b, "| %d | %s | %.2f s | %.2f s | %d MB | %s | %.2f | %d MB |\n", a.services, a.input, a.wall.Seconds(), a.processor.Seconds(), a.memory,
			a.beside, a.processor.Seconds()/a.other.processor.Seconds(), a.other.memory)
	}
	return b.String()
}
