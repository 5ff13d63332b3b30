package main

import (
	"errors"
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/parity"
)

// fromTree reads the settings out of the requests that a side sends.
func fromTree(tree parity.Tree) (settings, error) {
	return fromResources("the requests", parity.Picture(tree))
}

// fromRecorded compares what the module was last recorded to send for a case
// with what the construct makes of it now.
func fromRecorded(name string) (module, construct settings, err error) {
	root, err := parity.Root()
	if err != nil {
		return nil, nil, err
	}
	recorded, err := parity.Recorded(root, name)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range parity.Cases() {
		if c.Name != name {
			continue
		}
		template, err := c.Synthesise(parity.Fixed())
		if err != nil {
			return nil, nil, err
		}
		var left error
		tree, err := parity.CDKTree(name, template, func(format string, a ...any) { left = fmt.Errorf(format, a...) })
		if err = errors.Join(err, left); err != nil {
			return nil, nil, err
		}
		if differences := parity.Compare(recorded, tree); len(differences) > 0 {
			return nil, nil, fmt.Errorf("the two differ in %d values, the first is %s", len(differences), differences[0])
		}
		module, err = fromTree(recorded)
		if err != nil {
			return nil, nil, err
		}
		construct, err = fromTree(tree)
		return module, construct, err
	}
	return nil, nil, fmt.Errorf("there is no case %s in internal/parity", name)
}
