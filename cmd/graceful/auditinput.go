package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/audit/config"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
	"github.com/graceful-ecs/terraform-provider-graceful/service/read"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// auditInput reads what an audit needs. What it cannot read it keeps, and goes on:
// the rest is still worth printing.
type auditInput struct {
	// progress is nil where nobody watches.
	progress *auditProgress
	standard io.Reader // what the path - stands for
	today    string
	read     int
	unread   []error
	// notes are worth saying, though nothing is wrong.
	notes []string
	// changes asks for what plans have of before, planned says that there was one, and
	// missing that a path could not be read.
	changes, planned, missing bool
	before                    []*service.Resource
}

func (in *auditInput) fails(err error) bool {
	if err != nil {
		in.unread = append(in.unread, errors.New(safe.Line(err.Error())))
	}
	return err != nil
}

// services are those of paths that may name each other's resources, with the further
// pictures that there may be of them.
func (in *auditInput) services(paths []string) ([]*service.Service, service.Variants) {
	from := read.Reader{Changes: in.changes, Standard: in.standard}
	for i, path := range paths {
		in.progress.is(fmt.Sprintf("reading %s, %d of %d", path, i+1, len(paths)))
		if in.fails(from.Add(path)) {
			in.missing = true
		} else {
			in.read++
		}
	}
	resources := from.Resources()
	services := service.Link(resources)
	service.Forget(resources) // Of a long plan they take half the room.
	in.planned, in.before = from.Planned(), from.Before()
	variants := from.Variants()
	in.notes = from.Notes()
	return services, variants
}

// wantsChanges says that what plans have of before is asked for. Markdown, which is for
// pull requests, and its picture ask for that by themselves.
func (f *auditFlags) wantsChanges() bool {
	return len(f.base) == 0 && (f.changes || f.format.value == "markdown" || f.format.value == "svg")
}

// compare says what is new against the paths of before, or against what the plans
// have of it.
func (f *auditFlags) compare(in *auditInput, r *audit.Report, images []*evidence.Image, wants func(*service.Service) *shutdown.Profile) error {
	var variants service.Variants
	before := in.before
	switch {
	case len(f.base) > 0:
		from := read.Reader{Standard: in.standard}
		failed := false
		for _, path := range f.base {
			in.progress.is("reading what was before in " + path)
			failed = in.fails(from.Add(path)) || failed
		}
		if failed {
			return nil // What is missing would look as if it were new.
		}
		before, variants, images = from.Resources(), from.Variants(), f.apps.images(in, f.base)
	case !in.changes || in.missing:
		return nil
	case !in.planned && f.changes:
		return errors.New("--changes needs a plan, and there is none among the paths: give what was before with --base")
	case !in.planned:
		return nil
	}
	was := audit.NewVaried(service.Link(before), variants, images...)
	was.Compare(wants)
	r.Since(was)
	return nil
}

// ignored is what the repository wants ignored.
func (in *auditInput) ignored(file string) []audit.Ignore {
	shown := file
	if file == "" {
		found, err := config.Find(".")
		if in.fails(err) || found == "" {
			return nil
		}
		file, shown = found, found
		if here, err := os.Getwd(); err == nil {
			if near, err := filepath.Rel(here, found); err == nil {
				shown = near
			}
		}
	}
	list, err := config.Read(file, shown)
	in.fails(err)
	return list
}

// settle applies what people have decided about findings.
func (f *auditFlags) settle(cmd *cobra.Command, in *auditInput, r *audit.Report) {
	r.Ignore(in.ignored(f.config), in.today)
	if f.baseline != "" {
		if b, err := readBaseline(f.baseline); !in.fails(err) {
			r.Against(b)
		}
	}
	if f.writeBaseline != "" && len(in.unread) == 0 {
		b := r.Baseline()
		if !in.fails(writeBaseline(f.writeBaseline, b)) {
			fmt.Fprintln(cmd.ErrOrStderr(), "graceful: "+print.Count(len(b.Findings), "finding")+" written to "+safe.Name(f.writeBaseline))
			r.Against(b)
		}
	}
}

// mostOfBaseline is more than the findings of 100,000 services take.
const mostOfBaseline = 1 << 28

func readBaseline(file string) (audit.Baseline, error) {
	info, err := os.Stat(file)
	if err != nil {
		return audit.Baseline{}, cannotRead(file, err)
	}
	if info.Size() > mostOfBaseline {
		return audit.Baseline{}, fmt.Errorf("%s has more than %d bytes", file, mostOfBaseline)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return audit.Baseline{}, cannotRead(file, err)
	}
	b, err := audit.ReadBaseline(text)
	if err != nil {
		return b, fmt.Errorf("%s %w", file, err)
	}
	return b, nil
}

func writeBaseline(file string, b audit.Baseline) error {
	text, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, append(text, '\n'), 0o666); err != nil {
		return cannotWrite(file, err)
	}
	return nil
}
