// Command sidebyside prints the settings of one service as Terraform plans
// them and as CDK synthesises them, and whether they are equal:
//
//	go run ./internal/sidebyside plan.json template.json
//
// The first file is what `terraform show -json` prints of a plan, the second a
// CloudFormation template. It fails when a setting differs or is missing on
// both sides.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: sidebyside PLAN.json TEMPLATE.json")
	}
	plan, err := read(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	template, err := read(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	rows, err := compare(fromPlan(plan), fromTemplate(template))
	fmt.Print(table(rows))
	if err != nil {
		log.Fatal(err)
	}
}

func read(name string) (map[string]any, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var v map[string]any
	if err := json.Unmarshal(data, &v); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}
