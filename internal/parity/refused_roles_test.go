package parity

import "testing"

// IAM has one place for each test and variable of a statement.
func TestModule_statementsRefuse(t *testing.T) {
	statement := func(conditions string) string {
		return `[{ actions = ["s3:GetObject"], resources = ["*"], condition = [` + conditions + `] }]`
	}
	const first = `{ test = "StringEquals", variable = "aws:PrincipalTag/a", values = ["1"] }`
	for _, variable := range []string{"execution_policy_statements", "task_policy_statements"} {
		checkRefusals(t, variable, map[string]refusal{
			"nothing":          {value: "[]"},
			"one condition":    {value: statement(first)},
			"another variable": {value: statement(first + `, { test = "StringEquals", variable = "aws:PrincipalTag/b", values = ["1"] }`)},
			"another test":     {value: statement(first + `, { test = "StringLike", variable = "aws:PrincipalTag/a", values = ["1"] }`)},
			"both the same":    {value: statement(first + `, { test = "StringEquals", variable = "aws:PrincipalTag/a", values = ["2"] }`), want: []string{"one condition for a test and a variable"}},
			"unknown values":   {value: statement(`{ test = "StringEquals", variable = unknown, values = [unknown] }`)},
		})
	}
}
