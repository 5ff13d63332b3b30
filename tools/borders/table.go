package main

const (
	module   = "github.com/graceful-ecs/terraform-provider-graceful/"
	protocol = "github.com/hashicorp/terraform-plugin-go/tfprotov6"
	cobra    = "github.com/spf13/cobra"
	awscdk   = "github.com/aws/aws-cdk-go/awscdk/v2"
	compare  = "github.com/google/go-cmp/cmp"
	elb      = "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
)

// A border is one import in one folder, and whether it may stand there.
type border struct {
	folder  string
	inTest  bool
	imports string
	allowed bool
}

// borders is written from the house rules, not from the linter's settings, so
// that a rule that was dropped from the settings is missed.
func borders() []border {
	var all []border
	no := func(folder string, imports ...string) {
		for _, i := range imports {
			all = append(all, border{folder: folder, imports: i})
		}
	}
	yes := func(folder string, imports ...string) {
		for _, i := range imports {
			all = append(all, border{folder: folder, imports: i, allowed: true})
		}
	}
	inTests := func(folder string, allowed bool, imports ...string) {
		for _, i := range imports {
			all = append(all, border{folder: folder, inTest: true, imports: i, allowed: allowed})
		}
	}

	no("shutdown", cobra, protocol, awscdk, compare, module+"provider", module+"internal/cases")
	yes("shutdown", "strings")
	inTests("shutdown", true, compare, "pgregory.net/rapid", "go.uber.org/goleak", module+"internal/cases")
	inTests("shutdown", false, cobra, protocol, awscdk)

	no("lifecycle", cobra, protocol, awscdk, compare, elb, module+"shutdown", module+"internal/cases", module+"lifecycle/drainwatch")
	yes("lifecycle", "strings", module+"lifecycle/contract")
	inTests("lifecycle", true, "strings", module+"lifecycle")
	inTests("lifecycle", false, compare, "pgregory.net/rapid", "go.uber.org/goleak", module+"internal/cases")
	inTests("lifecycle/tests", true, compare, "pgregory.net/rapid", "go.uber.org/goleak", module+"lifecycle")
	inTests("lifecycle/tests", false, cobra, protocol, awscdk, elb, module+"internal/cases", module+"shutdown", module+"lifecycle/drainwatch")

	no("lifecycle/drainwatch", cobra, protocol, awscdk, compare, module+"shutdown", module+"lifecycle", module+"lifecycle/contract")
	yes("lifecycle/drainwatch", elb, module+"lifecycle/drainwatch")
	inTests("lifecycle/drainwatch", false, compare, "go.uber.org/goleak", module+"lifecycle")
	inTests("lifecycle/drainwatch/tests", true, "go.uber.org/goleak", module+"lifecycle", module+"lifecycle/drainwatch")
	inTests("lifecycle/drainwatch/tests", false, cobra, protocol, awscdk, module+"shutdown")

	for _, folder := range []string{"service", "service/ecsjson", "service/evidence", "service/hcl", "service/plan", "service/read", "service/template"} {
		no(folder, cobra, protocol, awscdk, compare, elb, module+"provider", module+"cdk/gracefulecs", module+"drill/verdict", module+"report")
		yes(folder, "strings", module+"shutdown")
	}

	// Another module, which this one must not require.
	for _, folder := range []string{"cmd/graceful", "internal/pid1", "drill", "provider", "cdk/gracefulecs", "shutdown"} {
		no(folder, module+"lifecycle", module+"lifecycle/contract", module+"lifecycle/drainwatch")
		inTests(folder, false, module+"lifecycle")
	}
	yes("internal/pid1", module+"internal/contract")
	yes("examples/apps/go", module+"lifecycle")
	for _, folder := range []string{"go-pools", "events", "grpc", "oklog-run/lifecycle", "fx/lifecycle", "ory-graceful/lifecycle"} {
		yes("examples/apps/"+folder, module+"lifecycle")
	}
	no("examples/apps/go-shutdown", module+"lifecycle")
	yes("examples/apps/websocket", module+"lifecycle", module+"lifecycle/drainwatch")

	no("report", cobra, protocol, awscdk, module+"provider", module+"profile")
	yes("report", "strings", module+"shutdown", module+"internal/safe", module+"internal/print", module+"drill/verdict")
	yes("report", module+"audit", module+"suggest")
	no("suggest", cobra, protocol, awscdk, compare, module+"report", module+"profile", module+"service/plan", module+"service/read", "github.com/hashicorp/hcl/v2")
	yes("suggest", "strings", module+"shutdown", module+"service", module+"service/evidence")
	no("report", module+"drill", module+"service", module+"service/plan")
	no("audit", cobra, protocol, compare, module+"report", module+"service/plan", module+"service/read", "github.com/hashicorp/hcl/v2")
	yes("audit", "strings", module+"shutdown", module+"service", module+"service/evidence")
	no("audit", "go.yaml.in/yaml/v3", module+"audit/config")
	no("audit/config", cobra, protocol, compare, module+"report", module+"service/plan", module+"service/read")
	yes("audit/config", "go.yaml.in/yaml/v3", module+"audit", module+"service")

	no("drill/verdict", "os", "os/exec", "net", "syscall", cobra, protocol, awscdk, compare, module+"drill", module+"report", module+"internal/safe")
	yes("drill/verdict", "strings", module+"shutdown", module+"internal/print")

	no("internal/print", cobra, protocol, awscdk, compare, module+"shutdown")
	yes("internal/print", "strings")

	no("internal/safe", cobra, protocol, awscdk, compare, module+"shutdown")
	yes("internal/safe", "strings")

	no("profile", protocol, awscdk, module+"provider", module+"cdk/gracefulecs")
	yes("profile", module+"shutdown", "go.yaml.in/yaml/v3")

	no("provider", awscdk, "github.com/aws/constructs-go/constructs/v10", "github.com/aws/jsii-runtime-go", module+"cdk/gracefulecs")
	yes("provider", protocol, module+"shutdown")
	inTests("provider", false, awscdk)

	no("cdk/gracefulecs", protocol, module+"provider")
	yes("cdk/gracefulecs", awscdk, module+"shutdown")
	inTests("cdk/gracefulecs", false, protocol)

	no("cmd/graceful", module+"provider", module+"cdk/gracefulecs")
	yes("cmd/graceful", cobra, module+"shutdown", module+"report")

	no("drill/stores", module+"drill", module+"provider", module+"cdk/gracefulecs", module+"report")
	no("drill/amqp", module+"drill", module+"drill/verdict", module+"report", "net")
	yes("drill/amqp", "encoding/binary")
	yes("drill/stores", module+"drill/verdict", module+"internal/safe", "net")
	no("drill/proxy", module+"drill/stores", module+"drill/amqp", module+"drill/verdict")
	yes("drill/proxy", "net")

	for _, judge := range []string{"audit", "drill"} {
		no(judge, module+"provider", module+"cdk/gracefulecs")
		yes(judge, module+"shutdown")
	}

	no("internal/cases", protocol, awscdk, module+"provider", module+"cdk/gracefulecs")
	yes("internal/cases", module+"shutdown")

	// The one place where both worlds meet.
	yes("internal/parity", module+"provider", module+"cdk/gracefulecs", protocol, awscdk)
	return all
}
