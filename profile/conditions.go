package profile

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// conditions says which values fit together, from the model's own tables.
func conditions() []object {
	var out []object
	for _, f := range shutdown.Fields() {
		if f.Name == "workload" {
			for _, w := range f.Values {
				out = append(out, when("workload", w, workloadFits(shutdown.Workload(w))))
			}
		}
	}
	for _, f := range shutdown.Frameworks() {
		out = append(out, when("framework", f.Name, signalFits(f)))
	}
	return out
}

// when is a schema that holds if the field has the value.
func when(field string, value any, then object) object {
	return object{
		member("if", object{
			member("properties", object{member(field, object{member("const", value)})}),
			member("required", []string{field}),
		}),
		member("then", then),
	}
}

// workloadFits says what the other fields may be with a workload.
func workloadFits(w shutdown.Workload) object {
	properties := object{
		member("on_interrupt", object{member("enum", choices(shutdown.InterruptsOf(w), true))}),
		member("load_balancer", object{member("enum", choices(shutdown.LoadBalancersOf(w), true))}),
	}
	if !shutdown.TakesPropagation(w) {
		properties = append(properties, member("propagation", object{member("type", "null")}))
	}
	return object{member("properties", properties)}
}

// signalFits says what stop_signal may be with a framework. Without the field
// the image sends SIGTERM, which not every framework takes.
func signalFits(f shutdown.Framework) object {
	byDefault := false
	for _, s := range f.Graceful {
		byDefault = byDefault || s == shutdown.SIGTERM
	}
	then := object{member("properties", object{member("stop_signal", object{member("enum", choices(f.Graceful, byDefault))})})}
	if !byDefault {
		then = append(then, member("required", []string{"stop_signal"}))
	}
	return then
}
