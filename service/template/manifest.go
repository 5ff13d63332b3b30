package template

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// nestedFiles are the templates of the stacks nested in a stack's, by the hashes
// that stand in their URLs. Without the CDK's assets nothing is nested.
func nestedFiles(file string) (map[string]string, error) {
	var assets struct {
		Files map[string]struct{ Source struct{ Path string } }
	}
	if err := beside(strings.TrimSuffix(file, ".template.json")+".assets.json", &assets); err != nil {
		return nil, err
	}
	nested := map[string]string{}
	for hash, f := range assets.Files {
		if strings.HasSuffix(f.Source.Path, ".nested.template.json") {
			nested[hash] = filepath.Join(filepath.Dir(file), f.Source.Path)
		}
	}
	return nested, nil
}

// beside reads a file that the CDK writes beside templates, if it is there.
func beside(file string, into any) error {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// nearest is the path among those of one logical ID that is in a stack and not in
// one nested in it: logical IDs are unique in one template only.
func nearest(paths []string, stack string) string {
	best := ""
	for _, p := range paths {
		if strings.HasPrefix(p, stack+"/") && (best == "" || strings.Count(p, "/") < strings.Count(best, "/")) {
			best = p
		}
	}
	return best
}

// entries are what the CDK notes of constructs, by their paths.
type entries map[string][]struct {
	Type string
	Data any
}

// logicalIDs adds the paths of constructs by their logical IDs.
func (e entries) logicalIDs(into map[string][]string) {
	for path, list := range e {
		for _, entry := range list {
			if id, ok := entry.Data.(string); ok && entry.Type == "aws:cdk:logicalId" {
				into[id] = append(into[id], strings.TrimPrefix(path, "/"))
			}
		}
	}
}

// constructPaths reads the paths of the constructs of a stack by their logical IDs,
// which the CDK notes beside the templates.
func constructPaths(file string) (map[string][]string, error) {
	var manifest struct {
		Artifacts map[string]struct {
			Metadata               entries
			AdditionalMetadataFile string
			Properties             struct{ TemplateFile string }
		}
	}
	dir := filepath.Dir(file)
	if err := beside(filepath.Join(dir, "manifest.json"), &manifest); err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, artifact := range manifest.Artifacts {
		if artifact.Properties.TemplateFile != filepath.Base(file) {
			continue
		}
		artifact.Metadata.logicalIDs(out)
		if artifact.AdditionalMetadataFile != "" {
			var more entries
			if err := beside(filepath.Join(dir, artifact.AdditionalMetadataFile), &more); err != nil {
				return nil, err
			}
			more.logicalIDs(out)
		}
	}
	for _, paths := range out {
		slices.SortFunc(paths, cmp.Compare[string])
	}
	return out, nil
}
