// Command borders proves that the linter guards every border between this
// project's folders: in a copy of the repository it writes one forbidden import
// for each border and fails unless golangci-lint reports it, and one permitted
// import for each folder and fails if that is reported.
//
//	borders -lint path/to/golangci-lint -root path/to/repository
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	lint := flag.String("lint", "golangci-lint", "the linter's binary")
	root := flag.String("root", "..", "the repository")
	flag.Parse()

	wrong, err := prove(*lint, *root, borders())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, w := range wrong {
		fmt.Println(w)
	}
	fmt.Printf("borders: %d passed, %d failed\n", len(borders())-len(wrong), len(wrong))
	if len(wrong) > 0 {
		fmt.Println("Mend the rules under linters.settings.depguard in .golangci.yml, or the table in tools/borders/table.go.")
		os.Exit(1)
	}
}
