package shutdown_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func TestParse_numberLiterals(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		want int
		rule string
	}{
		"10":                      {want: 10},
		"10.0":                    {want: 10},
		"10.000":                  {want: 10},
		"1e1":                     {want: 10},
		"1E+1":                    {want: 10},
		"100e-1":                  {want: 10},
		"0.1e2":                   {want: 10},
		"0e99999999999999999999":  {rule: "range"},
		"10.5":                    {rule: "type"},
		"10.00000000000000000001": {rule: "type"},
		"1e-400":                  {rule: "type"},
		"1e-9999999999999999999":  {rule: "type"},
		"-10":                     {rule: "range"},
		"-10.5":                   {rule: "type"},
		"1e999999999":             {rule: "range"},
		"10e9223372036854775807":  {rule: "range"},
		"99999999999999999999":    {rule: "range"},
		"010":                     {rule: "type"},
		"+10":                     {rule: "type"},
		"0x10":                    {rule: "type"},
		"0o10":                    {rule: "type"},
		"1_000":                   {rule: "type"},
		".5":                      {rule: "type"},
		"5.":                      {rule: "type"},
		"1e":                      {rule: "type"},
		"1e+-1":                   {rule: "type"},
		"1e1.0":                   {rule: "type"},
		"--1":                     {rule: "type"},
		".inf":                    {rule: "type"},
		"Inf":                     {rule: "type"},
		"nan":                     {rule: "type"},
		"-":                       {rule: "type"},
		"":                        {rule: "type"},
	}
	for literal, tt := range tests {
		t.Run(literal, func(t *testing.T) {
			t.Parallel()
			p, err := shutdown.Parse(map[string]any{"workload": "http", "longest_work": json.Number(literal)})
			if tt.rule == "" {
				if err != nil || *p.Given().LongestWork != tt.want {
					t.Fatalf("Parse() = %v, %v, want %d", p, err, tt.want)
				}
				return
			}
			var faults shutdown.Faults
			if !errors.As(err, &faults) || len(faults) != 1 || faults[0].Rule != tt.rule || faults[0].Path != "longest_work" {
				t.Errorf("Parse() error = %v, want one fault of rule %s at longest_work", err, tt.rule)
			}
		})
	}
}
