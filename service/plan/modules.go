package plan

// module reads the configuration of a module: what its resources that make a
// picture refer to, and what it passes on.
func (d *document) module() (*module, error) {
	if d.PeekKind() == 'n' {
		return nil, d.SkipValue()
	}
	m := &module{resources: map[declared]map[string]any{}, calls: map[string]*call{}, outputs: map[string]any{}}
	return m, d.object(func(name string) error {
		switch name {
		case "resources":
			return d.list(func() error { return d.configured(m) })
		case "module_calls":
			return d.object(func(name string) (err error) {
				m.calls[name], err = d.call()
				return err
			})
		case "outputs":
			return d.object(func(name string) error {
				return d.object(func(part string) (err error) {
					if part != "expression" {
						return d.SkipValue()
					}
					m.outputs[name], err = d.expression()
					return err
				})
			})
		}
		return d.SkipValue()
	})
}

// configured reads what the configuration has for a resource.
func (d *document) configured(m *module) error {
	var i instance
	mode := ""
	var expressions map[string]any
	err := d.object(func(name string) error {
		if name != "expressions" {
			return d.identity(&i, name, &mode)
		}
		v, err := d.expression()
		expressions, _ = v.(map[string]any)
		return err
	})
	if mode != "data" && readers[i.kind] != nil {
		m.resources[declared{kind: i.kind, name: i.name}] = expressions
	}
	return err
}

func (d *document) call() (*call, error) {
	c := &call{}
	return c, d.object(func(name string) (err error) {
		switch name {
		case "expressions":
			var v any
			v, err = d.expression()
			c.expressions, _ = v.(map[string]any)
		case "module":
			c.module, err = d.module()
		default:
			err = d.SkipValue()
		}
		return err
	})
}

// stateModule reads a module of a state.
func (d *document) stateModule() (*stateModule, error) {
	if d.PeekKind() == 'n' {
		return nil, d.SkipValue()
	}
	m := &stateModule{}
	return m, d.object(func(name string) (err error) {
		switch name {
		case "address":
			m.address, err = d.text()
		case "resources":
			err = d.list(func() error { return d.standing(m) })
		case "child_modules":
			err = d.list(func() error {
				child, err := d.stateModule()
				m.children = append(m.children, child)
				return err
			})
		default:
			err = d.SkipValue()
		}
		return err
	})
}

// standing reads a resource of a state.
func (d *document) standing(m *stateModule) error {
	i, mode := &instance{}, ""
	err := d.object(func(name string) error {
		switch {
		case name != "values":
			return d.identity(i, name, &mode)
		case mode == "data" || i.kind != "" && readers[i.kind] == nil:
			return d.SkipValue()
		}
		return d.keep(i, "the values")
	})
	if mode != "data" && readers[i.kind] != nil {
		m.resources = append(m.resources, i)
	}
	return err
}
