//go:build parity

package parity

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/eventpattern"
)

// withoutBucket takes the bucket away from the worker of the example: hashicorp/aws
// asks for a bucket's tags under a host name of the account's own, which moto
// does not have. Nor does moto ever finish a deployment, which the proxy does.
const withoutBucket = `module "worker" {
  wait_for_steady_state  = false
  environment            = {}
  task_policy_statements = []
}
`

// The example of a worker on Spot is applied; then the interruption of one of
// its tasks reaches the log group, and no other event does.
func TestInterruptions(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	ctx, cancel := bounded(t)
	defer cancel()
	subnets, err := json.Marshal(w.around.Subnets)
	if err != nil {
		t.Fatal(err)
	}
	w.terraform = w.terraform.At(filepath.Join(repository(t, w.root), "examples", "terraform", "queue-worker-spot"))
	if err := w.terraform.Write("bucket_override.tf", []byte(withoutBucket)); err != nil {
		t.Fatal(err)
	}
	w.terraform.Env = []string{"TF_VAR_vpc_id=" + w.around.VPC, "TF_VAR_subnet_ids=" + string(subnets)}
	w.step(ctx, t, "init", "-no-color", "-input=false")
	w.step(ctx, t, "apply", "-no-color", "-input=false", "-auto-approve", "-parallelism=20", "-target=aws_cloudwatch_event_target.interruptions", "-target=output.interruptions_log_group")
	group := strings.TrimSpace(w.step(ctx, t, "output", "-raw", "interruptions_log_group"))

	described, err := w.moto.json(ctx, "events", "AWSEvents.DescribeRule", map[string]any{"Name": "queue-worker-interruptions"})
	if err != nil {
		t.Fatal(err)
	}
	pattern := []byte(text(described, "EventPattern"))
	checkLeave(ctx, t, w.moto, "arn:aws:logs:"+Region+":"+Account+":log-group:"+group)

	variants, err := eventpattern.Interruptions(w.root)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range variants {
		t.Run(v.Name, func(t *testing.T) {
			before, err := w.moto.logged(ctx, group)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.moto.putEvent(ctx, v.Event); err != nil {
				t.Fatal(err)
			}
			after, err := w.moto.logged(ctx, group)
			if err != nil {
				t.Fatal(err)
			}
			want := 0
			if v.Match {
				want = 1
			}
			if len(after)-len(before) != want {
				t.Errorf("%d lines reached %s, want %d; the pattern is\n%s", len(after)-len(before), group, want, pattern)
			}
			// The tests without moto rest on this package.
			if got, err := eventpattern.Match(pattern, v.Event); err != nil || got != v.Match {
				t.Errorf("eventpattern.Match() = %v, %v, where moto says %v", got, err, v.Match)
			}
		})
	}
	t.Run("the line is the event", func(t *testing.T) {
		lines, err := w.moto.logged(ctx, group)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			if !strings.Contains(line, "Your Spot Task was interrupted.") {
				t.Errorf("a line does not hold the event: %s", line)
			}
		}
	})
}

// checkLeave looks for a policy that lets EventBridge write to the log group;
// moto writes without one.
func checkLeave(ctx context.Context, t *testing.T, m Moto, group string) {
	t.Helper()
	answer, err := m.json(ctx, "logs", "Logs_20140328.DescribeResourcePolicies", map[string]any{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list(answer, "resourcePolicies") {
		var policy struct {
			Statement []struct {
				Effect, Resource string
				Principal        struct{ Service []string }
				Action           []string
			}
		}
		if err := json.Unmarshal([]byte(text(p, "policyDocument")), &policy); err != nil {
			t.Fatal(err)
		}
		for _, s := range policy.Statement {
			all := fmt.Sprint(s.Principal.Service, s.Action)
			if s.Effect == "Allow" && s.Resource == group+":*" && strings.Contains(all, "events.amazonaws.com") &&
				strings.Contains(all, "logs:CreateLogStream") && strings.Contains(all, "logs:PutLogEvents") {
				return
			}
		}
	}
	t.Errorf("no policy lets EventBridge write to %s: %v", group, answer)
}

// putEvent sends an event as a custom one. AWS itself would refuse its source.
func (m Moto) putEvent(ctx context.Context, event []byte) error {
	var e struct {
		Source     string          `json:"source"`
		DetailType string          `json:"detail-type"`
		Resources  []string        `json:"resources"`
		Detail     json.RawMessage `json:"detail"`
	}
	if err := json.Unmarshal(event, &e); err != nil {
		return err
	}
	var detail bytes.Buffer
	if err := json.Compact(&detail, e.Detail); err != nil {
		return err
	}
	answer, err := m.json(ctx, "events", "AWSEvents.PutEvents", map[string]any{"Entries": []any{map[string]any{
		"Source": e.Source, "DetailType": e.DetailType, "Resources": e.Resources, "Detail": detail.String(),
	}}})
	if err == nil && fmt.Sprint(answer["FailedEntryCount"]) != "0" {
		err = fmt.Errorf("the event was refused: %v", answer)
	}
	return err
}

// logged are the lines of a log group.
func (m Moto) logged(ctx context.Context, group string) ([]string, error) {
	answer, err := m.json(ctx, "logs", "Logs_20140328.FilterLogEvents", map[string]any{"logGroupName": group})
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, e := range list(answer, "events") {
		lines = append(lines, text(e, "message"))
	}
	return lines, nil
}
