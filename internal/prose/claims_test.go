package prose_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// claim is a sentence of a document, or a part of one, whose numbers a table has.
// Spaces and line breaks are one.
type claim struct{ file, text string }

// settings computes an example of the documents.
func settings(t *testing.T, name string) shutdown.Settings {
	t.Helper()
	data, err := os.ReadFile("../../examples/profiles/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	v, err := profile.Prove(name+".yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	return v.Settings()
}

func output(t *testing.T, name string) shutdown.Output {
	t.Helper()
	for _, o := range shutdown.Outputs() {
		if o.Name == name {
			return o
		}
	}
	t.Fatalf("no output %s", name)
	return shutdown.Output{}
}

// unnoticed is the gateway of the documents, which waits for its connections.
func unnoticed(t *testing.T) shutdown.Settings {
	t.Helper()
	data, err := os.ReadFile("../../examples/profiles/websocket-notice.yaml")
	if err != nil {
		t.Fatal(err)
	}
	v, err := profile.Prove("websocket-notice.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	p := v.Given()
	p.DrainNotice = nil
	s, err := shutdown.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// claims are the hand-written sentences with numbers of the model.
func claims(t *testing.T) []claim {
	t.Helper()
	aws := func(setting string) int {
		n, ok := shutdown.AWSDefaultOf(setting, shutdown.ALB)
		if !ok {
			t.Fatalf("AWS has no default for %s", setting)
		}
		return n
	}
	propagation := func(b shutdown.LoadBalancer) int {
		return *shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(1), LoadBalancer: b}.WithDefaults().Propagation
	}
	limit, wait, stop := output(t, "stop_timeout").Max, aws("deregistration_delay"), aws("stop_timeout")
	minimal, long := settings(t, "minimal"), settings(t, "long-requests")
	data, err := os.ReadFile("../../examples/values/service.yaml")
	if err != nil {
		t.Fatal(err)
	}
	v, err := profile.ReadValues("service.yaml", data, nil)
	if err != nil {
		t.Fatal(err)
	}
	today, err := shutdown.Assess(v)
	if err != nil {
		t.Fatal(err)
	}
	deployment, _ := today.Promises.Get(string(shutdown.Deployment))
	byHand, _ := today.Promises.Get(string(shutdown.StopTask))
	kept, _ := long.Guarantees.Get(string(shutdown.StopTask))
	alone, err := shutdown.Compute(shutdown.Profile{Workload: shutdown.Batch, LongestWork: new(2), Singleton: new(true), DesiredCount: new(1)})
	if err != nil {
		t.Fatal(err)
	}
	f := fmt.Sprintf
	const guides = "templates/guides/"
	return []claim{
		{guides + "stop-model.md", f("The model takes %d and %d.", propagation(shutdown.ALB), propagation(shutdown.NLB))},
		{guides + "stop-model.md", f("with the default of %d s, a deployment ends five minutes later than it must", wait)},
		{guides + "stop-model.md", f("On Fargate it is %s s.", output(t, "stop_timeout").Bounds())},
		{guides + "stop-model.md", f("The %d s that Fargate gives are shared by delay, drain, cleanup and margin.", limit)},
		{guides + "stop-model.md", f("the deregistration delay of %d s is spent before the signal", *long.DeregistrationDelay)},
		{guides + "stop-model.md", f("Take requests of up to %d s:", *long.DeregistrationDelay-propagation(shutdown.ALB))},
		{guides + "stop-model.md", f("A stop by hand keeps requests of up to %d s.", *kept.UpTo)},
		{guides + "stop-model.md", f("A deployment that waits for connections of up to an hour takes %d s.", unnoticed(t).Estimates.DeploymentSeconds)},
		{guides + "stop-model.md", f("and the same deployment takes %d s.", settings(t, "websocket-notice").Estimates.DeploymentSeconds)},
		{guides + "questions.md", f("The stop timeout is %d and the deregistration delay %d.", stop, wait)},
		{guides + "questions.md", f("only then do the %d s begin. What %d costs is time (a deployment ends five minutes later than it must)", stop, wait)},
		{guides + "questions.md", f("| deregistration delay | %d s | %d s |", wait, *minimal.DeregistrationDelay)},
		{guides + "questions.md", f("| stop timeout | %d s | %d s |", stop, minimal.StopTimeout)},
		{guides + "questions.md", f("A stop timeout above %d s does not exist on Fargate.", limit)},
		{guides + "questions.md", f("My jobs take longer than %d s.", limit)},
		{guides + "questions.md", f("That is the default deregistration delay of %d s.", wait)},
		{guides + "fargate-spot.md", f("at most `stopTimeout` seconds, %d unless you set it, and never more than %d", stop, limit)},
		{guides + "fargate-spot.md", f("`spot_interruption` is promised only if both end within %d s.", limit)},
		{guides + "python.md", f("its own graceful timeout of %d s equals the default stop timeout", stop)},
		{guides + "node.md", f("with the %d s that a load balancer asks for", *minimal.KeepAliveTimeout)},
		{guides + "sqs.md", f("%d s with a longest request of %d s behind an Application Load Balancer", minimal.ShutdownDelay+minimal.DrainTimeout, minimal.DrainTimeout)},
		{guides + "jobs.md", f("`singleton: true` gives a minimum of %d %% and a maximum of %d %%", alone.Deployment.MinimumHealthyPercent, alone.Deployment.MaximumPercent)},
		{guides + "findings.md", f("refuses new work for the %d s in which it still arrives", propagation(shutdown.ALB))},
		{guides + "pull-requests.md", f("`20` would have made deployments faster too, and kept requests of up to %d s.", 20-propagation(shutdown.ALB))},
		{"README.md", f("Deployments of this service cut every request above %d s, for %d s after a stop by hand new ones are refused, and with %d tasks no deployment can even begin",
			*deployment.SureSeconds, byHand.RefusedSeconds, today.Rollout.StuckAt[0])},
		{"DESIGN.md", f("Fargate gives a container %d s, a Spot interruption %d s for everything.", limit, limit)},
		{"DESIGN.md", f("The delay has %d s of the rest for sure", minimal.ShutdownDelay)},
	}
}

// TestClaims reads the numbers of the tables in the sentences about them.
func TestClaims(t *testing.T) {
	t.Parallel()
	for _, c := range claims(t) {
		if !strings.Contains(read(t, c.file), c.text) {
			t.Errorf("%s does not say %q: the tables have these numbers, so the sentence has others, or is gone and so should be its claim", c.file, c.text)
		}
	}
}
