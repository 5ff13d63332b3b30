package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
)

var _ datasource.DataSourceWithValidateConfig = (*settingsDataSource)(nil)

type settingsDataSource struct{}

// NewSettingsDataSource returns the data source graceful_settings.
func NewSettingsDataSource() datasource.DataSource { return &settingsDataSource{} }

func (d *settingsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_settings"
}

func (d *settingsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The settings of a service, computed from its profile. Nothing is read from AWS. " +
			"Use the resource `graceful_service` instead to see in a plan how each number changes.",
		Attributes: dataSourceAttributes(),
	}
}

// ValidateConfig reports every fault that the values known so far have.
func (d *settingsDataSource) ValidateConfig(_ context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	r, err := readConfig(req.Config.Raw)
	if err != nil {
		addBug(&resp.Diagnostics, err)
		return
	}
	addSchemaFaults(&resp.Diagnostics, r.faults)
}

// Read computes the settings. Terraform calls it when every input is known.
func (d *settingsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	r, err := readConfig(req.Config.Raw)
	if err != nil {
		addBug(&resp.Diagnostics, err)
		return
	}
	if len(r.faults) > 0 {
		addFaults(&resp.Diagnostics, r.faults)
		return
	}
	outputs, notes, err := answer(r.profile)
	if err != nil {
		addBug(&resp.Diagnostics, err)
		return
	}
	addDoubts(&resp.Diagnostics, notes)
	resp.State.Raw, err = withOutputs(ctx, req.Config.Raw, outputs)
	if err != nil {
		addBug(&resp.Diagnostics, err)
	}
}
