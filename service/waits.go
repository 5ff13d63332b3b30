package service

import (
	"math"
	"time"
)

// Waits are how long a tool waits for a deployment of a service.
type Waits struct {
	// Steady says that it waits until the deployment is through.
	Steady Value[bool]
	// Update is how long at most, in seconds, as far as set.
	Update Value[int]
}

// waiting reads what Terraform has beside what AWS has.
func waiting(r *Resource) Waits {
	t := r.of("Terraform")
	return Waits{Steady: t.at("WaitForSteadyState").truth(), Update: t.at("UpdateTimeout").seconds()}
}

// seconds reads a duration as Terraform has it, such as 20m.
func (p property) seconds() Value[int] {
	return known(p, func(v any) (int, bool) {
		text, _ := v.(string)
		d, err := time.ParseDuration(text)
		return int(math.Ceil(d.Seconds())), err == nil
	})
}

// Termination is what CodeDeploy does with the old tasks once it has moved the
// requests to the new ones.
type Termination struct {
	Resource *Resource
	// Minutes is how long it leaves them; not set where it keeps them.
	Minutes Value[int]
}

// terminate gives each service what CodeDeploy does with its old tasks.
func terminate(services []*Service, groups []*Resource) {
	by := newScaled(services)
	for _, g := range groups {
		success := g.of("BlueGreenDeploymentConfiguration", "TerminateBlueInstancesOnDeploymentSuccess")
		out := Termination{Resource: g, Minutes: success.at("TerminationWaitTimeInMinutes").number()}
		if success.at("Action").text().Or("TERMINATE") != "TERMINATE" {
			out.Minutes = Value[int]{Where: out.Minutes.Where}
		}
		for _, e := range append(g.of("ECSServices").items(), g.of("EcsServices").items()...) {
			for _, s := range by.called(e.at("ServiceName")) {
				s.Termination = &out
			}
		}
	}
}
