package main

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/read"
)

// fromFile reads the settings of the one service in a plan or a template.
func fromFile(name string) (settings, error) {
	var in read.Reader
	if err := in.Add(name); err != nil {
		return nil, err
	}
	return fromResources(name, in.Resources())
}

func fromResources(name string, resources []*service.Resource) (settings, error) {
	services := service.Link(resources)
	if len(services) != 1 {
		return nil, fmt.Errorf("%s has %d services, and the table is of one", name, len(services))
	}
	return fromService(services[0]), nil
}

// fromService are the settings of a service by the names that both sides share.
func fromService(s *service.Service) settings {
	out := settings{}
	for _, v := range s.Standing() {
		name := spoken(v.Setting)
		if v.Part == service.OfPolicy {
			name += ", " + cmp.Or(v.Of, "?")
		}
		set(out, name, v.Value)
	}
	var capacity []string
	for _, p := range s.Providers {
		capacity = append(capacity, p.Name.Or("?")+" ×"+strconv.Itoa(p.Weight.Or(0)))
	}
	if len(capacity) > 0 {
		out["capacity"] = strings.Join(capacity, ", ")
	}
	if s.Task != nil {
		out.containers(s.Task.Containers)
	}
	return out
}

// spoken is the name of a setting as the table has it.
func spoken(setting string) string {
	setting = strings.TrimPrefix(strings.TrimPrefix(setting, "deployment."), "deployment ")
	return strings.NewReplacer("_", " ", ".", " ").Replace(setting)
}

// containers adds what each container is told.
func (s settings) containers(list []service.Container) {
	for _, c := range list {
		name := c.Name.Or("?")
		set(s, "stop timeout of "+name, c.StopTimeout)
		if command, known := c.Command.Get(); known {
			s["command of "+name] = strings.Join(command, " ")
		}
		for variable, v := range c.Environment {
			set(s, name+", "+variable, v)
		}
	}
}

// set keeps a known value as a word; what is not there is left out.
func set[T any](s settings, name string, v service.Value[T]) {
	if value, known := v.Get(); known {
		s[name] = fmt.Sprint(value)
	}
}
