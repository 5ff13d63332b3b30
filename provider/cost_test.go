package provider

import (
	"context"
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A calls is what Terraform calls for one instance in a plan without changes.
type calls struct {
	server        tfprotov6.ProviderServer
	data, service *tfprotov6.DynamicValue
	state         *tfprotov6.DynamicValue
	stored        *tfprotov6.RawState
	argument      *tfprotov6.DynamicValue
	function      string
}

func newCalls(t testing.TB) *calls {
	t.Helper()
	c := &calls{server: New(), function: "settings"}
	profile := map[string]tftypes.Value{"workload": text("http"), "longest_work": tftypes.NewValue(tftypes.Number, big.NewFloat(10))}
	config := func(b block) *tfprotov6.DynamicValue {
		attributes := map[string]tftypes.Value{}
		for name, kind := range b.kind.AttributeTypes {
			attributes[name] = tftypes.NewValue(kind, nil)
			if name == "name" {
				attributes[name] = text("api")
			}
			if v, ok := profile[name]; ok {
				attributes[name] = v
			}
		}
		return packed(t, tftypes.NewValue(b.kind, attributes))
	}
	c.data, c.service = config(settingsDataSource.block()), config(serviceBlock())
	argument, err := tfprotov6.NewDynamicValue(tftypes.DynamicPseudoType, inTerraform(map[string]any{"workload": "http", "longest_work": 10}))
	if err != nil {
		t.Fatal(err)
	}
	c.argument = &argument
	null := packed(t, tftypes.NewValue(serviceBlock().kind, nil))
	plan, err := c.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: "graceful_service",
		PriorState: null, ProposedNewState: c.service, Config: c.service})
	if err != nil || len(plan.Diagnostics) > 0 {
		t.Fatal(err, plan.Diagnostics)
	}
	c.state = plan.PlannedState
	c.stored = &tfprotov6.RawState{JSON: inJSON(t, c.state)}
	return c
}

func packed(t testing.TB, v tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	p, err := pack(v)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// dataSource makes the calls for a data source.
func (c *calls) dataSource(ctx context.Context) error {
	if _, err := c.server.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: "graceful_settings", Config: c.data}); err != nil {
		return err
	}
	_, err := c.server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: "graceful_settings", Config: c.data})
	return err
}

// resource makes the calls for a resource.
func (c *calls) resource(ctx context.Context) error {
	const name = "graceful_service"
	if _, err := c.server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: name, Config: c.service}); err != nil {
		return err
	}
	if _, err := c.server.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{TypeName: name, Version: serviceVersion, RawState: c.stored}); err != nil {
		return err
	}
	if _, err := c.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: name, CurrentState: c.state}); err != nil {
		return err
	}
	_, err := c.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{TypeName: name, PriorState: c.state, ProposedNewState: c.state, Config: c.service})
	return err
}

// call calls a function.
func (c *calls) call(ctx context.Context) error {
	_, err := c.server.CallFunction(ctx, &tfprotov6.CallFunctionRequest{Name: c.function, Arguments: []*tfprotov6.DynamicValue{c.argument}})
	return err
}

func BenchmarkCalls(b *testing.B) {
	c := newCalls(b)
	for name, made := range map[string]func(context.Context) error{"data source": c.dataSource, "resource": c.resource, "function": c.call} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := made(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestCost holds the provider's share of a plan without changes to that of the
// data source. Allocations stand for the time: a busy machine makes no more of
// them. What Terraform adds itself is measured by bench.
func TestCost(t *testing.T) {
	c := newCalls(t)
	allocations := func(made func(context.Context) error) float64 {
		return testing.AllocsPerRun(20, func() {
			if err := made(t.Context()); err != nil {
				t.Fatal(err)
			}
		})
	}
	data := allocations(c.dataSource)
	for name, tt := range map[string]struct {
		made func(context.Context) error
		most float64
	}{"resource": {c.resource, 1.2}, "function": {c.call, 1}} {
		if ratio := allocations(tt.made) / data; ratio > tt.most {
			t.Errorf("a %s makes %.2f times the allocations of a data source, want at most %.1f", name, ratio, tt.most)
		}
	}
}
