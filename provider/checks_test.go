package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/cases"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// pin is one value that a worked example gives.
type pin struct {
	path  tfjsonpath.Path
	value knownvalue.Check
}

// pins are all values that a worked example gives.
func pins(w cases.Want) []pin {
	at := tfjsonpath.New[string]
	health := at("health_check")
	out := []pin{
		{at("stop_timeout"), knownvalue.Int64Exact(int64(w.StopTimeout))},
		{at("shutdown_deadline"), knownvalue.Int64Exact(int64(w.Deadline))},
		{at("shutdown_delay"), knownvalue.Int64Exact(int64(w.Delay))},
		{at("drain_timeout"), knownvalue.Int64Exact(int64(w.Drain))},
		{at("deregistration_delay"), exactly(w.DeregistrationDelay)},
		{at("deployment").AtMapKey("minimum_healthy_percent"), knownvalue.Int64Exact(int64(w.MinimumHealthyPercent))},
		{at("deployment").AtMapKey("maximum_percent"), knownvalue.Int64Exact(int64(w.MaximumPercent))},
		{at("task_protection_minutes"), exactly(w.TaskProtectionMinutes)},
		{at("visibility_timeout"), exactly(w.VisibilityTimeout)},
	}
	if w.Interval == nil {
		out = append(out, pin{health, knownvalue.Null()})
	} else {
		out = append(out, pin{health, knownvalue.ObjectPartial(map[string]knownvalue.Check{
			"interval": exactly(w.Interval), "timeout": exactly(w.Timeout),
			"unhealthy_threshold": exactly(w.Unhealthy), "grace_period": exactly(w.Grace),
		})})
	}
	for cause, kept := range w.Kept {
		verdict := at("guarantees").AtMapKey(string(cause))
		out = append(out, pin{verdict.AtMapKey("kept"), knownvalue.StringExact(string(kept))})
	}
	for cause, upTo := range w.UpTo {
		verdict := at("guarantees").AtMapKey(string(cause))
		out = append(out, pin{verdict.AtMapKey("up_to"), knownvalue.Int64Exact(int64(upTo))})
	}
	for name, seconds := range w.Sidecars {
		out = append(out, pin{at("sidecar_stop_timeouts").AtMapKey(name), knownvalue.Int64Exact(int64(seconds))})
	}
	return out
}

func exactly(n *int) knownvalue.Check {
	if n == nil {
		return knownvalue.Null()
	}
	return knownvalue.Int64Exact(int64(*n))
}

// wholeSettings checks that a data source, a resource or an output has exactly
// the settings that the command line prints as JSON, and of the reasons as much
// as it should.
type wholeSettings struct {
	address string
	profile shutdown.Profile
	reasons reported
}

var _ statecheck.StateCheck = wholeSettings{}

func (c wholeSettings) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	attributes, err := heldAt(req.State, c.address)
	if err != nil {
		resp.Error = err
		return
	}
	proven, err := shutdown.Prove(c.profile)
	if err != nil {
		resp.Error = err
		return
	}
	want, err := c.reasons.printed(proven.Explained())
	if err != nil {
		resp.Error = err
		return
	}
	got := make(map[string]any)
	for name := range want {
		v, ok := attributes[name]
		if !ok {
			resp.Error = errors.Join(resp.Error, fmt.Errorf("%s has no attribute %s", c.address, name))
		}
		got[name] = v
	}
	resp.Error = errors.Join(resp.Error, same(c.address, want, got), c.texts(proven, attributes))
}

// texts compares the texts that only a data source has.
func (c wholeSettings) texts(proven shutdown.Proven, attributes map[string]any) (err error) {
	want := map[string]any{"explanation_markdown": nil, "timeline_markdown": nil}
	switch c.reasons {
	case leftOut:
		for name := range want {
			if _, ok := attributes[name]; ok {
				err = errors.Join(err, fmt.Errorf("%s has an attribute %s", c.address, name))
			}
		}
		return err
	case told:
		want["explanation_markdown"] = report.ExplanationMarkdown(proven.Explained())
		want["timeline_markdown"] = report.TimelinesMarkdown(proven.Timelines())
	}
	for name := range want {
		err = errors.Join(err, same(c.address+"."+name, want[name], attributes[name]))
	}
	return err
}

// printed is what the command line prints, with as much of the reasons.
func (r reported) printed(s shutdown.Settings) (map[string]any, error) {
	text, err := report.JSON(s)
	if err != nil {
		return nil, err
	}
	all, err := decode(text)
	if err != nil {
		return nil, err
	}
	object, _ := all.(map[string]any)
	guarantees, _ := object["guarantees"].(map[string]any)
	holders := []map[string]any{object}
	for _, g := range guarantees {
		guarantee, _ := g.(map[string]any)
		holders = append(holders, guarantee)
	}
	for i, holder := range holders {
		name := "because"
		if i == 0 {
			name = "explanation"
		}
		if _, ok := holder[name]; !ok {
			return nil, fmt.Errorf("what is printed has no %s: %s", name, text)
		}
		switch r {
		case leftOut:
			delete(holder, name)
		case silent:
			holder[name] = nil
		}
	}
	return object, nil
}

// same compares what was printed with what Terraform holds.
func same(address string, want, got any) error {
	held, err := json.Marshal(got)
	if err != nil {
		return err
	}
	have, err := decode(held)
	if err != nil {
		return err
	}
	if diff := cmp.Diff(want, have); diff != "" {
		return fmt.Errorf("%s mismatch (-want +got):\n%s", address, diff)
	}
	return nil
}

func decode(text []byte) (out any, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return out, d.Decode(&out)
}

// heldAt finds a data source, a resource or an output.
func heldAt(state *tfjson.State, address string) (map[string]any, error) {
	if name, ok := strings.CutPrefix(address, "output."); ok {
		if o, ok := state.Values.Outputs[name]; ok {
			if attributes, ok := o.Value.(map[string]any); ok {
				return attributes, nil
			}
		}
		return nil, fmt.Errorf("%s is no object in the state", address)
	}
	i := slices.IndexFunc(state.Values.RootModule.Resources, func(r *tfjson.StateResource) bool { return r.Address == address })
	if i < 0 {
		return nil, fmt.Errorf("%s is not in the state", address)
	}
	return state.Values.RootModule.Resources[i].AttributeValues, nil
}

// changes checks an attribute's old and new value in a plan.
type changes struct {
	address, attribute string
	before, after      any
}

var _ plancheck.PlanCheck = changes{}

func (c changes) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, r := range req.Plan.ResourceChanges {
		if r.Address != c.address {
			continue
		}
		before, _ := r.Change.Before.(map[string]any)
		after, _ := r.Change.After.(map[string]any)
		got := fmt.Sprintf("%v -> %v", before[c.attribute], after[c.attribute])
		if want := fmt.Sprintf("%v -> %v", c.before, c.after); got != want {
			resp.Error = fmt.Errorf("%s.%s changes %s, want %s", c.address, c.attribute, got, want)
		}
		return
	}
	resp.Error = fmt.Errorf("the plan has no %s", c.address)
}
