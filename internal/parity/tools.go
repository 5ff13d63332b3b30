package parity

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// Tools are the programs that the test on the wire runs. None is optional:
// without one the test fails and says how to get it.
type Tools struct {
	Terraform string
	// AWS is the binary of the hashicorp/aws provider.
	AWS string
	// Python has moto with its server.
	Python string
	// Go builds the provider under test.
	Go string
}

// AWSVersion is the version of hashicorp/aws that the script builds or downloads.
const AWSVersion = "6.50.0"

const getTools = "scripts/parity-tools.sh gets it"

// FindTools looks for every tool and reports all that are missing at once.
func FindTools(root string) (Tools, error) {
	var t Tools
	var missing []error
	look := func(to *string, name, variable, hint string) {
		if v := os.Getenv(variable); v != "" {
			name = v
		}
		path, err := exec.LookPath(name)
		if err != nil {
			missing = append(missing, fmt.Errorf("%s is not there (%w): %s, or set %s to its path", name, err, hint, variable))
		}
		*to = path
	}
	cache := os.Getenv("GRACEFUL_CACHE")
	if cache == "" {
		cache = filepath.Join(root, ".cache")
	}
	look(&t.Go, "go", "GRACEFUL_GO", "install Go")
	look(&t.Terraform, firstFile(filepath.Join(cache, "bin", "terraform"), "terraform"), "GRACEFUL_TERRAFORM", getTools)
	look(&t.AWS, firstFile(filepath.Join(cache, "bin", "terraform-provider-aws"), filepath.Join(goPath(), "bin", "terraform-provider-aws")),
		"GRACEFUL_AWS_PROVIDER", getTools+" (from the registry, or built once from the module proxy, which takes about half an hour)")
	look(&t.Python, firstFile(filepath.Join(cache, "moto", "bin", "python3"), "python3"), "GRACEFUL_PYTHON", getTools)
	if t.Python != "" {
		if out, err := exec.Command(t.Python, "-c", "import moto.server").CombinedOutput(); err != nil {
			missing = append(missing, fmt.Errorf("moto with its server is not there (%s): %s, or pip install 'moto[server]'", lastLine(string(out)), getTools))
		}
	}
	return t, errors.Join(missing...)
}

// firstFile is the first of the paths that exists, or the last one.
func firstFile(paths ...string) string {
	for _, p := range paths {
		if _, err := os.Stat(p); err == nil {
			return p
		}
	}
	return paths[len(paths)-1]
}

func goPath() string {
	if v := os.Getenv("GOPATH"); v != "" {
		return filepath.SplitList(v)[0]
	}
	home, _ := os.UserHomeDir()
	return filepath.Join(home, "go")
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}

// Root is the root of the repository, from the place of this file.
func Root() (string, error) {
	_, file, _, ok := runtime.Caller(0)
	if !ok {
		return "", errors.New("the place of the sources is not known")
	}
	return filepath.Dir(filepath.Dir(filepath.Dir(file))), nil
}
