package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A dataSource computes attributes from a configuration.
type dataSource struct {
	block    func() block
	validate func(config tftypes.Value) diagnostics
	read     func(config tftypes.Value) (tftypes.Value, diagnostics)
}

// A managedResource computes attributes from a configuration and keeps them. Nothing
// exists outside the state, so that nothing is read, created or destroyed.
type managedResource struct {
	block    func() block
	validate func(config tftypes.Value) diagnostics
	// plan completes the proposed object.
	plan func(config, proposed tftypes.Value) (tftypes.Value, diagnostics)
	// imported is the object that an id stands for.
	imported func(id string) (tftypes.Value, diagnostics)
	// upgrade brings a state of an older version up to date; written is what
	// stands in it, by the names of then.
	upgrade func(old tftypes.Value, written map[string]any) (tftypes.Value, error)
}

var errUnknownType = errors.New("Terraform asks for a type that the schema does not have") //nolint:staticcheck // Terraform is a name.

func (server) ValidateDataResourceConfig(_ context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	d, ok := dataSources[req.TypeName]
	if !ok {
		return nil, errUnknownType
	}
	config, err := req.Config.Unmarshal(d.block().kind)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.ValidateDataResourceConfigResponse{Diagnostics: d.validate(config)}, nil
}

func (server) ReadDataSource(_ context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	d, ok := dataSources[req.TypeName]
	if !ok {
		return nil, errUnknownType
	}
	config, err := req.Config.Unmarshal(d.block().kind)
	if err != nil {
		return nil, err
	}
	state, diags := d.read(config)
	if diags.failed() {
		return &tfprotov6.ReadDataSourceResponse{Diagnostics: diags}, nil
	}
	packed, err := pack(state)
	return &tfprotov6.ReadDataSourceResponse{State: packed, Diagnostics: diags}, err
}

func (server) ValidateResourceConfig(_ context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	r, ok := resources[req.TypeName]
	if !ok {
		return nil, errUnknownType
	}
	config, err := req.Config.Unmarshal(r.block().kind)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.ValidateResourceConfigResponse{Diagnostics: r.validate(config)}, nil
}

// ReadResource leaves the state alone: there is nothing outside it that could
// differ.
func (server) ReadResource(_ context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, Private: req.Private}, nil
}

func (server) PlanResourceChange(_ context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	resp := &tfprotov6.PlanResourceChangeResponse{PlannedState: req.ProposedNewState, PlannedPrivate: req.PriorPrivate}
	// A destroy has nothing to compute.
	if destroyed, err := req.ProposedNewState.IsNull(); err != nil || destroyed {
		return resp, err
	}
	// The proposal is the configuration and the last outputs, all of which are
	// computed again; a lifecycle block's ignored changes are in both.
	planned, diags, err := complete(req.TypeName, req.Config, req.Config)
	if err == nil && !diags.failed() {
		resp.PlannedState = planned
	}
	resp.Diagnostics = diags
	return resp, err
}

// ApplyResourceChange computes what an input unknown in the plan has held back;
// the rest comes out as it was planned. The plan has shown the warnings.
func (server) ApplyResourceChange(_ context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	resp := &tfprotov6.ApplyResourceChangeResponse{NewState: req.PriorState, Private: req.PlannedPrivate}
	if destroyed, err := req.PlannedState.IsNull(); err != nil || destroyed {
		resp.NewState = req.PlannedState
		return resp, err
	}
	state, diags, err := complete(req.TypeName, req.Config, req.PlannedState)
	if err != nil || diags.failed() {
		resp.Diagnostics = diags
		return resp, err
	}
	resp.NewState = state
	return resp, nil
}

// complete computes what a configuration asks for and the object still lacks.
func complete(name string, config, object *tfprotov6.DynamicValue) (*tfprotov6.DynamicValue, diagnostics, error) {
	r, ok := resources[name]
	if !ok {
		return nil, nil, errUnknownType
	}
	declared, err := config.Unmarshal(r.block().kind)
	if err != nil {
		return nil, nil, err
	}
	proposed := declared
	if object != config {
		if proposed, err = object.Unmarshal(r.block().kind); err != nil {
			return nil, nil, err
		}
	}
	completed, diags := r.plan(declared, proposed)
	if diags.failed() {
		return nil, diags, nil
	}
	packed, err := pack(completed)
	return packed, diags, err
}

func (server) ImportResourceState(_ context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	r, ok := resources[req.TypeName]
	if !ok {
		return nil, errUnknownType
	}
	state, diags := r.imported(req.ID)
	if diags.failed() {
		return &tfprotov6.ImportResourceStateResponse{Diagnostics: diags}, nil
	}
	packed, err := pack(state)
	return &tfprotov6.ImportResourceStateResponse{
		ImportedResources: []*tfprotov6.ImportedResource{{TypeName: req.TypeName, State: packed}}}, err
}

func pack(v tftypes.Value) (*tfprotov6.DynamicValue, error) {
	packed, err := tfprotov6.NewDynamicValue(v.Type(), v)
	return &packed, err
}
