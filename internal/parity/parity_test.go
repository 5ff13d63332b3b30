package parity

import "testing"

// TestParity compares every case's template with what Terraform was last seen
// to send, and with what the case's profile wants. The test with the build tag parity
// compares with what it sends now.
func TestParity(t *testing.T) {
	for _, c := range Cases() {
		t.Run(c.Name, func(t *testing.T) {
			cdk := synthesised(t, c)
			checkEqual(t, recorded(t, c.Name), cdk)
			checkWanted(t, c, "CDK", cdk)
		})
	}
}

func TestCases_coverEveryInput(t *testing.T) {
	if n := len(Cases()); n < 12 {
		t.Errorf("there are %d cases, want at least 12", n)
	}
	seen := map[string]bool{}
	for _, c := range Cases() {
		m, err := c.Module("module", Fixed())
		if err != nil {
			t.Fatal(err)
		}
		for argument := range m {
			seen[argument] = true
		}
	}
	for _, v := range variables(t) {
		if !seen[v] && notCompared[v] == "" {
			t.Errorf("no case gives the module's %s, and nothing says why", v)
		}
	}
}

// notCompared are the module's variables that no case gives.
var notCompared = map[string]string{
	"cluster_capacity_providers":     "what Terraform waits for; no request",
	"execution_policy_arns":          "CDK has no such prop: the caller adds them to ExecutionRole",
	"force_delete":                   "part of a delete alone; CloudFormation scales the service down by itself",
	"security_group_tags":            "CDK has no such prop: awscdk.Tags works on any construct",
	"service_tags":                   "CDK has no such prop: awscdk.Tags works on any construct",
	"sigint_rollback":                "what Terraform does when it is interrupted; no request",
	"task_tags":                      "CDK has no such prop: awscdk.Tags works on any construct",
	"triggers":                       "part of the state alone; CloudFormation decides by itself",
	"force_new_deployment":           "part of updates alone; CloudFormation decides by itself",
	"operating_system_family":        "LINUX is its only value, in every case",
	"tags":                           "CDK has no such prop: awscdk.Tags works on any construct",
	"task_policy_arns":               "CDK has no such prop: the caller adds them to TaskRole",
	"wait_for_steady_state":          "Terraform's own waiting; no request",
	"ignore_task_definition_changes": "part of updates alone; see TestOnTheWire_changes",
}

func checkEqual(t *testing.T, terraform, cdk Tree) {
	t.Helper()
	for _, d := range Compare(terraform, cdk) {
		t.Error(d)
	}
}

func synthesised(t *testing.T, c Case) Tree {
	t.Helper()
	template, err := c.Synthesise(Fixed())
	if err != nil {
		t.Fatal(err)
	}
	return treeOf(t, c.Name, template)
}

func treeOf(t *testing.T, name string, template map[string]any) Tree {
	t.Helper()
	tree, err := CDKTree(name, template, t.Errorf)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}
