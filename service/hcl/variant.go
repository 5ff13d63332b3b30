package hcl

import (
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

const (
	// mostVariants bounds the variants of a folder.
	mostVariants = 64
	// mostVaried bounds the steps of a folder with all its variants, of which the audit
	// of a service takes as many as auditSteps.
	mostVaried = 500_000
	auditSteps = 30
)

// Variants are the further pictures that the code may give. Each gives the root one
// other value, or the values of one file, and evaluates everything anew, so that what
// hangs together stays together.
func (f *Folder) Variants() service.Variants {
	out := service.Variants{Left: map[string]int{}}
	options, left := f.options()
	leave := func(n int) {
		for file := range f.files {
			if n > 0 {
				out.Left[file] += n
			}
		}
	}
	leave(left)
	if len(options) == 0 {
		return out
	}
	out.All = func(yield func(service.Variant) bool) {
		l := f.loader
		spent := f.steps
		for i, o := range options {
			if spent >= mostVaried {
				leave(len(options) - i)
				return
			}
			l.most = min(mostSteps, mostVaried-spent)
			_, resources, err := f.evaluate(nil, o.given)
			spent, l.most = spent+l.steps+auditSteps*servicesIn(resources), mostSteps
			if err != nil { // Too much of it: the picture would not be whole.
				leave(1)
				continue
			}
			if !yield(service.Variant{When: o.Choice, Resources: resources}) {
				return
			}
		}
	}
	return out
}

func servicesIn(resources []*service.Resource) int {
	n := 0
	for _, r := range resources {
		if r.Type == service.TypeService {
			n++
		}
	}
	return n
}

// Notes are what of the choices is not followed, as far as [Folder.Variants] has met it.
func (f *Folder) Notes() []string { return f.notes }

// options are the choices that the inputs leave, of each in turn, and how many there
// are beyond those.
func (f *Folder) options() (out []option, left int) {
	if f.base == nil {
		if _, err := f.Resources(nil); err != nil {
			return nil, 0
		}
	}
	f.notes = nil
	files, left := f.varFiles()
	byFile := map[string]bool{}
	for _, o := range files {
		for name := range o.given.file {
			byFile[name] = true
		}
	}
	lists := [][]option{files}
	if err := f.loader.bounding(func() {
		v := surveyed(f.base)
		for _, name := range sorted(v.inputs) {
			in := v.inputs[name]
			// What files give is decided in them, and only what hangs together is real.
			if b := in.variable; b != nil && (byFile[b.name] || f.loader.values[b.name] != nil) {
				continue
			}
			lists = append(lists, v.options(in))
		}
	}); err != nil {
		lists = lists[:1]
	}
	for _, list := range lists {
		left += len(list)
	}
	for round := 0; len(out) < mostVariants; round++ {
		before := len(out)
		for _, list := range lists {
			if round < len(list) && len(out) < mostVariants {
				out = append(out, list[round])
			}
		}
		if len(out) == before {
			break
		}
	}
	return out, left - len(out)
}
