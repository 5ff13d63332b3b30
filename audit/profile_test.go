package audit_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// asWanted is a service as the settings of a profile of HTTP want it.
func asWanted(t *testing.T, p shutdown.Profile) sound {
	t.Helper()
	v, err := shutdown.Prove(p)
	if err != nil {
		t.Fatal(err)
	}
	w := v.Settings()
	var environment []any
	for _, e := range w.Environment {
		environment = append(environment, object{"Name": e.Key, "Value": e.Value})
	}
	number := func(n int) float64 { return float64(n) }
	h := w.HealthCheck
	return sound{
		service: object{"ServiceName": "api", "DesiredCount": number(w.DesiredCount), "LaunchType": "FARGATE", "HealthCheckGracePeriodSeconds": number(h.GracePeriod),
			"AvailabilityZoneRebalancing": w.Deployment.AvailabilityZoneRebalancing},
		deployment: object{"Strategy": "ROLLING", "MinimumHealthyPercent": number(w.Deployment.MinimumHealthyPercent), "MaximumPercent": number(w.Deployment.MaximumPercent),
			"DeploymentCircuitBreaker": object{"Enable": true, "Rollback": true}},
		container: object{"Name": "app", "StopTimeout": number(w.StopTimeout), "Environment": environment},
		group: object{"Protocol": "HTTP", "HealthCheckIntervalSeconds": number(h.Interval), "HealthCheckTimeoutSeconds": number(h.Timeout),
			"HealthyThresholdCount": number(h.HealthyThreshold), "UnhealthyThresholdCount": number(h.UnhealthyThreshold)},
		attributes: object{"deregistration_delay.timeout_seconds": service.Written(number(*w.DeregistrationDelay))},
	}
}

// A service is compared with what its profile wants, value by value; what is not
// known or stands in a plan as any text is not said.
func TestReport_Compare(t *testing.T) {
	profile := shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10)}
	for name, tt := range map[string]struct {
		change func(*sound)
		want   string
	}{
		"as wanted":            {func(*sound) {}, ""},
		"a stop timeout less":  {func(s *sound) { s.container["StopTimeout"] = 34.0 }, "warning stop_timeout 34 to 35"},
		"a stop timeout more":  {func(s *sound) { s.container["StopTimeout"] = 36.0 }, "warning stop_timeout 36 to 35"},
		"no stop timeout":      {func(s *sound) { delete(s.container, "StopTimeout") }, "warning stop_timeout to 35"},
		"one that is unknown":  {func(s *sound) { s.container["StopTimeout"] = service.Missing{Why: "known after apply"} }, ""},
		"a drain of the other": {func(s *sound) { s.attributes["deregistration_delay.timeout_seconds"] = "300" }, "warning deregistration_delay 300 to 25"},
		"a word of the API":    {func(s *sound) { s.service["AvailabilityZoneRebalancing"] = "DISABLED" }, "warning deployment.availability_zone_rebalancing: DISABLED"},
		"any word":             {func(s *sound) { s.service["AvailabilityZoneRebalancing"] = "S3cr3t" }, "warning deployment.availability_zone_rebalancing: another text"},
		"an environment of its own": {func(s *sound) {
			s.container["Environment"].([]any)[0].(object)["Value"] = "S3cr3t"
		}, "warning environment SHUTDOWN_DEADLINE_SECONDS to 30: another text"},
	} {
		t.Run(name, func(t *testing.T) {
			s := asWanted(t, profile)
			tt.change(&s)
			r := s.report(t)
			r.Compare(func(*service.Service) *shutdown.Profile { return &profile })
			var got []string
			for _, f := range r.Services[0].Findings {
				if f.Rule != "profile-differs" {
					continue
				}
				text := string(f.Severity) + " " + f.Numbers[0].Name
				if f.Numbers[0].Value != nil {
					text += " " + service.Written(float64(*f.Numbers[0].Value))
				}
				for _, fix := range f.Fix {
					text += " to " + service.Written(float64(*fix.Value))
				}
				for _, word := range []string{"DISABLED", "another text"} {
					if strings.Contains(f.Message, " is "+word) {
						text += ": " + word
					}
				}
				if f.Fingerprint == "" || f.Source == "" || strings.Contains(f.Message, "S3cr3t") {
					t.Errorf("%+v", f)
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A service without a profile is not compared, one whose containers nobody has read
// says so, and a profile that no service can keep is a finding.
func TestReport_Compare_not(t *testing.T) {
	impossible := shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(1_000_000)}
	for name, tt := range map[string]struct {
		report  *audit.Report
		profile *shutdown.Profile
		want    string
	}{
		"no profile":          {newSound().report(t), nil, ""},
		"no containers":       {stuck(), &shutdown.Profile{Workload: shutdown.HTTP}, "cannot-roll\ncircuit-breaker-off\nprofile-not-compared info: api is not compared with its profile: the containers are not among what was read"},
		"an impossible thing": {newSound().report(t), &impossible, "profile-differs"},
	} {
		tt.report.Compare(func(*service.Service) *shutdown.Profile { return tt.profile })
		if diff := cmp.Diff(tt.want, told(tt.report)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
