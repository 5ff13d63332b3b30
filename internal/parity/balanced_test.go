package parity

import "testing"

// eitherCase is a case of either kind, with what makes its template.
type eitherCase struct {
	Name       string
	Synthesise func(Surroundings) (map[string]any, error)
}

// pairs are all cases: what holds for one must hold for each.
func pairs() []eitherCase {
	var out []eitherCase
	for _, c := range Cases() {
		out = append(out, eitherCase{c.Name, c.Synthesise})
	}
	for _, b := range BalancedCases() {
		out = append(out, eitherCase{b.Name, b.Synthesise})
	}
	return out
}

func (p eitherCase) tree(t *testing.T) Tree {
	t.Helper()
	template, err := p.Synthesise(Fixed())
	if err != nil {
		t.Fatal(err)
	}
	return treeOf(t, p.Name, template)
}

// TestParity_balanced compares the all-in-one pair: load balancer, listeners, the
// redirect, the certificate, the idle timeout and the record in DNS.
func TestParity_balanced(t *testing.T) {
	for _, b := range BalancedCases() {
		t.Run(b.Name, func(t *testing.T) {
			cdk := eitherCase{b.Name, b.Synthesise}.tree(t)
			checkEqual(t, recorded(t, b.Name), cdk)
			checkWanted(t, b.Case, "CDK", cdk)
		})
	}
}
