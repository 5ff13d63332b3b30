package service

import "strings"

// ConnectRequestSeconds is how long Service Connect lets a request take where nothing
// is said.
const ConnectRequestSeconds = 15

// Connected is a port of a service that callers reach through Service Connect.
type Connected struct {
	Port Value[string]
	// Protocol is that of the port: http, http2 or grpc. Without one it is TCP, which
	// has no requests.
	Protocol Value[string]
	// PerRequest is how long the proxy lets a request take, as far as set; 0 is
	// without end.
	PerRequest Value[int]
}

// connected are the ports that a service offers to Service Connect.
func connected(r *Resource, task *Task) []Connected {
	c := r.of("ServiceConnectConfiguration")
	if on, known := c.at("Enabled").truth().Get(); !known || !on {
		return nil
	}
	var out []Connected
	for _, s := range c.at("Services").items() {
		port := s.at("PortName").text()
		out = append(out, Connected{Port: port, Protocol: task.protocol(port.Or("")), PerRequest: s.at("Timeout").at("PerRequestTimeoutSeconds").number()})
	}
	return out
}

// protocol is that of the task's port of that name.
func (t *Task) protocol(port string) Value[string] {
	if t == nil {
		return NotKnown[string]("the task definition is not among what was read", Where{})
	}
	if t.Unknown != "" {
		return NotKnown[string](t.Unknown, t.Resource.Where)
	}
	for i := range t.Containers {
		if v, ok := t.Containers[i].Ports[port]; ok {
			return v
		}
	}
	return Value[string]{Where: t.Resource.Where}
}

// ports are the protocols of a container's ports, by the ports' names.
func ports(c property) map[string]Value[string] {
	var out map[string]Value[string]
	for _, p := range c.at("PortMappings").items() {
		if name, known := p.at("Name").text().Get(); known && name != "" {
			if out == nil {
				out = map[string]Value[string]{}
			}
			v := p.at("AppProtocol").text()
			if word, ok := v.Get(); ok {
				v.value = strings.ToLower(word)
			}
			out[name] = v
		}
	}
	return out
}

// lattices are where a service is registered with VPC Lattice.
func lattices(r *Resource) []Where {
	var out []Where
	for _, l := range r.of("VpcLatticeConfigurations").items() {
		out = append(out, l.where())
	}
	return out
}
