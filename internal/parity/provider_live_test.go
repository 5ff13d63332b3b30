//go:build parity

package parity

import (
	"context"
	"os"
	"path/filepath"
	"sync"
)

// provider is the path of the provider under test, built once for all tests. It lies
// beside the test binary, which go removes with its folder.
var provider = sync.OnceValues(func() (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	found, err := foundTools()
	if err != nil {
		return "", err
	}
	to := filepath.Join(filepath.Dir(os.Args[0]), "terraform-provider-graceful")
	return to, BuildProvider(context.Background(), found, root, to)
})
