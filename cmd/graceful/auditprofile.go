package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// profiles reads what services want to be, each file once.
type profiles struct {
	in   *auditInput
	file string
	read map[string]*shutdown.Profile
}

// of is the profile that a service names in its tag, or else the one that the command
// was given; nil where there is none, or where it cannot be read.
func (p *profiles) of(s *service.Service) *shutdown.Profile {
	tag, tagged := s.Tags[audit.ProfileTag]
	name, known := tag.Get()
	switch {
	case tagged && !known:
		return nil
	case tagged:
		beside := tag.Where.File
		if beside == "" {
			beside = s.Resource.Where.File
		}
		return p.once(name+"\x00"+beside, func() (string, []byte, error) { return tagText(name, filepath.Dir(beside)) })
	case p.file != "":
		return p.once(p.file, func() (string, []byte, error) {
			f, err := os.Open(p.file)
			if err != nil {
				return p.file, nil, err
			}
			return withText(p.file, f)
		})
	}
	return nil
}

func (p *profiles) once(key string, load func() (string, []byte, error)) *shutdown.Profile {
	if found, done := p.read[key]; done {
		return found
	}
	if p.read == nil {
		p.read = map[string]*shutdown.Profile{}
	}
	p.read[key] = nil
	name, text, err := load()
	if err != nil {
		p.in.fails(cannotRead(name, err))
		return nil
	}
	wants, err := profile.Read(name, text)
	var faults shutdown.Faults
	switch {
	case errors.As(err, &faults) && len(faults) > 0:
		p.in.fails(fmt.Errorf("%s is no profile: line %d: %s: %s", name, faults[0].Line, faults[0].Path, faults[0].Title()))
		return nil
	case p.in.fails(err):
		return nil
	}
	p.read[key] = &wants
	return &wants
}

// tagText reads the file that a tag names. What is audited may be somebody's who may
// not read everything here, so it must be a profile's name, below the folder of the
// file that has the tag or the working directory.
func tagText(name, beside string) (string, []byte, error) {
	if !slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(name)) || !filepath.IsLocal(name) {
		return name, nil, errors.New("a tag names a .yaml or .json below the file that it stands in, or below the working directory")
	}
	var failed error
	for _, folder := range []string{beside, "."} {
		root, err := os.OpenRoot(folder)
		if err != nil {
			failed = err
			continue
		}
		f, err := root.Open(name)
		_ = root.Close() // Opened files stay.
		if err == nil {
			return withText(filepath.Join(folder, name), f)
		}
		failed = err
	}
	return name, nil, failed
}

// withText reads no more than the reader needs to see that a file is too large.
func withText(name string, f *os.File) (string, []byte, error) {
	defer func() { _ = f.Close() }() // It was only read.
	text, err := io.ReadAll(io.LimitReader(f, profile.MaxBytes+1))
	return name, text, err
}
