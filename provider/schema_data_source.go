package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// dataSourceAttributes are the profile's fields and the settings as the
// attributes of a data source.
func dataSourceAttributes() map[string]schema.Attribute {
	out := make(map[string]schema.Attribute)
	for name, t := range outputTypes {
		out[name] = dataSourceOutput(name, t)
	}
	for _, f := range shutdown.Fields() {
		_, passedOn := outputTypes[f.Name]
		out[f.Name] = dataSourceInput(f, passedOn)
	}
	return out
}

// dataSourceInput declares a profile field. Numbers take any number, so that
// a fraction reaches the model, which faults it together with everything else.
func dataSourceInput(f shutdown.Field, computed bool) schema.Attribute {
	doc, required, optional := inputDoc(f), f.Required, !f.Required
	switch f.Type {
	case shutdown.Number:
		return schema.NumberAttribute{MarkdownDescription: doc, Required: required, Optional: optional, Computed: computed}
	case shutdown.Flag:
		return schema.BoolAttribute{MarkdownDescription: doc, Required: required, Optional: optional, Computed: computed}
	case shutdown.Texts:
		return schema.ListAttribute{MarkdownDescription: doc, Required: required, Optional: optional, Computed: computed, ElementType: types.StringType}
	case shutdown.Sidecars:
		nested := make(map[string]schema.Attribute)
		for _, f := range shutdown.SidecarFields() {
			nested[f.Name] = dataSourceInput(f, false)
		}
		return schema.ListNestedAttribute{MarkdownDescription: doc, Required: required, Optional: optional, Computed: computed,
			NestedObject: schema.NestedAttributeObject{Attributes: nested}}
	default:
		return schema.StringAttribute{MarkdownDescription: doc, Required: required, Optional: optional, Computed: computed}
	}
}

// dataSourceOutput declares the output at a path by its type.
func dataSourceOutput(path string, t attr.Type) schema.Attribute {
	doc := outputDoc(path)
	switch t := t.(type) {
	case types.ObjectType:
		return schema.SingleNestedAttribute{MarkdownDescription: doc, Computed: true, Attributes: dataSourceNested(path, t)}
	case types.MapType:
		return schema.MapAttribute{MarkdownDescription: doc, Computed: true, ElementType: t.ElemType}
	case types.ListType:
		if element, ok := t.ElemType.(types.ObjectType); ok {
			return schema.ListNestedAttribute{MarkdownDescription: doc, Computed: true,
				NestedObject: schema.NestedAttributeObject{Attributes: dataSourceNested(path, element)}}
		}
		return schema.ListAttribute{MarkdownDescription: doc, Computed: true, ElementType: t.ElemType}
	}
	switch t {
	case types.BoolType:
		return schema.BoolAttribute{MarkdownDescription: doc, Computed: true}
	case types.Int64Type:
		return schema.Int64Attribute{MarkdownDescription: doc, Computed: true}
	default:
		return schema.StringAttribute{MarkdownDescription: doc, Computed: true}
	}
}

func dataSourceNested(path string, t types.ObjectType) map[string]schema.Attribute {
	out := make(map[string]schema.Attribute, len(t.AttrTypes))
	for name, t := range t.AttrTypes {
		out[name] = dataSourceOutput(path+"."+name, t)
	}
	return out
}
