// Package config finds and reads .graceful.yaml, in which a repository says what an
// audit is to pass over:
//
//	ignore:
//	  "*":
//	    - drain-by-default deployments are rare here
//	  batch:
//	    - no-drain until=2027-01-31 its callers try again
//
// The keys are names or addresses of services, in which * stands for anything.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// Name is that of the file.
const Name = ".graceful.yaml"

// mostBytes is more than anybody writes by hand.
const mostBytes = 1 << 20

// Find looks for the file in a folder and those above it, up to the root of the
// repository, which has a .git. Outside a repository it looks in that folder alone,
// since nobody knows whose the ones above are. Empty means that there is none.
func Find(folder string) (string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	found := ""
	for at := folder; ; {
		file := filepath.Join(at, Name)
		if _, err := os.Stat(file); err == nil && found == "" {
			found = file
		}
		if _, err := os.Stat(filepath.Join(at, ".git")); err == nil {
			return found, nil
		}
		above := filepath.Dir(at)
		if above == at {
			break
		}
		at = above
	}
	if found != filepath.Join(folder, Name) {
		return "", nil
	}
	return found, nil
}

// Read reads a file; shown is how it is called in reports. The error has its name.
func Read(file, shown string) ([]audit.Ignore, error) {
	text, err := text(file)
	if err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			err = path.Err
		}
		return nil, fmt.Errorf("%s cannot be read: %w", shown, err)
	}
	var root yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(text)).Decode(&root); errors.Is(err, io.EOF) {
		return nil, nil // Nothing is in it.
	} else if err != nil {
		return nil, fmt.Errorf("%s is no YAML: %s", shown, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	r := reader{shown: shown}
	r.root(root.Content[0])
	return r.out, r.fault
}

func text(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // It was only read.
	text, err := io.ReadAll(io.LimitReader(f, mostBytes+1))
	if len(text) > mostBytes {
		return nil, fmt.Errorf("it has more than %d bytes", mostBytes)
	}
	return text, err
}

type reader struct {
	shown string
	out   []audit.Ignore
	fault error
}

// fail keeps the first fault.
func (r *reader) fail(n *yaml.Node, words string) {
	if r.fault == nil {
		r.fault = fmt.Errorf("%s:%d: %s", r.shown, n.Line, words)
	}
}

func (r *reader) root(n *yaml.Node) {
	r.pairs(n, "the file has one key, ignore", func(key, value *yaml.Node) {
		if key.Value != "ignore" {
			r.fail(key, "there is no such key: the file has one, ignore")
			return
		}
		r.pairs(value, "ignore has names or addresses of services, such as \"*\", each with a list", func(services, list *yaml.Node) {
			if list.Kind != yaml.SequenceNode {
				r.fail(list, "behind the name of a service stands a list of RULE until=DATE reason")
				return
			}
			for _, item := range list.Content {
				if item.Kind != yaml.ScalarNode {
					r.fail(item, "it is no text such as RULE until=DATE reason")
					continue
				}
				i := audit.ParseIgnore("config", item.Value, service.Where{File: r.shown, Line: item.Line})
				i.Services = services.Value
				r.out = append(r.out, i)
			}
		})
	})
}

// pairs goes through a map whose keys are texts, each there once.
func (r *reader) pairs(n *yaml.Node, words string, each func(key, value *yaml.Node)) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" {
		return
	}
	if n.Kind != yaml.MappingNode {
		r.fail(n, words)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		switch {
		case key.Kind != yaml.ScalarNode || key.Value == "":
			r.fail(key, words)
		case seen[key.Value]:
			r.fail(key, "it stands there twice: "+key.Value)
		default:
			seen[key.Value] = true
			each(key, n.Content[i+1])
		}
	}
}
