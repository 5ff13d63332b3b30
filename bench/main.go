// Command bench measures what a person waits for: one computation, a plan with
// many services, the provider's size and its start-up, an audit of many services,
// what graceful exec adds to a start, the load of a drill. Everything that depends on
// the machine is measured in pairs, of the provider beside hashicorp/time, whose work
// is as small. It writes its tables into docs/benchmarks.md and fails when a promise
// of the project does not hold. The tests have no absolute times: those are here.
//
//	bench -terraform T -graceful G -time O -inits FOLDER -page docs/benchmarks.md
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
)

func main() {
	if did, err := inPlace(); did {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if os.Getenv(appVariable) != "" {
		serveUntilStopped()
		return
	}
	var b bench
	flag.StringVar(&b.terraform, "terraform", "terraform", "Terraform's binary")
	flag.StringVar(&b.graceful, "graceful", "", "this provider's binary")
	flag.StringVar(&b.offset, "time", "", "the binary of hashicorp/time, built with the same flags")
	flag.StringVar(&b.version, "time-version", "", "its version")
	flag.StringVar(&b.inits, "inits", "", "the folder of graceful and graceful-exec")
	only := flag.String("only", "", "measure only this part: provider, unchanged, audit, inits or drill")
	flag.IntVar(&b.pairs, "pairs", 5, "pairs for each plan of the size that is promised")
	sizes := flag.String("sizes", "10,100,500,1000,2000", "instances in a plan")
	page := flag.String("page", "", "the page to write the table into; none prints it only")
	flag.Parse()

	if err := b.run(*only, *sizes, *page); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// inPlace does what a bench has this program do in a process of its own.
func inPlace() (bool, error) {
	if file := os.Getenv(decodeVariable); file != "" {
		return true, decodeWhole(file)
	}
	if services := os.Getenv(growVariable); services != "" {
		return true, growTo(os.Args[1], services)
	}
	return false, nil
}

// A bench holds what is compared.
type bench struct {
	terraform, graceful, offset string
	version, inits              string
	pairs                       int
}

// A part is one table of the page.
type part struct {
	name    string
	measure func(r *results) error
	table   func(r results) string
}

// run measures each part, or the one that is asked for.
func (b *bench) run(only, sizes, page string) error {
	counts, err := parseSizes(sizes)
	if err != nil {
		return err
	}
	r := results{version: b.version}
	found := false
	for _, p := range []part{
		{"provider", func(r *results) error { return b.provider(r, counts) }, results.markdown},
		{"unchanged", b.unchangedPlans, results.unchangedTable},
		{"audit", func(r *results) (err error) { r.audits, err = measureAudits(b.inits); return err }, results.auditTable},
		{"inits", func(r *results) (err error) { r.inits, err = measureInits(b.inits); return err }, results.initsTable},
		{"drill", func(r *results) (err error) { r.drill, err = measureLoad(context.Background()); return err }, results.drillTable},
	} {
		if only != "" && only != p.name {
			continue
		}
		found = true
		if err := p.measure(&r); err != nil {
			return err
		}
		table := p.table(r)
		fmt.Println(table)
		if page != "" {
			if err := writeBetweenMarkers(page, p.name, table); err != nil {
				return err
			}
		}
	}
	if !found {
		return fmt.Errorf("-only: there is no part %q, only provider, unchanged, audit, inits and drill", only)
	}
	return r.promises()
}

// provider measures the provider beside hashicorp/time.
func (b *bench) provider(r *results, counts []int) (err error) {

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
	r.terraform, err = w.terraformVersion()
	return err
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
