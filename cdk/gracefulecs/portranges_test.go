package gracefulecs_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// ranged gives the app, on 8080, ranges of ports.
func ranged(ranges ...string) func(world, *props) {
	return func(_ world, p *props) { p.ContainerPortRanges = jsii.PtrSlice(ranges...) }
}

func manyRanges(n int) []string {
	var out []string
	for i := range n {
		out = append(out, strconv.Itoa(2*i+1)+"-"+strconv.Itoa(2*i+2))
	}
	return out
}

var portRangeReaches = map[string]reach{
	"ContainerPortRanges": {set: ranged("7000-7001"), want: `"PortMappings":[{"ContainerPort":8080,"Protocol":"tcp"},{"ContainerPortRange":"7000-7001","Protocol":"tcp"}]`},
	"Front.ContainerPortRanges": {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) { f.ContainerPortRanges = jsii.Strings("7000-7001") }),
		want: `{"ContainerPortRange":"7000-7001","Protocol":"tcp"}`},
	"Sidecars.ContainerPortRanges": {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.ContainerPortRanges = jsii.Strings("7000-7001") }),
		want: `"PortMappings":[{"ContainerPortRange":"7000-7001","Protocol":"tcp"}]`},
}

var badPortRanges = map[string]bad{
	"0":             {set: ranged("0-10"), want: one("ContainerPortRanges[0]", "pattern", `Given: "0-10".`)},
	"65536":         {set: ranged("65535-65536"), want: one("ContainerPortRanges[0]", "range", `Given: "65535-65536".`)},
	"one port":      {set: ranged("7000-7000"), want: one("ContainerPortRanges[0]", "range", "the first below the last")},
	"turned":        {set: ranged("7001-7000"), want: one("ContainerPortRanges[0]", "range", "")},
	"no hyphen":     {set: ranged("7000"), want: one("ContainerPortRanges[0]", "pattern", "like 8000-8010")},
	"empty":         {set: ranged(""), want: one("ContainerPortRanges[0]", "required", "")},
	"101":           {set: ranged(manyRanges(101)...), want: one("ContainerPortRanges", "range", "at most 100")},
	"overlapping":   {set: ranged("7000-7010", "7010-7019"), want: one("ContainerPortRanges[1]", "duplicate", "ContainerPortRanges[0] is 7000-7010 already")},
	"within":        {set: ranged("7002-7003", "7000-7010"), want: one("ContainerPortRanges[1]", "duplicate", "")},
	"the app's":     {set: ranged("8000-8080"), want: one("ContainerPortRanges[0]", "duplicate", "ContainerPort is 8080 already")},
	"from a token":  {set: func(w world, p *props) { p.ContainerPortRanges = &[]*string{tokenText(w)} }, want: one("ContainerPortRanges[0]", "type", "known at deployment only")},
	"of a sidecar":  {profile: sidecarProfile(), set: sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.ContainerPortRanges = jsii.Strings("8080-8081") }), want: one("Sidecars[0].ContainerPortRanges[0]", "duplicate", "")},
	"of the front":  {profile: frontProfile(), set: front(func(_ world, f *gracefulecs.FrontProps) { f.ContainerPortRanges = jsii.Strings("8080-8081") }), want: one("Front.ContainerPortRanges[0]", "duplicate", "")},
	"for a checker": {set: func(w world, p *props) { ranged("7000-7010")(w, p); p.HealthCheckPort = jsii.Number(7000) }, want: one("HealthCheckPort", "enum", "No container that takes requests maps this port")},
}

var goodPortRanges = map[string]bad{
	"ranges up to it":    {set: ranged("1-8079")},
	"ranges after it":    {set: ranged("8081-65535")},
	"beside each other":  {set: ranged("7000-7009", "7010-7019")},
	"100 ranges":         {set: ranged(manyRanges(100)...)},
	"ranges and no port": {profile: worker(), set: func(w world, p *props) { ranged("7000-7001")(w, p); p.ContainerPort = nil }},
	"a sidecar's range": {profile: &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Sidecars: []shutdown.Sidecar{{Name: "proxy", Flush: new(1)}}},
		set: func(w world, p *props) {
			ranged("7000-7001")(w, p)
			sidecar(func(_ world, s *gracefulecs.SidecarProps) { s.ContainerPortRanges = jsii.Strings("7002-7003") })(w, p)
		}},
}

// A range is for nobody who calls by name, so it has none.
func TestContainerPortRanges_haveNoName(t *testing.T) {
	w := newWorld()
	p := w.propsOr(unbalanced())
	connecting(func(*connect) {})(w, p)
	ranged("7000-7001")(w, p)
	newService(t, w, p)
	for _, want := range []string{`{"ContainerPortRange":"7000-7001","Protocol":"tcp"}`, `"Name":"api"`} {
		if got := text(t, w); !strings.Contains(got, want) {
			t.Errorf("%s is not in the template:\n%s", want, got)
		}
	}
}
