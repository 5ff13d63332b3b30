package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
)

// What the project promises; a bench that finds otherwise fails.
const (
	promisedCompute = 10 * time.Microsecond
	promisedSize    = 1000
	promisedRatio   = 1.0
	promisedStartup = 10 * time.Millisecond
	promisedMemory  = 10 << 10 // KiB

	// Of graceful-exec beside tini.
	promisedStartRatio  = 2.0
	promisedMemoryRatio = 1.5
)

// results is everything that was measured in one run.
type results struct {
	terraform, version string
	compute            computed
	sizes              sizePair
	handshake, schema  pair
	plans              []planned
	unchanged          []unchanged
	audits             []audited
	inits              []initCost
	drill              verdict.Result
}

// planned is one size of plan, in time on the clock and on the processors.
type planned struct {
	instances       int
	wall, processor pair
}

// promises returns an error that names each promise that does not hold.
func (r results) promises() error {
	var broken []error
	if r.compute.took >= promisedCompute {
		broken = append(broken, fmt.Errorf("one computation took %v (%s), want less than %v", r.compute.took, r.compute.example, promisedCompute))
	}
	for _, p := range r.plans {
		if p.instances == promisedSize && p.wall.ratio() > promisedRatio {
			broken = append(broken, fmt.Errorf("a plan with %d graceful_settings took %.2f times that with time_offset, want at most %.2f", p.instances, p.wall.ratio(), promisedRatio))
		}
	}
	if err := r.brokenUnchanged(); err != nil {
		broken = append(broken, err)
	}
	if err := brokenAudits(r.audits); err != nil {
		broken = append(broken, err)
	}
	if err := brokenInits(r.inits); err != nil {
		broken = append(broken, err)
	}
	switch d := r.drill; {
	case d.Verdict == "": // It was not played.
	case d.Verdict == verdict.NotJudged:
		broken = append(broken, fmt.Errorf("the drill is not judged after %d attempts: %s", d.Attempts, d.Findings[0].Message))
	case !d.OK || !d.Load.Kept:
		broken = append(broken, fmt.Errorf("a drill at %d requests a second did not hold or keep its rate:\n%s", promisedRate, report.DrillText(d)))
	}
	return errors.Join(broken...)
}

func (r results) markdown() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }

	line("Measured with Terraform %s, hashicorp/time %s and %s on %s/%s with %d cores.", r.terraform, r.version, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	line("A ratio below 1 means that graceful is faster or smaller.")
	line("")
	line("| What | graceful | hashicorp/time | Ratio |")
	line("|---|--:|--:|--:|")
	line("| One `shutdown.Compute`, the slowest worked example | %.1f µs | | |", float64(r.compute.took)/float64(time.Microsecond))
	line("| Provider binary | %s | %s | %.2f |", megabytes(r.sizes.graceful.disk), megabytes(r.sizes.offset.disk), float64(r.sizes.graceful.disk)/float64(r.sizes.offset.disk))
	line("| The same, compressed as in a download | %s | %s | %.2f |", megabytes(r.sizes.graceful.packed), megabytes(r.sizes.offset.packed), float64(r.sizes.graceful.packed)/float64(r.sizes.offset.packed))
	line("| Start to handshake | %s | %s | %.2f |", milliseconds(r.handshake.graceful), milliseconds(r.handshake.offset), r.handshake.ratio())
	line("| `terraform providers schema` | %s | %s | %.2f |", milliseconds(r.schema.graceful), milliseconds(r.schema.offset), r.schema.ratio())
	line("")
	line("| `terraform plan` with | `graceful_settings` | `time_offset` | Ratio of the clock | Ratio of processor time |")
	line("|--:|--:|--:|--:|--:|")
	for _, p := range r.plans {
		line("| %d | %.2f s | %.2f s | %.2f | %.2f |", p.instances, median(p.wall.graceful).Seconds(), median(p.wall.offset).Seconds(), p.wall.ratio(), p.processor.ratio())
	}
	return b.String()
}

func (r results) drillTable() string {
	l := r.drill.Load
	return fmt.Sprintf("| requests a second | scheduled | sent | 99 of 100 at most late | latest |\n|--:|--:|--:|--:|--:|\n| %d | %d | %d | %.1f ms | %.1f ms |\n",
		promisedRate, l.Scheduled, l.Sent, inMilliseconds(l.LagP99.D()), inMilliseconds(l.LagMax.D()))
}

func inMilliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func megabytes(bytes int) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) }

func milliseconds(samples []time.Duration) string {
	return fmt.Sprintf("%.0f ms", float64(median(samples))/float64(time.Millisecond))
}

// markers are the lines around a part of the page.
func markers(part string) (begin, end string) {
	return "<!-- bench:" + part + ":begin -->\n", "<!-- bench:" + part + ":end -->\n"
}

// writeBetweenMarkers replaces what an earlier run wrote and leaves the rest of
// the page to people.
func writeBetweenMarkers(file, part, text string) error {
	page, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	replaced, err := replaceBetweenMarkers(string(page), part, text)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, []byte(replaced), 0o644)
}

func replaceBetweenMarkers(page, part, text string) (string, error) {
	beginMarker, endMarker := markers(part)
	before, rest, ok := strings.Cut(page, beginMarker)
	_, after, ended := strings.Cut(rest, endMarker)
	if !ok || !ended {
		return "", fmt.Errorf("the lines %q and %q must both be there", strings.TrimSpace(beginMarker), strings.TrimSpace(endMarker))
	}
	return before + beginMarker + "\n" + text + "\n" + endMarker + after, nil
}
