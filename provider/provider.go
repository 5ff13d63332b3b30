// Package provider is the stop model in Terraform. It converts a configuration
// to a profile, asks package shutdown, and converts the answer back; it has no
// rule of its own about stopping a task.
package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

var _ provider.ProviderWithFunctions = (*gracefulProvider)(nil)

type gracefulProvider struct {
	version string
}

// New returns the provider's constructor for the version of the binary.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &gracefulProvider{version: version} }
}

func (p *gracefulProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{NewSettingsDataSource}
}

func (p *gracefulProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{NewServiceResource}
}

func (p *gracefulProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{NewSettingsFunction}
}

func (p *gracefulProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "graceful"
	resp.Version = p.version
}

func (p *gracefulProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Computes settings with which a service on Amazon ECS Fargate loses no work when its tasks stop: " +
			"stop timeout, deregistration delay, health check, deployment percentages and the app's own deadlines, from one declared profile. " +
			"The provider needs no credentials and calls nothing.",
	}
}

// Configure does nothing: the answer depends on the profile alone.
func (p *gracefulProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}
