package parity

import "encoding/json"

// CDKTree sorts the one service of a template into its parts. What belongs to no
// part is reported as left over.
func CDKTree(name string, template map[string]any, leftover func(string, ...any)) (Tree, error) {
	resources, err := Template(template)
	if err != nil {
		return nil, err
	}
	trees, leftovers, err := Trees(resources, Fixed(), name)
	if err != nil {
		return nil, err
	}
	for _, r := range leftovers {
		b, err := json.Marshal(r)
		if err != nil {
			return nil, err
		}
		leftover("CDK creates a resource that belongs to no part of the service: %s", b)
	}
	return trees[name], nil
}
