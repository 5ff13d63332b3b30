// Command names prints the names of a Terraform module's inputs in the form of
// internal/coverage/facts, for a new version of a module that is answered there:
//
//	go run ./internal/coverage/names path/to/modules/service/variables.tf
package main

import (
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/coverage"
)

func main() {
	log.SetFlags(0)
	names, err := coverage.Variables(os.Args[1:]...)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("inputs:")
	for _, name := range names {
		depth := strings.Count(name, ".")
		fmt.Println(strings.Repeat("  ", depth+1) + name[strings.LastIndexByte(name, '.')+1:] + ":")
	}
}
