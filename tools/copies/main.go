// Command copies writes the further copies of the module's service. Terraform
// cannot choose at plan what it ignores, so there is one resource for each choice;
// only the first, in main.service.tf, is written by hand.
//
//	copies path/to/modules/fargate-service
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	folder := "../modules/fargate-service"
	if len(os.Args) > 1 {
		folder = os.Args[1]
	}
	if err := write(folder); err != nil {
		fmt.Fprintln(os.Stderr, "copies:", err)
		os.Exit(1)
	}
}

func write(folder string) error {
	source, err := os.ReadFile(filepath.Join(folder, original)) //nolint:gosec // The caller names the module.
	if err != nil {
		return err
	}
	for _, c := range copies {
		text, err := c.of(string(source))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, c.file()), []byte(text), 0o644); err != nil { //nolint:gosec // A source file, which everybody may read.
			return err
		}
	}
	return nil
}
