package profile_test

import (
	"errors"
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func ExampleRead() {
	p, err := profile.Read("profile.yaml", []byte("workload: http\nlongest_work: 10\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := shutdown.Compute(p)
	fmt.Println(s.StopTimeout, err)
	// Output: 35 <nil>
}

func ExampleRead_faults() {
	_, err := profile.Read("profile.yaml", []byte("workload: htpp\nlongest_work: 10s\n"))
	var faults shutdown.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			fmt.Printf("%d:%d %s: %s\n", f.Line, f.Column, f.Path, f.Message)
		}
	}
	// Output:
	// 1:11 workload: workload does not know the word "htpp".
	// 2:15 longest_work: longest_work takes a whole number, not a string.
}
