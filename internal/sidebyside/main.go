// Command sidebyside prints the settings of one service as Terraform plans
// them and as CDK synthesises them, and whether they are equal:
//
//	go run ./internal/sidebyside plan.json template.json
//	go run ./internal/sidebyside -recorded CASE
//
// The first file is what `terraform show -json` prints of a plan, the second a
// CloudFormation template. Without the AWS provider there is no plan, and
// Terraform's side is what it was last recorded to send for a case of the parity
// test, of which every value is compared. It fails when a setting differs or is
// missing on both sides.
package main

import (
	"fmt"
	"log"
	"os"

	"github.com/aws/jsii-runtime-go"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: sidebyside PLAN.json TEMPLATE.json, or sidebyside -recorded CASE")
	}
	sides := fromFiles
	if os.Args[1] == "-recorded" {
		sides = func(_, name string) (settings, settings, error) { return fromRecorded(name) }
	}
	terraform, cdk, err := sides(os.Args[1], os.Args[2])
	jsii.Close()
	if err != nil {
		log.Fatal(err)
	}
	rows, err := compare(terraform, cdk)
	fmt.Print(table(rows))
	if err != nil {
		log.Fatal(err)
	}
}

func fromFiles(planned, synthesised string) (terraform, cdk settings, err error) {
	if terraform, err = fromFile(planned); err != nil {
		return nil, nil, err
	}
	cdk, err = fromFile(synthesised)
	return terraform, cdk, err
}
