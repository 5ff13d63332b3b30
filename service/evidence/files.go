package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// mostDockerfile is the largest Dockerfile that is read, and mostFound how many of a
// folder are.
const (
	mostDockerfile = 1 << 20
	mostFound      = 1000
	deepest        = 8
	// Each stage may have the variables of the one that it builds on.
	mostInstructions = 5000
	mostStages       = 200
)

// ReadDockerfile says what the Dockerfile at a path builds. It stands for the image of
// that name; without one for those that are named like its folder, like the end of its
// own name (Dockerfile.worker), or like its label org.opencontainers.image.title.
func ReadDockerfile(path, name string) (*Image, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, cause(err))
	}
	if !info.Mode().IsRegular() || info.Size() > mostDockerfile {
		return nil, fmt.Errorf("%s is no file, or has more than %d bytes", path, mostDockerfile)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, cause(err))
	}
	list := instructions(string(text))
	stages := 0
	for _, i := range list {
		if i.name == "FROM" {
			stages++
		}
	}
	if len(list) > mostInstructions || stages > mostStages {
		return nil, fmt.Errorf("%s has more than %d instructions or %d stages", path, mostInstructions, mostStages)
	}
	out, ok := parseDockerfile(path, string(text))
	if !ok {
		return nil, fmt.Errorf("%s has no FROM: it is no Dockerfile", path)
	}
	out.Script = entryScript(out, filepath.Dir(path))
	if name != "" {
		out.Names, out.container = []string{name}, name
		return out, nil
	}
	out.Names = append(out.Names, namesOf(path)...)
	return out, nil
}

// cause is an error of the file system without the path, which is said already.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// asset is a folder in which the CDK keeps what an image is built of; the image's tag
// is the same hash.
var asset = regexp.MustCompile(`^asset\.([0-9a-f]{16,})$`)

// plain are folders whose names say nothing of the image: the one above does.
var plain = map[string]bool{"docker": true, "build": true, "deploy": true, "deployment": true, "container": true, ".docker": true, "ops": true, "infra": true}

// namesOf are the names of an image by its Dockerfile's path.
func namesOf(path string) []string {
	if whole, err := filepath.Abs(path); err == nil {
		path = whole
	}
	folder := filepath.Dir(path)
	for plain[strings.ToLower(filepath.Base(folder))] {
		folder = filepath.Dir(folder)
	}
	name := filepath.Base(folder)
	if m := asset.FindStringSubmatch(name); m != nil {
		return []string{m[1]}
	}
	file := filepath.Base(path)
	for _, own := range []string{strings.TrimPrefix(file, "Dockerfile."), strings.TrimSuffix(file, ".Dockerfile"), strings.TrimSuffix(file, ".dockerfile"), strings.TrimPrefix(file, "Containerfile.")} {
		if own != file {
			return []string{own, name + "-" + own}
		}
	}
	return []string{name}
}

// isDockerfile says that a file is one by its name.
func isDockerfile(name string) bool {
	lower := strings.ToLower(name)
	return name == "Dockerfile" || name == "Containerfile" || strings.HasPrefix(name, "Dockerfile.") && !strings.HasSuffix(lower, ".dockerignore") || strings.HasSuffix(lower, ".dockerfile")
}

// others are folders in which nobody's own Dockerfiles are.
var others = map[string]bool{".git": true, "node_modules": true, "vendor": true, ".terraform": true, ".venv": true, "venv": true, "site-packages": true}

// Dockerfiles reads those below a folder. One that cannot be read is passed over:
// nobody named it.
func Dockerfiles(folder string) []*Image {
	var out []*Image
	root := strings.Count(filepath.Clean(folder), string(filepath.Separator))
	_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || len(out) >= mostFound:
			return fs.SkipDir
		case d.IsDir() && path != folder && (others[d.Name()] || strings.Count(filepath.Clean(path), string(filepath.Separator))-root > deepest):
			return fs.SkipDir
		case d.Type().IsRegular() && isDockerfile(d.Name()):
			if image, err := ReadDockerfile(path, ""); err == nil {
				out = append(out, image)
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b *Image) int { return strings.Compare(a.Where.File, b.Where.File) })
	return out
}
