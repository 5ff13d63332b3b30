// Package provider is the stop model in Terraform. It converts a configuration
// to a profile, asks package shutdown, and converts the answer back; it has no
// rule of its own about stopping a task.
//
// It speaks Terraform's protocol itself. Everything here is a function of its
// inputs, so there is nothing for the plugin framework's plan modifiers,
// semantic equality and reflection to do; they made up nine tenths of what a
// plan without changes cost.
package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// What the provider has, by the names that a configuration writes.
var (
	dataSources = map[string]dataSource{
		"graceful_settings": settingsDataSource,
	}
	resources = map[string]managedResource{
		"graceful_service": serviceResource,
	}
	functions = map[string]function{
		"settings": settingsFunction,
		"explain":  explainFunction,
		"timeline": timelineFunction,
	}
)

const about = "Computes settings with which a service on Amazon ECS Fargate loses no work when its tasks stop: " +
	"stop timeout, deregistration delay, health check, deployment percentages and the app's own deadlines, from one declared profile. " +
	"The provider needs no credentials and calls nothing."

// server answers Terraform's calls.
type server struct{ unsupported }

var _ tfprotov6.ProviderServer = server{}

// New serves the provider.
func New() tfprotov6.ProviderServer { return server{} }

// capabilities spare Terraform a call for the schema in each process that has it.
var capabilities = &tfprotov6.ServerCapabilities{GetProviderSchemaOptional: true}

func (server) GetMetadata(context.Context, *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	resp := &tfprotov6.GetMetadataResponse{ServerCapabilities: capabilities}
	for name := range dataSources {
		resp.DataSources = append(resp.DataSources, tfprotov6.DataSourceMetadata{TypeName: name})
	}
	for name := range resources {
		resp.Resources = append(resp.Resources, tfprotov6.ResourceMetadata{TypeName: name})
	}
	for name := range functions {
		resp.Functions = append(resp.Functions, tfprotov6.FunctionMetadata{Name: name})
	}
	return resp, nil
}

func (server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	resp := &tfprotov6.GetProviderSchemaResponse{
		ServerCapabilities: capabilities,
		Provider:           &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Description: about, DescriptionKind: tfprotov6.StringKindMarkdown}},
		DataSourceSchemas:  make(map[string]*tfprotov6.Schema),
		ResourceSchemas:    make(map[string]*tfprotov6.Schema),
		Functions:          make(map[string]*tfprotov6.Function),
	}
	for name, d := range dataSources {
		resp.DataSourceSchemas[name] = d.block().schema
	}
	for name, r := range resources {
		resp.ResourceSchemas[name] = r.block().schema
	}
	for name, f := range functions {
		resp.Functions[name] = f.definition()
	}
	return resp, nil
}

// ValidateProviderConfig passes the empty configuration on.
func (server) ValidateProviderConfig(_ context.Context, req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: req.Config}, nil
}

// ConfigureProvider does nothing: the answer depends on the profile alone.
func (server) ConfigureProvider(context.Context, *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

// StopProvider does nothing: no call takes long enough to be broken off.
func (server) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}
