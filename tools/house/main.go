// Command house checks what a reader of the repository counts on: files short
// enough to read in one go, and no folder without content.
//
//	house path/to/repository
package main

import (
	"fmt"
	"os"
)

func main() {
	root := ".."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	faults, files, err := inspect(root)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, f := range faults {
		fmt.Println(f)
	}
	fmt.Printf("house: %d files looked at, %d faults\n", files, len(faults))
	if len(faults) > 0 || files == 0 {
		os.Exit(1)
	}
}
