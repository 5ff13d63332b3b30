package shutdown_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// rulesOf parses a document and returns "path rule" of each fault.
func rulesOf(t *testing.T, document map[string]any, unknown ...string) []string {
	t.Helper()
	faults := shutdown.ParsePartly(document, unknown...)
	var out []string
	for _, f := range faults {
		if f.Message == "" || f.Allowed == "" || f.Title() == "Invalid Profile" {
			t.Errorf("fault %+v lacks words", f)
		}
		out = append(out, f.Path+" "+f.Rule)
	}
	return out
}

// document is a sound profile with some fields replaced; nil removes one.
func document(changes map[string]any) map[string]any {
	d := map[string]any{"workload": "http", "longest_work": 10}
	for k, v := range changes {
		d[k] = v
		if v == nil {
			delete(d, k)
		}
	}
	return d
}

// socket is a sound profile with a drain notice, some fields replaced.
func socket(changes map[string]any) map[string]any {
	d := map[string]any{"workload": "websocket", "longest_work": 900, "drain_notice": true}
	for k, v := range changes {
		d[k] = v
		if v == nil {
			delete(d, k)
		}
	}
	return d
}

func TestParse_limits(t *testing.T) {
	t.Parallel()
	for _, f := range shutdown.Fields() {
		if f.Type != shutdown.Number {
			continue
		}
		for v, want := range map[any]string{
			f.Min - 1: "range", f.Min: "", f.Min + 1: "", f.Max - 1: "", f.Max: "", f.Max + 1: "range",
			-1: "range", 1_000_000: "range", -1_000_000: "range", json.Number("1e400"): "range", 1e30: "range",
			10.5: "type", "10": "type", "ten": "type", true: "type", json.Number("10.5"): "type",
		} {
			d := document(map[string]any{f.Name: v, "require": []any{}})
			got := ""
			for _, r := range rulesOf(t, d) {
				if path, rule, _ := strings.Cut(r, " "); path == f.Name && (rule == "range" || rule == "type") {
					got = rule
				}
			}
			if got != want {
				t.Errorf("%s = %v: rule %q, want %q", f.Name, v, got, want)
			}
		}
		if got := rulesOf(t, document(map[string]any{f.Name: big.NewFloat(10.5)})); !contains(got, f.Name+" type") {
			t.Errorf("%s = big 10.5: %v", f.Name, got)
		}
	}
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

func TestParse_faults(t *testing.T) {
	t.Parallel()
	list := func(v ...any) []any { return v }
	for name, tt := range map[string]struct {
		document map[string]any
		unknown  []string
		want     []string
	}{
		"nothing":                      {map[string]any{}, nil, []string{"workload required", "longest_work required"}},
		"null":                         {map[string]any{"workload": nil, "longest_work": nil}, nil, []string{"workload required", "longest_work required"}},
		"empty workload":               {document(map[string]any{"workload": ""}), nil, []string{"workload enum"}},
		"unknown word":                 {document(map[string]any{"workload": "htpp"}), nil, []string{"workload enum"}},
		"unknown field":                {document(map[string]any{"longest_wrok": 5}), nil, []string{"longest_wrok unknown-field"}},
		"http requeue":                 {document(map[string]any{"on_interrupt": "requeue"}), nil, []string{"on_interrupt workload-interrupt"}},
		"http checkpoint":              {document(map[string]any{"on_interrupt": "checkpoint"}), nil, []string{"on_interrupt workload-interrupt"}},
		"websocket requeue":            {document(map[string]any{"workload": "websocket", "on_interrupt": "requeue"}), nil, []string{"on_interrupt workload-interrupt"}},
		"websocket finish":             {document(map[string]any{"workload": "websocket", "on_interrupt": "finish"}), nil, nil},
		"queue close":                  {document(map[string]any{"workload": "queue", "on_interrupt": "close"}), nil, []string{"on_interrupt workload-interrupt"}},
		"queue alb":                    {document(map[string]any{"workload": "queue", "load_balancer": "alb"}), nil, []string{"load_balancer workload-load-balancer"}},
		"queue none":                   {document(map[string]any{"workload": "queue", "load_balancer": "none"}), nil, nil},
		"batch propagation 0":          {document(map[string]any{"workload": "batch", "propagation": 0}), nil, []string{"propagation workload-propagation"}},
		"stream propagation 20":        {document(map[string]any{"workload": "stream", "propagation": 20}), nil, nil},
		"stream propagation 21":        {document(map[string]any{"workload": "stream", "propagation": 21}), nil, []string{"propagation range"}},
		"queue propagation 21":         {document(map[string]any{"workload": "queue", "propagation": 21}), nil, []string{"propagation range"}},
		"front":                        {document(map[string]any{"front": map[string]any{"name": "proxy"}}), nil, nil},
		"front websocket":              {document(map[string]any{"workload": "websocket", "front": map[string]any{"name": "proxy"}}), nil, []string{"front workload-front"}},
		"front queue":                  {document(map[string]any{"workload": "queue", "front": map[string]any{"name": "proxy"}}), nil, []string{"front workload-front"}},
		"front without name":           {document(map[string]any{"front": map[string]any{}}), nil, []string{"front.name required"}},
		"front a string":               {document(map[string]any{"front": "nginx"}), nil, []string{"front type"}},
		"front unknown field":          {document(map[string]any{"front": map[string]any{"name": "proxy", "port": 1}}), nil, []string{"front.port unknown-field"}},
		"front framework":              {document(map[string]any{"front": map[string]any{"name": "proxy", "framework": "ngnix"}}), nil, []string{"front.framework enum"}},
		"front named as a sidecar":     {document(map[string]any{"front": map[string]any{"name": "log"}, "sidecars": []any{map[string]any{"name": "log", "flush": 5}}}), nil, []string{"sidecars[0].name duplicate"}},
		"front named so, unknown":      {document(map[string]any{"front": map[string]any{"name": "log"}, "sidecars": []any{map[string]any{"name": "log", "flush": 5}}}), []string{"front.name"}, nil},
		"front budget 120":             {document(map[string]any{"cleanup": 100, "margin": 20, "front": map[string]any{"name": "proxy"}}), nil, nil},
		"front budget 121":             {document(map[string]any{"cleanup": 100, "margin": 21, "front": map[string]any{"name": "proxy"}}), nil, []string{"cleanup stop-budget"}},
		"broker http":                  {document(map[string]any{"broker": "sqs"}), nil, []string{"broker workload-broker"}},
		"broker batch":                 {document(map[string]any{"workload": "batch", "broker": "other"}), nil, []string{"broker workload-broker"}},
		"broker unknown":               {document(map[string]any{"workload": "queue", "broker": "kafka"}), nil, []string{"broker enum"}},
		"broker other past 12 hours":   {document(map[string]any{"workload": "queue", "longest_work": 43081, "broker": "other"}), nil, nil},
		"health_time 120":              {document(map[string]any{"health_time": 120}), nil, []string{"health_time range"}},
		"min_count 3 of 2":             {document(map[string]any{"min_count": 3}), nil, []string{"min_count min-count"}},
		"min_count 2 of 2":             {document(map[string]any{"min_count": 2}), nil, nil},
		"min_count of unknown":         {document(map[string]any{"min_count": 3}), []string{"desired_count"}, nil},
		"strategy singleton":           {document(map[string]any{"strategy": "blue_green", "singleton": true}), nil, []string{"strategy strategy-unfit"}},
		"strategy rolling singleton":   {document(map[string]any{"strategy": "rolling", "singleton": true}), nil, nil},
		"strategy queue":               {document(map[string]any{"workload": "queue", "strategy": "canary"}), nil, []string{"strategy strategy-unfit"}},
		"strategy surge 99":            {document(map[string]any{"strategy": "linear", "max_surge_percent": 99}), nil, []string{"strategy strategy-unfit"}},
		"strategy surge 100":           {document(map[string]any{"strategy": "linear", "max_surge_percent": 100}), nil, nil},
		"linear without balancer":      {document(map[string]any{"strategy": "linear", "load_balancer": "none"}), nil, []string{"strategy strategy-unfit"}},
		"canary without balancer":      {document(map[string]any{"strategy": "canary", "load_balancer": "none"}), nil, []string{"strategy strategy-unfit"}},
		"blue_green without balancer":  {document(map[string]any{"strategy": "blue_green", "load_balancer": "none"}), nil, nil},
		"bake when rolling":            {document(map[string]any{"bake_minutes": 5}), nil, []string{"bake_minutes strategy-unfit"}},
		"step when blue_green":         {document(map[string]any{"strategy": "blue_green", "step_percent": 5, "step_minutes": 1}), nil, []string{"step_percent strategy-unfit", "step_minutes strategy-unfit"}},
		"linear step 2":                {document(map[string]any{"strategy": "linear", "step_percent": 2}), nil, []string{"step_percent range"}},
		"linear step 3":                {document(map[string]any{"strategy": "linear", "step_percent": 3}), nil, nil},
		"canary step 1":                {document(map[string]any{"strategy": "canary", "step_percent": 1}), nil, nil},
		"canary step 100":              {document(map[string]any{"strategy": "canary", "step_percent": 100}), nil, []string{"step_percent range"}},
		"waits 1980":                   {document(map[string]any{"strategy": "canary", "step_minutes": 1440, "bake_minutes": 540}), nil, nil},
		"waits 1981":                   {document(map[string]any{"strategy": "canary", "step_minutes": 1440, "bake_minutes": 541}), nil, []string{"step_minutes strategy-limit"}},
		"linear waits 1980":            {document(map[string]any{"strategy": "linear", "step_percent": 10, "step_minutes": 60, "bake_minutes": 1440}), nil, nil},
		"linear waits 1989":            {document(map[string]any{"strategy": "linear", "step_percent": 10, "step_minutes": 61, "bake_minutes": 1440}), nil, []string{"step_minutes strategy-limit"}},
		"after":                        {document(map[string]any{"sidecars": list(map[string]any{"name": "a", "flush": 1}, map[string]any{"name": "b", "flush": 1, "after": list("a")})}), nil, nil},
		"after itself":                 {document(map[string]any{"sidecars": list(map[string]any{"name": "a", "flush": 1, "after": list("a")})}), nil, []string{"sidecars[0].after[0] sidecar-order"}},
		"after nobody":                 {document(map[string]any{"sidecars": list(map[string]any{"name": "a", "flush": 1, "after": list("b")})}), nil, []string{"sidecars[0].after[0] sidecar-order"}},
		"after twice":                  {document(map[string]any{"sidecars": list(map[string]any{"name": "a", "flush": 1}, map[string]any{"name": "b", "flush": 1, "after": list("a", "a")})}), nil, []string{"sidecars[1].after[1] duplicate"}},
		"after in a circle":            {document(map[string]any{"sidecars": list(map[string]any{"name": "a", "flush": 1, "after": list("b")}, map[string]any{"name": "b", "flush": 1, "after": list("a")})}), nil, []string{"sidecars[0].after sidecar-order"}},
		"sidecar framework":            {document(map[string]any{"sidecars": list(map[string]any{"name": "a", "flush": 1, "framework": "fluent_bit"})}), nil, nil},
		"sidecar framework nginx":      {document(map[string]any{"sidecars": list(map[string]any{"name": "a", "flush": 1, "framework": "nginx"})}), nil, []string{"sidecars[0].framework enum"}},
		"framework fluent_bit":         {document(map[string]any{"framework": "fluent_bit"}), nil, []string{"framework enum"}},
		"acknowledge":                  {document(map[string]any{"acknowledge": list("listeners-close-at-once")}), nil, nil},
		"acknowledge nothing known":    {document(map[string]any{"acknowledge": list("listeners")}), nil, []string{"acknowledge[0] enum"}},
		"prefix 64":                    {document(map[string]any{"environment_prefix": strings.Repeat("A", 64)}), nil, nil},
		"prefix 65":                    {document(map[string]any{"environment_prefix": strings.Repeat("A", 65)}), nil, []string{"environment_prefix pattern"}},
		"stop signal SIGRTMIN+30":      {document(map[string]any{"stop_signal": "SIGRTMIN+30"}), nil, nil},
		"stop signal SIGRTMIN+31":      {document(map[string]any{"stop_signal": "SIGRTMIN+31"}), nil, []string{"stop_signal enum"}},
		"stop signal SIGKILL":          {document(map[string]any{"stop_signal": "SIGKILL"}), nil, []string{"stop_signal enum"}},
		"checkpoint too long":          {document(map[string]any{"workload": "batch", "on_interrupt": "checkpoint", "interrupt_time": 100, "cleanup": 30}), nil, []string{"interrupt_time required-cause"}},
		"nlb drain too short":          {document(map[string]any{"load_balancer": "nlb", "longest_work": 96}), nil, []string{"longest_work required-cause"}},
		"nlb drain long enough":        {document(map[string]any{"load_balancer": "nlb", "longest_work": 95}), nil, nil},
		"prefix lower":                 {document(map[string]any{"environment_prefix": "shutdown_"}), nil, []string{"environment_prefix pattern"}},
		"prefix digit":                 {document(map[string]any{"environment_prefix": "1_"}), nil, []string{"environment_prefix pattern"}},
		"prefix newline":               {document(map[string]any{"environment_prefix": "A_\n"}), nil, []string{"environment_prefix pattern"}},
		"prefix empty":                 {document(map[string]any{"environment_prefix": ""}), nil, []string{"environment_prefix pattern"}},
		"prefix one letter":            {document(map[string]any{"environment_prefix": "A"}), nil, nil},
		"sidecar without flush":        {document(map[string]any{"sidecars": list(map[string]any{"name": "a"})}), nil, []string{"sidecars[0].flush required"}},
		"sidecar without name":         {document(map[string]any{"sidecars": list(map[string]any{"flush": 1})}), nil, []string{"sidecars[0].name required"}},
		"sidecar flush 116":            {document(map[string]any{"sidecars": list(map[string]any{"name": "a", "flush": 116})}), nil, []string{"sidecars[0].flush range"}},
		"sidecar flush 115":            {document(map[string]any{"sidecars": list(map[string]any{"name": "a", "flush": 115})}), nil, nil},
		"sidecar flush 115 margin 6":   {document(map[string]any{"margin": 6, "sidecars": list(map[string]any{"name": "a", "flush": 115})}), nil, []string{"sidecars[0].flush sidecar-limit"}},
		"sidecar twice":                {document(map[string]any{"sidecars": list(map[string]any{"name": "a", "flush": 1}, map[string]any{"name": "a", "flush": 1})}), nil, []string{"sidecars[1].name duplicate"}},
		"sidecar a string":             {document(map[string]any{"sidecars": list("a")}), nil, []string{"sidecars[0] type"}},
		"sidecar unknown field":        {document(map[string]any{"sidecars": list(map[string]any{"name": "a", "flush": 1, "port": 1})}), nil, []string{"sidecars[0].port unknown-field"}},
		"sidecars a map":               {document(map[string]any{"sidecars": map[string]any{"a": 1}}), nil, []string{"sidecars type"}},
		"require unknown":              {document(map[string]any{"require": list("deploy")}), nil, []string{"require[0] enum"}},
		"require twice":                {document(map[string]any{"require": list("deployment", "deployment")}), nil, []string{"require[1] duplicate"}},
		"require a number":             {document(map[string]any{"require": list(1)}), nil, []string{"require[0] type"}},
		"require a string":             {document(map[string]any{"require": "deployment"}), nil, []string{"require type"}},
		"require host failure":         {document(map[string]any{"require": list("host_failure")}), nil, []string{"require required-cause"}},
		"require host failure queue":   {document(map[string]any{"workload": "queue", "require": list("host_failure")}), nil, nil},
		"require spot on demand":       {document(map[string]any{"require": list("spot_interruption")}), nil, nil},
		"budget 0":                     {document(map[string]any{"workload": "queue", "cleanup": 60, "margin": 60}), nil, nil}, // task protection holds deployments off
		"budget 0 not required":        {document(map[string]any{"workload": "queue", "cleanup": 60, "margin": 60, "require": list()}), nil, nil},
		"budget −1":                    {document(map[string]any{"workload": "queue", "cleanup": 61, "margin": 60, "require": list()}), nil, []string{"cleanup stop-budget"}},
		"budget 15":                    {document(map[string]any{"cleanup": 100}), nil, nil},
		"budget 14":                    {document(map[string]any{"cleanup": 100, "margin": 6}), nil, []string{"cleanup stop-budget"}},
		"budget sidecars":              {document(map[string]any{"capacity": "spot", "cleanup": 0, "sidecars": list(map[string]any{"name": "a", "flush": 101})}), nil, []string{"sidecars stop-budget"}},
		"delay 3600":                   {document(map[string]any{"longest_work": 3585}), nil, nil},
		"delay 3601":                   {document(map[string]any{"longest_work": 3586}), nil, []string{"longest_work deregistration-limit"}},
		"protection 2880":              {document(map[string]any{"workload": "batch", "longest_work": 172795}), nil, nil},
		"protection 2881":              {document(map[string]any{"workload": "batch", "longest_work": 172796}), nil, []string{"longest_work protection-limit"}},
		"notice websocket":             {socket(nil), nil, nil},
		"notice nlb":                   {socket(map[string]any{"load_balancer": "nlb"}), nil, nil},
		"notice blue_green":            {socket(map[string]any{"strategy": "blue_green"}), nil, nil},
		"notice singleton":             {socket(map[string]any{"singleton": true, "desired_count": 1}), nil, nil},
		"notice http":                  {socket(map[string]any{"workload": "http"}), nil, []string{"drain_notice drain-notice-unfit"}},
		"notice http false":            {socket(map[string]any{"workload": "http", "drain_notice": false}), nil, nil},
		"notice http null":             {socket(map[string]any{"workload": "http", "drain_notice": nil}), nil, nil},
		"notice queue":                 {socket(map[string]any{"workload": "queue"}), nil, []string{"drain_notice drain-notice-unfit"}},
		"notice stream":                {socket(map[string]any{"workload": "stream"}), nil, []string{"drain_notice drain-notice-unfit"}},
		"notice batch":                 {socket(map[string]any{"workload": "batch"}), nil, []string{"drain_notice drain-notice-unfit"}},
		"notice finish":                {socket(map[string]any{"on_interrupt": "finish"}), nil, []string{"drain_notice drain-notice-unfit"}},
		"notice finish false":          {socket(map[string]any{"on_interrupt": "finish", "drain_notice": false}), nil, nil},
		"notice requeue":               {socket(map[string]any{"on_interrupt": "requeue"}), nil, []string{"on_interrupt workload-interrupt"}},
		"notice none":                  {socket(map[string]any{"load_balancer": "none"}), nil, []string{"drain_notice drain-notice-unfit"}},
		"notice none, unknown":         {socket(map[string]any{"load_balancer": "none"}), []string{"load_balancer"}, nil},
		"notice of unknown workload":   {socket(map[string]any{"workload": "http"}), []string{"workload"}, nil},
		"notice of unknown interrupt":  {socket(map[string]any{"on_interrupt": "finish"}), []string{"on_interrupt"}, nil},
		"notice a string":              {socket(map[string]any{"drain_notice": "true"}), nil, []string{"drain_notice type"}},
		"notice a number":              {socket(map[string]any{"drain_notice": 1}), nil, []string{"drain_notice type"}},
		"spread -1":                    {socket(map[string]any{"notice_spread": -1}), nil, []string{"notice_spread range"}},
		"spread 0":                     {socket(map[string]any{"notice_spread": 0}), nil, nil},
		"spread 300":                   {socket(map[string]any{"notice_spread": 300}), nil, nil},
		"spread 301":                   {socket(map[string]any{"notice_spread": 301}), nil, []string{"notice_spread range"}},
		"spread without notice":        {socket(map[string]any{"drain_notice": nil, "notice_spread": 30}), nil, []string{"notice_spread drain-notice-unfit"}},
		"spread with notice false":     {socket(map[string]any{"drain_notice": false, "notice_spread": 30}), nil, []string{"notice_spread drain-notice-unfit"}},
		"spread of unknown notice":     {socket(map[string]any{"drain_notice": nil, "notice_spread": 30}), []string{"drain_notice"}, nil},
		"spread http":                  {document(map[string]any{"notice_spread": 30}), nil, []string{"notice_spread drain-notice-unfit"}},
		"old connections":              {socket(map[string]any{"longest_work": 172800}), nil, nil},
		"old connections, no notice":   {socket(map[string]any{"longest_work": 172800, "drain_notice": nil}), nil, []string{"longest_work deregistration-limit"}},
		"notice spot 75":               {socket(map[string]any{"capacity": "spot", "longest_work": 3600, "notice_spread": 75}), nil, nil},
		"notice spot 76":               {socket(map[string]any{"capacity": "spot", "longest_work": 3600, "notice_spread": 76}), nil, []string{"notice_spread spot-budget"}},
		"visibility 43200":             {document(map[string]any{"workload": "queue", "longest_work": 43080}), nil, nil},
		"visibility 43201":             {document(map[string]any{"workload": "queue", "longest_work": 43081}), nil, []string{"longest_work visibility-limit"}},
		"visibility 43201, beats":      {document(map[string]any{"workload": "queue", "longest_work": 43081, "heartbeat": 20}), nil, []string{"longest_work visibility-limit"}},
		"heartbeat 4":                  {document(map[string]any{"workload": "queue", "heartbeat": 4}), nil, []string{"heartbeat range"}},
		"heartbeat 5":                  {document(map[string]any{"workload": "queue", "heartbeat": 5}), nil, nil},
		"heartbeat 3600":               {document(map[string]any{"workload": "queue", "heartbeat": 3600}), nil, nil},
		"heartbeat 3601":               {document(map[string]any{"workload": "queue", "heartbeat": 3601}), nil, []string{"heartbeat range"}},
		"heartbeat null":               {document(map[string]any{"heartbeat": nil}), nil, nil},
		"heartbeat http":               {document(map[string]any{"heartbeat": 20}), nil, []string{"heartbeat workload-heartbeat"}},
		"heartbeat stream":             {document(map[string]any{"workload": "stream", "heartbeat": 20}), nil, []string{"heartbeat workload-heartbeat"}},
		"heartbeat sqs":                {document(map[string]any{"workload": "queue", "broker": "sqs", "heartbeat": 20}), nil, nil},
		"heartbeat other":              {document(map[string]any{"workload": "queue", "broker": "other", "heartbeat": 20}), nil, []string{"heartbeat workload-heartbeat"}},
		"heartbeat of unknown broker":  {document(map[string]any{"workload": "queue", "heartbeat": 20}), []string{"broker"}, nil},
		"heartbeat of unknown work":    {document(map[string]any{"workload": nil, "heartbeat": 20}), []string{"workload"}, nil},
		"spot 80":                      {document(map[string]any{"longest_work": 80, "capacity": "spot"}), nil, nil},
		"spot 81":                      {document(map[string]any{"longest_work": 81, "capacity": "spot"}), nil, []string{"longest_work spot-budget"}},
		"no load balancer 50":          {document(map[string]any{"longest_work": 50, "load_balancer": "none"}), nil, nil},
		"no load balancer 51":          {document(map[string]any{"longest_work": 51, "load_balancer": "none"}), nil, []string{"longest_work required-cause"}},
		"nginx with SIGTERM":           {document(map[string]any{"framework": "nginx"}), nil, []string{"stop_signal framework-signal"}},
		"nginx with SIGQUIT":           {document(map[string]any{"framework": "nginx", "stop_signal": "SIGQUIT"}), nil, nil},
		"gunicorn with SIGQUIT":        {document(map[string]any{"framework": "gunicorn", "stop_signal": "SIGQUIT"}), nil, []string{"stop_signal framework-signal"}},
		"gunicorn with SIGUSR1":        {document(map[string]any{"framework": "gunicorn", "stop_signal": "SIGUSR1"}), nil, []string{"stop_signal framework-signal"}},
		"framework unknown":            {document(map[string]any{"framework": "gunicron"}), nil, []string{"framework enum"}},
		"many at once, in order":       {map[string]any{"require": list("x"), "margin": 0, "workload": "web", "zz": 1, "cleanup": "a"}, nil, []string{"workload enum", "longest_work required", "cleanup type", "margin range", "require[0] enum", "zz unknown-field"}},
		"budget and a bad count":       {document(map[string]any{"longest_work": 85, "capacity": "spot", "desired_count": -1}), nil, []string{"longest_work spot-budget", "desired_count range"}},
		"unknown longest_work":         {map[string]any{"workload": "http"}, []string{"longest_work"}, nil},
		"unknown workload":             {map[string]any{"longest_work": 0, "load_balancer": "alb"}, []string{"workload"}, []string{"longest_work range"}},
		"unknown hides no other fault": {document(map[string]any{"margin": 99}), []string{"capacity"}, []string{"margin range"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, rulesOf(t, tt.document, tt.unknown...)); diff != "" {
				t.Errorf("faults mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParse_offersTheNearestWord(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		document map[string]any
		want     string
	}{
		"workload":  {document(map[string]any{"workload": "websockets"}), `write "websocket"`},
		"upper":     {document(map[string]any{"workload": "HTTP"}), `write "http"`},
		"field":     {document(map[string]any{"longest-work": 1}), `write "longest_work"`},
		"nothing":   {document(map[string]any{"workload": "zzzzzzz"}), "set workload to one of http, websocket, queue, stream, batch"},
		"framework": {document(map[string]any{"framework": "springboot"}), `write "spring_boot"`},
		"quoted":    {document(map[string]any{"margin": "5"}), "write 5 without quotes"},
		"no number": {document(map[string]any{"margin": "five"}), "set margin to a whole number"},
		"cause":     {document(map[string]any{"require": []any{"spot"}}), `write "spot_interruption"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := shutdown.Parse(tt.document)
			var faults shutdown.Faults
			if !errors.As(err, &faults) || len(faults) != 1 {
				t.Fatalf("Parse() error = %v, want one fault", err)
			}
			if diff := cmp.Diff([]string{tt.want}, faults[0].WaysOut); diff != "" {
				t.Errorf("ways out mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// A way out of a fault on one value does not lead into a fault with another.
func TestParse_narrowedWaysOut(t *testing.T) {
	t.Parallel()
	type d = map[string]any
	for name, tt := range map[string]struct {
		document map[string]any
		want     string
	}{
		"out of a range it must not have": {d{"step_percent": 101}, "nothing: remove step_percent"},
		"in a range of its own":           {d{"strategy": "linear", "step_percent": 101}, "a whole number from 3 to 100: set step_percent to a whole number from 3 to 100"},
		"a narrower range":                {d{"workload": "queue", "propagation": 901}, "a whole number from 0 to 20: set propagation to a whole number from 0 to 20"},
		"no word but one":                 {d{"on_interrupt": "checkpointe"}, "only finish: set on_interrupt to finish"},
		"the word that fits":              {d{"on_interrupt": "finishe"}, `only finish: write "finish"`},
		"a flag that must be false":       {d{"drain_notice": true}, "only false: set drain_notice to false; remove drain_notice"},
		"a word of any kind":              {d{"capacity": "spott"}, `one of on_demand, spot, mixed: write "spot"`},
	} {
		faults := shutdown.ParsePartly(document(tt.document))
		if len(faults) != 1 {
			t.Errorf("%s: %d faults: %v", name, len(faults), faults)
			continue
		}
		if got := faults[0].Allowed + ": " + strings.Join(faults[0].WaysOut, "; "); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// What people have is often a number that is computed, so the fault says so.
func TestParse_outputIsNoField(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{
		"stop_timeout":  `A profile has no field "stop_timeout": it is computed from what the profile declares.`,
		"stop_timeouts": `A profile has no field "stop_timeouts".`,
	} {
		var messages []string
		for _, f := range shutdown.ParsePartly(document(map[string]any{key: 30})) {
			messages = append(messages, f.Message)
		}
		if diff := cmp.Diff([]string{want}, messages); diff != "" {
			t.Errorf("%s (-want +got):\n%s", key, diff)
		}
	}
}
