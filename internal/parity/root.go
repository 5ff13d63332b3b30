package parity

import (
	"encoding/json"
	"maps"
)

// RootModule is one configuration that calls the module once for each case, so
// that the providers start once for all.
func RootModule(source string, s Surroundings, cases []Case) ([]byte, error) {
	modules := map[string]any{}
	for _, c := range cases {
		m, err := c.Module(source, s)
		if err != nil {
			return nil, err
		}
		modules[c.Name] = m
	}
	return Configuration(map[string]any{"module": modules})
}

// Configuration is one in Terraform's JSON syntax, with both providers and the
// given blocks.
func Configuration(blocks map[string]any) ([]byte, error) {
	root := map[string]any{
		"terraform": map[string]any{"required_providers": map[string]any{
			"aws":      map[string]any{"source": "hashicorp/aws"},
			"graceful": map[string]any{"source": "graceful-ecs/graceful"},
		}},
		"provider": map[string]any{"aws": AWSProvider()},
	}
	maps.Copy(root, blocks)
	return json.MarshalIndent(root, "", "  ")
}

// AWSProvider configures hashicorp/aws for an endpoint that imitates AWS, which its
// environment names.
func AWSProvider() map[string]any {
	return map[string]any{
		"region":                      Region,
		"access_key":                  "test",
		"secret_key":                  "test",
		"skip_credentials_validation": true,
		"skip_metadata_api_check":     true,
		"skip_region_validation":      true,
	}
}
