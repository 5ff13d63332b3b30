package provider

import (
	"context"
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func BenchmarkRPC(b *testing.B) {
	ctx := context.Background()
	server := New()
	s, _ := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	mk := func(t tftypes.Type, set map[string]tftypes.Value) *tfprotov6.DynamicValue {
		o := t.(tftypes.Object)
		vals := map[string]tftypes.Value{}
		for n, at := range o.AttributeTypes {
			if v, ok := set[n]; ok {
				vals[n] = v
			} else {
				vals[n] = tftypes.NewValue(at, nil)
			}
		}
		dv, err := tfprotov6.NewDynamicValue(t, tftypes.NewValue(t, vals))
		if err != nil {
			b.Fatal(err)
		}
		return &dv
	}
	num := tftypes.NewValue(tftypes.Number, big.NewFloat(10))
	w := tftypes.NewValue(tftypes.String, "http")
	rt := s.ResourceSchemas["graceful_service"].ValueType()
	dt := s.DataSourceSchemas["graceful_settings"].ValueType()
	rc := mk(rt, map[string]tftypes.Value{"name": w, "workload": w, "longest_work": num})
	dc := mk(dt, map[string]tftypes.Value{"workload": w, "longest_work": num})
	nul, _ := tfprotov6.NewDynamicValue(rt, tftypes.NewValue(rt, nil))
	plan, err := server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{TypeName: "graceful_service", PriorState: &nul, ProposedNewState: rc, Config: rc})
	if err != nil || len(plan.Diagnostics) > 0 {
		b.Fatal(err, plan.Diagnostics[0])
	}
	st := plan.PlannedState
	b.Run("schema", func(b *testing.B) {
		for b.Loop() {
			server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
		}
	})
	b.Run("validateData", func(b *testing.B) {
		for b.Loop() {
			server.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: "graceful_settings", Config: dc})
		}
	})
	b.Run("readData", func(b *testing.B) {
		for b.Loop() {
			server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: "graceful_settings", Config: dc})
		}
	})
	b.Run("validateResource", func(b *testing.B) {
		for b.Loop() {
			server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: "graceful_service", Config: rc})
		}
	})
	b.Run("readResource", func(b *testing.B) {
		for b.Loop() {
			server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: "graceful_service", CurrentState: st})
		}
	})
	b.Run("planNoop", func(b *testing.B) {
		for b.Loop() {
			server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{TypeName: "graceful_service", PriorState: st, ProposedNewState: st, Config: rc})
		}
	})
	b.Run("planCreate", func(b *testing.B) {
		for b.Loop() {
			server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{TypeName: "graceful_service", PriorState: &nul, ProposedNewState: rc, Config: rc})
		}
	})
	ft := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"workload": tftypes.String, "longest_work": tftypes.Number}}
	arg, err := tfprotov6.NewDynamicValue(tftypes.DynamicPseudoType, tftypes.NewValue(ft, map[string]tftypes.Value{"workload": w, "longest_work": num}))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("function", func(b *testing.B) {
		for b.Loop() {
			r, err := server.CallFunction(ctx, &tfprotov6.CallFunctionRequest{Name: "settings", Arguments: []*tfprotov6.DynamicValue{&arg}})
			if err != nil || r.Error != nil {
				b.Fatal(err, r.Error)
			}
		}
	})
}
