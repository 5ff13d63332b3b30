// Command releasecheck reads .goreleaser.yml with goreleaser's own strict
// reader, so that a wrong field is found long before a release. It builds in
// seconds where the whole of goreleaser takes minutes.
//
//	releasecheck path/to/.goreleaser.yml
package main

import (
	"fmt"
	"os"

	"github.com/goreleaser/goreleaser/v2/pkg/config"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: releasecheck path/to/.goreleaser.yml")
		os.Exit(2)
	}
	project, err := config.Load(os.Args[1])
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
	fmt.Printf("%s: %d builds, %d archives\n", os.Args[1], len(project.Builds), len(project.Archives))
	if len(project.Builds) == 0 || len(project.Archives) == 0 {
		os.Exit(1)
	}
}
