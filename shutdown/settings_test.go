package shutdown_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The settings that no promise pins down, each side of where its formula bends.
func TestCompute_formulas(t *testing.T) {
	t.Parallel()
	http := func(longest int, change ...func(*shutdown.Profile)) shutdown.Profile {
		p := shutdown.Profile{Workload: shutdown.HTTP, LongestWork: &longest, Require: []shutdown.Cause{}}
		for _, c := range change {
			c(&p)
		}
		return p
	}
	idle := func(s shutdown.Settings) int { return *s.IdleTimeout }
	keepAlive := func(s shutdown.Settings) int { return *s.KeepAliveTimeout }
	cooldown := func(s shutdown.Settings) int { return s.ScaleInCooldown }
	deployment := func(s shutdown.Settings) int { return s.Estimates.DeploymentSeconds }
	timeout := func(s shutdown.Settings) int { return s.Estimates.DeploymentTimeout }
	drain := func(s shutdown.Settings) int { return s.DrainTimeout }
	interval := func(s shutdown.Settings) int { return s.HealthCheck.Interval }
	unhealthy := func(s shutdown.Settings) int { return s.HealthCheck.UnhealthyThreshold }
	nlb := func(p *shutdown.Profile) { p.LoadBalancer = shutdown.NLB }
	pause := func(v int) func(*shutdown.Profile) { return func(p *shutdown.Profile) { p.LongestPause = &v } }
	healthTimeout := func(s shutdown.Settings) int { return s.HealthCheck.Timeout }
	grace := func(s shutdown.Settings) int { return s.HealthCheck.GracePeriod }
	startPeriod := func(s shutdown.Settings) int { return s.ContainerStartPeriod }
	stop := func(s shutdown.Settings) int { return s.Estimates.StopSeconds }
	healthTime := func(v int) func(*shutdown.Profile) { return func(p *shutdown.Profile) { p.HealthTime = &v } }
	startup := func(v int) func(*shutdown.Profile) { return func(p *shutdown.Profile) { p.Startup = &v } }
	front := func(p *shutdown.Profile) { p.Front = &shutdown.Front{Name: "proxy"} }
	chained := func(p *shutdown.Profile) {
		p.Sidecars = []shutdown.Sidecar{{Name: "a", Flush: new(10)}, {Name: "b", Flush: new(15), After: []string{"a"}}, {Name: "c", Flush: new(3)}}
	}
	for name, tt := range map[string]struct {
		profile shutdown.Profile
		get     func(shutdown.Settings) int
		want    int
	}{
		"idle 55":              {http(55), idle, 60},
		"idle 56":              {http(56), idle, 61},
		"keep-alive 56":        {http(56), keepAlive, 66},
		"idle nlb 345":         {http(345, nlb), idle, 350},
		"idle nlb 346":         {http(346, nlb), idle, 351},
		"idle websocket":       {shutdown.Profile{Workload: shutdown.WebSocket, LongestWork: new(900)}, idle, 60},
		"cooldown 12":          {http(12), cooldown, 60},
		"cooldown 13":          {http(13), cooldown, 61},
		"cooldown queue":       {shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(56)}, cooldown, 61},
		"deployment alb":       {http(10), deployment, 25 + 30 + 10 + 20 + 25},
		"deployment nlb":       {http(20, nlb), deployment, 25 + 30 + 180 + 10 + 115 + 140},
		"deployment none":      {http(20, func(p *shutdown.Profile) { p.LoadBalancer = shutdown.NoLoadBalancer }), deployment, 25 + 30 + 40 + 85},
		"deployment 4 waves":   {http(10, func(p *shutdown.Profile) { p.DesiredCount, p.MaxSurgePercent = new(10), new(39) }), deployment, 4*85 + 25},
		"deployment singleton": {http(10, func(p *shutdown.Profile) { p.Singleton, p.DesiredCount = new(true), new(1) }), deployment, 85 + 25},
		"timeout 400":          {http(300), timeout, 600},
		"timeout 401":          {http(301), timeout, 602},
		"least delay":          {http(240, func(p *shutdown.Profile) { p.Propagation = new(16) }), drain, 120 - 5 - 5 - 15},
		"pause 8":              {http(10, pause(8)), unhealthy, 2},
		"pause 9":              {http(10, pause(9)), unhealthy, 3},
		"pause 48":             {http(10, pause(48)), interval, 5},
		"pause 49":             {http(10, pause(49)), interval, 6},
		"pause 49 threshold":   {http(10, pause(49)), unhealthy, 10},
		"pause 600":            {http(10, pause(600)), interval, 67},
		"health time 119":      {http(10, healthTime(119)), healthTimeout, 120},
		"health time 118":      {http(10, healthTime(118)), interval, 120},
		"health time 4":        {http(10, healthTime(4)), interval, 6},
		"grace":                {http(10, healthTime(4)), grace, 30 + 2*6 + 5},
		"start period 300":     {http(10, startup(300)), startPeriod, 300},
		"start period 301":     {http(10, startup(301)), startPeriod, 300},
		"protected deployment": {shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(7200)}, deployment, 25 + 30 + 40 + 115 + 7200},
		"stop with sidecars":   {http(10, chained), stop, 25 + 35 + 15 + 20},
		"stop with front":      {http(10, front, chained), stop, 25 + 30 + 10 + 15 + 20},
		"cooldown front":       {http(40, front), cooldown, 55 + 60 + 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := shutdown.Compute(tt.profile)
			if err != nil {
				t.Fatal(err)
			}
			if got := tt.get(s); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

// A close that takes longer than a connection may last still needs its room.
func TestCompute_spotCloseRoom(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		interrupt int
		want      shutdown.Kept
	}{{80, shutdown.KeptClosed}, {81, shutdown.KeptUpTo}} {
		s, err := shutdown.Compute(shutdown.Profile{Workload: shutdown.WebSocket, LongestWork: new(1), InterruptTime: &tt.interrupt,
			Capacity: shutdown.Spot, Require: []shutdown.Cause{}})
		if err != nil {
			t.Fatal(err)
		}
		if g, _ := s.Guarantees.Get("spot_interruption"); g.Kept != tt.want {
			t.Errorf("interrupt_time %d: %s, want %s", tt.interrupt, g.Kept, tt.want)
		}
	}
}

// Each number has an explanation whose value is the setting's own.
func TestCompute_everyNumberIsExplained(t *testing.T) {
	t.Parallel()
	s, err := shutdown.Compute(shutdown.Profile{Workload: shutdown.Queue, LongestWork: new(900),
		Sidecars: []shutdown.Sidecar{{Name: "log-router", Flush: new(10)}}})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, e := range s.Explanation {
		got[e.Setting] = e.Value
		if e.Formula == "" || e.Because == "" || e.Source == "" {
			t.Errorf("explanation of %s lacks a part: %+v", e.Setting, e)
		}
	}
	want := map[string]int{
		"stop_timeout": 120, "shutdown_deadline": 115, "shutdown_delay": 0, "drain_timeout": 110, "cleanup_timeout": 5,
		"deployment.minimum_healthy_percent": 100, "deployment.maximum_percent": 200, "scale_in_cooldown": 115,
		"sidecar_stop_timeouts.log-router": 15, "task_protection_minutes": 16, "visibility_timeout": 1020,
		"estimates.stop_seconds": 135, "estimates.deployment_seconds": 1110, "estimates.deployment_timeout": 1665,
		"container_start_period": 30, "desired_count": 2,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("explanation mismatch (-want +got):\n%s", diff)
	}
}
