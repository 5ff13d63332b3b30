package service

// scaled finds services by what a scaling target says of them: a reference, or the
// name where that is written.
type scaled struct {
	byResource map[*Resource]*Service
	byName     map[string][]*Service
}

func newScaled(services []*Service) scaled {
	out := scaled{map[*Resource]*Service{}, map[string][]*Service{}}
	for _, s := range services {
		out.byResource[s.Resource] = s
		if name, known := s.Name.Get(); known {
			out.byName[name] = append(out.byName[name], s)
		}
	}
	return out
}

// of are the services that an id such as service/shop/api means.
func (by scaled) of(id property) []*Service {
	for _, r := range id.referred() {
		if s := by.byResource[r]; s != nil {
			return []*Service{s}
		}
	}
	return by.byName[lastOf(id.ending(), "/")]
}

// called are the services that a name or a reference means.
func (by scaled) called(name property) []*Service {
	if list := by.of(name); list != nil {
		return list
	}
	return by.byName[name.text().Or("")]
}
