// Command bench measures what a person waits for: one computation, a plan with
// many services, the provider's size and its start-up. Everything that depends
// on the machine is measured in pairs beside hashicorp/time, whose work is as
// small, and reported as a ratio. It writes its table into docs/benchmarks.md
// and fails when a promise of the project does not hold:
//
//	bench -terraform T -graceful G -time O -page docs/benchmarks.md
package main

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
)

func main() {
	var b bench
	flag.StringVar(&b.terraform, "terraform", "terraform", "Terraform's binary")
	flag.StringVar(&b.graceful, "graceful", "", "this provider's binary")
	flag.StringVar(&b.offset, "time", "", "the binary of hashicorp/time, built with the same flags")
	flag.StringVar(&b.version, "time-version", "", "its version")
	flag.IntVar(&b.pairs, "pairs", 5, "pairs for each plan of the size that is promised")
	sizes := flag.String("sizes", "10,100,500,1000,2000", "instances in a plan")
	page := flag.String("page", "", "the page to write the table into; none prints it only")
	flag.Parse()

	if err := b.run(*sizes, *page); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A bench holds what is compared.
type bench struct {
	terraform, graceful, offset string
	version                     string
	pairs                       int
}

func (b *bench) run(sizes, page string) error {
	counts, err := parseSizes(sizes)
	if err != nil {
		return err
	}
	var r results
	r.version = b.version

	say("one computation")
	if r.compute, err = measureCompute(); err != nil {
		return err
	}

	say("size and start-up, in pairs")
	if r.sizes, err = measureSizes(b.graceful, b.offset); err != nil {
		return err
	}
	if r.handshake, err = measureHandshake(b.graceful, b.offset, 20); err != nil {
		return err
	}
	w, err := newWorkspace(b)
	if err != nil {
		return err
	}
	defer w.remove()
	if r.schema, err = w.measureSchema(10); err != nil {
		return err
	}
	for _, n := range counts {
		pairs := 3
		if n == promisedSize {
			pairs = b.pairs
		}
		say("a plan with %d instances, %d pairs", n, pairs)
		p, err := w.measurePlans(n, pairs)
		if err != nil {
			return err
		}
		r.plans = append(r.plans, p)
	}
	if r.terraform, err = w.terraformVersion(); err != nil {
		return err
	}

	table := r.markdown()
	fmt.Print(table)
	if page != "" {
		if err := writeBetweenMarkers(page, table); err != nil {
			return err
		}
	}
	return r.promises()
}

func parseSizes(s string) ([]int, error) {
	var out []int
	for part := range strings.SplitSeq(s, ",") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-sizes: %q is not a number of instances", part)
		}
		out = append(out, n)
	}
	return out, nil
}

func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "==> "+format+"\n", args...)
}
