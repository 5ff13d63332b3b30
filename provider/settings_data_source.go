package provider

import (
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// settingsDataSource is the data source graceful_settings.
var settingsDataSource = dataSource{
	block: sync.OnceValue(func() block {
		return newBlock(0, "The settings of a service, computed from its profile. Nothing is read from AWS. "+
			"Use the resource `graceful_service` instead to see in a plan how each number changes.",
			reasonless(), explainAttribute(), textAttribute("explanation_markdown"), textAttribute("timeline_markdown"))
	}),
	validate: validateSettings,
	read:     readSettings,
}

// validateSettings reports every fault that the values known so far have.
func validateSettings(config tftypes.Value) (diags diagnostics) {
	r, err := readConfig(config)
	if err != nil {
		diags.addBug(err)
	}
	diags.addFaults(r.faults)
	return diags
}

// readSettings computes the settings. Terraform calls it when every input is known.
func readSettings(config tftypes.Value) (state tftypes.Value, diags diagnostics) {
	r, err := readConfig(config)
	if err != nil {
		diags.addBug(err)
		return config, diags
	}
	if len(r.faults) > 0 {
		diags.addFaults(r.faults)
		return config, diags
	}
	explain, err := wantsExplanation(config)
	if err != nil {
		diags.addBug(err)
		return config, diags
	}
	settings, outputs := dataSourceOutputs(r.proven, explain)
	diags.addDoubts(settings.Notes)
	state, err = with(config, outputs)
	if err != nil {
		diags.addBug(err)
	}
	return state, diags
}

func dataSourceOutputs(v shutdown.Proven, explain bool) (shutdown.Settings, map[string]tftypes.Value) {
	if !explain {
		settings := v.Settings()
		outputs := reasonless().attributes(reflect.ValueOf(settings))
		null := tftypes.NewValue(tftypes.String, nil)
		outputs["explanation_markdown"], outputs["timeline_markdown"] = null, null
		return settings, outputs
	}
	settings := v.Explained()
	outputs := reasoned().attributes(reflect.ValueOf(settings))
	outputs["explanation_markdown"] = text(report.ExplanationMarkdown(settings))
	outputs["timeline_markdown"] = text(report.TimelinesMarkdown(v.Timelines()))
	return settings, outputs
}

func explainAttribute() *tfprotov6.SchemaAttribute {
	return &tfprotov6.SchemaAttribute{Name: "explain", Type: tftypes.Bool, Optional: true, DescriptionKind: tfprotov6.StringKindMarkdown,
		Description: "Whether `explanation`, `explanation_markdown`, `timeline_markdown` and the reasons in `guarantees` are filled in, else they are null. " +
			"From Terraform 1.8 on, the functions `explain` and `timeline` give them without putting them into the state. Default: `false`."}
}

func wantsExplanation(config tftypes.Value) (bool, error) {
	attributes, err := attributesOf(config)
	if err != nil || attributes["explain"].IsNull() {
		return false, err
	}
	return as[bool]("explain", attributes["explain"])
}

func textAttribute(name string) *tfprotov6.SchemaAttribute {
	return &tfprotov6.SchemaAttribute{Name: name, Type: tftypes.String, Computed: true, Description: outputDoc(name), DescriptionKind: tfprotov6.StringKindMarkdown}
}

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
