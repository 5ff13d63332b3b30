package parity

import (
	"context"
	"os"
	"os/exec"
	"regexp"
)

// attaches is what a provider says that waits for Terraform.
var attaches = regexp.MustCompile(`TF_REATTACH_PROVIDERS='([^']+)'`)

// Attach starts hashicorp/aws, which speaks to the endpoint, once for all commands:
// each of them would start it four times, and it needs seconds to get ready.
func (t *Terraform) Attach(ctx context.Context, endpoint string) (stop func(), err error) {
	cmd := exec.Command(t.tools.AWS, "-debug")
	// An endpoints block in its configuration would cost seconds for each command: it
	// is checked with a text of all endpoints for each of them.
	cmd.Env = append(environmentOfAWS(), "AWS_ENDPOINT_URL="+endpoint)
	t.attached, stop, err = serve(ctx, "hashicorp/aws", cmd, attaches)
	return stop, err
}

// environmentOfAWS is what Terraform and its providers see of AWS.
func environmentOfAWS() []string {
	return append(withoutTerraform(os.Environ()), "AWS_EC2_METADATA_DISABLED=true", "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test", "AWS_REGION="+Region)
}
