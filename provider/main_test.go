package provider

import (
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// TestMain finds the Terraform to test with: TF_ACC_TERRAFORM_PATH, or the one
// on the path. Without either the tests fail rather than fetch one.
func TestMain(m *testing.M) {
	binary := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if binary == "" {
		found, err := exec.LookPath("terraform")
		if err != nil {
			fmt.Fprintln(os.Stderr, "These tests run the real terraform: put it on the PATH or name it in TF_ACC_TERRAFORM_PATH.")
			os.Exit(1)
		}
		binary = found
	}
	for name, value := range map[string]string{
		"TF_ACC_TERRAFORM_PATH":     binary,
		"TF_ACC_PROVIDER_NAMESPACE": "graceful-ecs",
		"TF_CLI_CONFIG_FILE":        os.DevNull,
		"CHECKPOINT_DISABLE":        "1",
		"TF_LOG_SDK":                "OFF",
	} {
		if err := os.Setenv(name, value); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// factories serves the provider in the test's own process.
var factories = map[string]func() (tfprotov6.ProviderServer, error){
	"graceful": func() (tfprotov6.ProviderServer, error) { return New(), nil },
}
