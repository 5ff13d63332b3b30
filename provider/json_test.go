package provider

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// inJSON is a service's state as Terraform stores it.
func inJSON(t testing.TB, state *tfprotov6.DynamicValue) []byte {
	t.Helper()
	v, err := state.Unmarshal(serviceBlock().kind)
	if err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(plain(t, v))
	if err != nil {
		t.Fatal(err)
	}
	return out
}
