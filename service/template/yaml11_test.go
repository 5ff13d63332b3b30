package template_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/template"
)

// What << stands for is there, but for what is written beside it, and the truths of
// YAML 1.1 are truths unless they are quoted.
func TestAdd_yaml11(t *testing.T) {
	path := filepath.Join(t.TempDir(), "template.yaml")
	if err := os.WriteFile(path, []byte(`
common: &common
  LaunchType: FARGATE
  DesiredCount: 3
  HealthCheckGracePeriodSeconds: 7
more: &more {DesiredCount: 9, AvailabilityZoneRebalancing: DISABLED}
Resources:
  S:
    Type: AWS::ECS::Service
    Properties:
      HealthCheckGracePeriodSeconds: 60
      <<: [*common, *more]
      ServiceName: "yes"
      DeploymentConfiguration: {DeploymentCircuitBreaker: {Enable: yes, Rollback: Off}}
`), 0o600); err != nil {
		t.Fatal(err)
	}
	var set template.Set
	set.Lines = true
	if err := set.Add(path, ""); err != nil {
		t.Fatal(err)
	}
	s := service.Link(set.Resources())[0]
	enable, known := s.Rolling.BreakerEnable.Get()
	rollback, also := s.Rolling.BreakerRollback.Get()
	if !known || !also || !enable || rollback {
		t.Errorf("the breaker is %+v and %+v", s.Rolling.BreakerEnable, s.Rolling.BreakerRollback)
	}
	if s.DesiredCount.Or(0) != 3 || s.LaunchType.Or("") != "FARGATE" || s.Rolling.ZoneRebalancing.Or("") != "DISABLED" {
		t.Errorf("merged are %+v, %+v and %+v", s.DesiredCount, s.LaunchType, s.Rolling.ZoneRebalancing)
	}
	if s.Rolling.HealthCheckGraceSeconds.Or(0) != 60 || s.Name.Or("") != "yes" {
		t.Errorf("written beside are %+v and %+v", s.Rolling.HealthCheckGraceSeconds, s.Name)
	}
	if line := s.DesiredCount.Where.Line; line != 4 {
		t.Errorf("the count stands in line %d", line)
	}
}

// A mapping that is merged into itself has an end.
func TestAdd_mergedIntoItself(t *testing.T) {
	path := filepath.Join(t.TempDir(), "template.yaml")
	if err := os.WriteFile(path, []byte("Resources: &r\n  <<: *r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var set template.Set
	if err := set.Add(path, ""); err == nil || !strings.Contains(err.Error(), "deep") {
		t.Errorf("%v", err)
	}
}
