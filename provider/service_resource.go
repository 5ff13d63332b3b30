package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ resource.ResourceWithValidateConfig = (*serviceResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*serviceResource)(nil)
	_ resource.ResourceWithImportState    = (*serviceResource)(nil)
)

type serviceResource struct{}

// NewServiceResource returns the resource graceful_service.
func NewServiceResource() resource.Resource { return &serviceResource{} }

func (r *serviceResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_service"
}

func (r *serviceResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := resourceAttributes()
	attributes["name"] = schema.StringAttribute{
		MarkdownDescription: "The service's name, by which it is imported. " + sentence(nameAllowed) + " Changing it replaces nothing.",
		Required:            true,
		Validators:          []validator.String{serviceName{}},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The settings of a service, computed from its profile and kept in the state, so that a plan shows each number's old and new value. " +
			"Nothing exists outside the state: a changed profile updates in place and never replaces, and a destroy only forgets.",
		Attributes: attributes,
	}
}

// ValidateConfig reports every fault that the values known so far have.
func (r *serviceResource) ValidateConfig(_ context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	read, err := readConfig(req.Config.Raw)
	if err != nil {
		addBug(&resp.Diagnostics, err)
		return
	}
	addSchemaFaults(&resp.Diagnostics, read.faults)
}

// ModifyPlan computes the outputs, so that the plan shows them. It does so even
// when no input has changed: a release of the provider that computes a number
// differently shows as a difference in the plan.
func (r *serviceResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		// A destroy has nothing to compute.
		return
	}
	resp.Plan.Raw = settle(ctx, req.Config, req.Plan.Raw, &resp.Diagnostics)
}

func (r *serviceResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	apply(ctx, req.Config, req.Plan, &resp.State, &resp.Diagnostics)
}

func (r *serviceResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	apply(ctx, req.Config, req.Plan, &resp.State, &resp.Diagnostics)
}

// Read leaves the state alone: there is nothing outside it that could differ.
func (r *serviceResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {
}

// Delete does nothing: the framework takes the service out of the state.
func (r *serviceResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
}

// ImportState takes the name; the next apply computes the rest in place.
func (r *serviceResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	name := path.Root("name")
	resp.Diagnostics.Append(checkName(name, req.ID)...)
	resource.ImportStatePassthroughID(ctx, name, req, resp)
}

// settle fills in the outputs that the configuration's profile has: unknown as
// long as one of its values is.
func settle(ctx context.Context, config tfsdk.Config, planned tftypes.Value, diags *diag.Diagnostics) tftypes.Value {
	outputs := profileOutputs(ctx, config.Raw, diags)
	if diags.HasError() {
		return planned
	}
	settled, err := withOutputs(ctx, planned, outputs)
	if err != nil {
		addBug(diags, err)
		return planned
	}
	return settled
}

// apply computes what an input unknown in the plan has held back; the rest
// comes out as it was planned. The plan has shown the warnings already.
func apply(ctx context.Context, config tfsdk.Config, plan tfsdk.Plan, state *tfsdk.State, diags *diag.Diagnostics) {
	var all diag.Diagnostics
	settled := settle(ctx, config, plan.Raw, &all)
	if all.HasError() {
		diags.Append(all.Errors()...)
		return
	}
	state.Raw = settled
}

func profileOutputs(ctx context.Context, config tftypes.Value, diags *diag.Diagnostics) map[string]attr.Value {
	read, err := readConfig(config)
	switch {
	case err != nil:
		addBug(diags, err)
		return nil
	case len(read.faults) > 0:
		addFaults(diags, read.faults)
		return nil
	case !read.known:
		outputs, err := unknownOutputs(ctx, config)
		if err != nil {
			addBug(diags, err)
		}
		return outputs
	}
	outputs, notes, err := answer(read.profile)
	if err != nil {
		addBug(diags, err)
		return nil
	}
	addDoubts(diags, notes)
	return outputs
}
