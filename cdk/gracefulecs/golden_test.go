package gracefulecs_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

var update = flag.Bool("update", false, "write the golden template")

// goldens has a service of each kind, with about every resource it may have.
var goldens = map[string]func(w world) *gracefulecs.ServiceProps{
	"everything": everything,
	"network": func(w world) *gracefulecs.ServiceProps {
		p := w.props(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(20), LoadBalancer: shutdown.NLB, Capacity: shutdown.OnDemand})
		p.ClientCidrs = jsii.Strings("10.0.0.0/8")
		p.AdditionalPorts, p.HealthCheckPort, p.HealthCheckPath = jsii.PtrSlice(9090.0), jsii.Number(9090), jsii.String("/healthz")
		return p
	},
	"worker": func(w world) *gracefulecs.ServiceProps {
		p := w.props(shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(900)})
		p.Autoscaling = &gracefulecs.AutoscalingProps{MinCapacity: jsii.Number(1), MaxCapacity: jsii.Number(9), BacklogPerTask: jsii.Number(5)}
		return p
	},
	"canary": func(w world) *gracefulecs.ServiceProps {
		p := w.props(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(20), Strategy: shutdown.Canary,
			Front:    &shutdown.Front{Name: "proxy", Framework: "nginx"},
			Sidecars: []shutdown.Sidecar{{Name: "agent", Flush: new(5)}, {Name: "log-router", Flush: new(10), After: []string{"agent"}, Framework: "fluent_bit"}}})
		p.Front.Command = jsii.Strings("nginx")
		return p
	},
	"spot": func(w world) *gracefulecs.ServiceProps {
		return w.props(shutdown.Profile{Workload: shutdown.Batch, LongestWork: new(14400), Capacity: shutdown.Spot, OnInterrupt: shutdown.Checkpoint})
	},
}

// Logical ids are API: another id makes CloudFormation replace the resource. So
// whole templates are held, ids included.
func TestNewService_goldenTemplate(t *testing.T) {
	for name, props := range goldens {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			newService(t, w, props(w))
			var text []byte
			if err := caught(func() {
				var err error
				if text, err = marshal(*assertions.Template_FromStack(w.stack, nil).ToJSON()); err != nil {
					t.Fatal(err)
				}
			}); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", name+".template.json")
			if *update {
				if err := os.WriteFile(path, text, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(text)); diff != "" {
				t.Errorf("template mismatch (-want +got); run go test ./cdk/gracefulecs -run golden -update if it is meant:\n%s", diff)
			}
		})
	}
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}
