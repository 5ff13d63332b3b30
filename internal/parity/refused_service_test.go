package parity

import "testing"

// What Service Connect and Cloud Map refuse, with the values beside each limit.
func TestModule_discoveryRefuses(t *testing.T) {
	service := func(further string) string { return "{ services = { api = { " + further + " } } }" }
	tested := func(name, value string) string {
		return `client_alias = { test_traffic_rules = { header = { name = "` + name + `", value = { exact = ` + value + " } } } }"
	}
	checkRefusals(t, "service_connect", map[string]refusal{
		"nothing":                {value: "null"},
		"a caller":               {value: "{}"},
		"a namespace":            {value: "{ namespace = unknown }"},
		"an empty namespace":     {value: `{ namespace = " " }`, want: []string{"leave it out for the cluster's default"}},
		"a format":               {value: `{ access_log_configuration = { format = "JSON" } }`},
		"another format":         {value: `{ access_log_configuration = { format = "json" } }`, want: []string{"Given: json."}},
		"called":                 {value: service("")},
		"a name in capitals":     {value: `{ services = { API = {} } }`, want: []string{"Given: API."}},
		"a discovery name":       {value: service(`discovery_name = "a_1-b"`)},
		"a bad discovery name":   {value: service(`discovery_name = "-a"`), want: []string{"Given: -a."}},
		"a protocol":             {value: service(`app_protocol = "tcp"`)},
		"another protocol":       {value: service(`app_protocol = "HTTP"`), want: []string{"Given: HTTP."}},
		"a further port":         {value: service("container_port = 9090")},
		"an unmapped port":       {value: service("container_port = 9091"), want: []string{"must be one that the app or the front maps: 8080, 9090"}},
		"a port twice":           {value: "{ services = { a = {}, b = { container_port = 8080 } } }", want: []string{"may stand in one of them"}},
		"two ports":              {value: "{ services = { a = {}, b = { container_port = 9090 } } }"},
		"alias 65535":            {value: service("client_alias = { port = 65535 }")},
		"alias 65536":            {value: service("client_alias = { port = 65536 }"), want: []string{"from 1 to 65535"}},
		"override 0":             {value: service("ingress_port_override = 0"), want: []string{"from 1 to 65535"}},
		"override":               {value: service("ingress_port_override = 15000")},
		"override of a sidecar":  {value: service("ingress_port_override = 9200"), want: []string{"listens on it already"}},
		"override below a range": {value: service("ingress_port_override = 9299")},
		"override in a range":    {value: service("ingress_port_override = 9300"), want: []string{"listens on it already"}},
		"override at its end":    {value: service("ingress_port_override = 9310"), want: []string{"listens on it already"}},
		"override above a range": {value: service("ingress_port_override = 9311")},
		"override of the app":    {value: service("ingress_port_override = 8080"), want: []string{"listens on it already"}},
		"an override twice":      {value: "{ services = { a = { ingress_port_override = 15000 }, b = { container_port = 9090, ingress_port_override = 15000 } } }", want: []string{"one listener on a port"}},
		"two overrides":          {value: "{ services = { a = { ingress_port_override = 15000 }, b = { container_port = 9090, ingress_port_override = 15001 } } }"},
		"a discovery name twice": {value: `{ services = { a = { discovery_name = "x" }, b = { container_port = 9090, discovery_name = "x" } } }`, want: []string{"Given: x, x."}},
		"another's own name":     {value: `{ services = { a = {}, b = { container_port = 9090, discovery_name = "a" } } }`, want: []string{"Given: a, a."}},
		"a driver":               {value: `{ log_configuration = { log_driver = "splunk" } }`},
		"the service's driver":   {value: `{ log_configuration = null }`},
		"another driver":         {value: `{ log_configuration = { log_driver = "json-file" } }`, want: []string{"Given: json-file."}},
		"no router":              {value: `{ log_configuration = { log_driver = "awsfirelens" } }`, want: []string{"there is no router for awsfirelens"}},
		"an empty name":          {value: service(`client_alias = { dns_name = "" }`), want: []string{"must not be empty"}},
		"test traffic":           {value: service(tested("X-Test", `"1"`))},
		"unknown test traffic":   {value: service(`client_alias = { test_traffic_rules = { header = { name = unknown, value = { exact = unknown } } } }`)},
		"test traffic, no value": {value: service(tested("X-Test", `""`)), want: []string{"must not be empty"}},
		"no header":              {value: service(`client_alias = { test_traffic_rules = { header = null } }`), want: []string{"Given: null.", "must not be empty"}},
		"a header of null":       {value: service(`client_alias = { test_traffic_rules = { header = { name = null, value = { exact = null } } } }`), want: []string{"Given: null.", "must not be empty"}},
		"by a sentence":          {value: service(tested("X Test", `"1"`)), want: []string{"Given: X Test."}},
		"of TCP":                 {value: service(`app_protocol = "tcp", ` + tested("X-Test", `"1"`)), want: []string{"the proxy sees no headers"}},
		"an authority, unknown":  {value: service("tls = { aws_pca_authority_arn = unknown }")},
	})
	registry := func(further string) string {
		return `{ arn = "arn:aws:servicediscovery:eu-central-1:123456789012:service/srv-1"` + further + " }"
	}
	checkRefusals(t, "service_registry", map[string]refusal{
		"nothing":          {value: "null"},
		"an ARN":           {value: registry("")},
		"an unknown ARN":   {value: "{ arn = unknown }"},
		"an id":            {value: `{ arn = "srv-1" }`, want: []string{`Given: "srv-1"`}},
		"a mapped port":    {value: registry(", container_port = 9090")},
		"an unmapped port": {value: registry(", container_port = 9091"), want: []string{"Given: 9091."}},
		"no time":          {value: registry(", dns_ttl = 0")},
		"five minutes":     {value: registry(", dns_ttl = 300")},
		"longer":           {value: registry(", dns_ttl = 301"), want: []string{"Given: 301."}},
		"half a second":    {value: registry(", dns_ttl = 0.5"), want: []string{"Given: 0.5."}},
	})
}

// What test traffic and hooks refuse, with the values beside each limit.
func TestModule_strategyRefuses(t *testing.T) {
	rule := func(further string) string {
		return `{ listener_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/a/1/2", path_patterns = ["/"], ` + further + " }"
	}
	const others = `{"alb": {"listener_arn": "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/a/1/2", "priority": 10}, "nlb": {"port": 443}}`
	checkRefusals(t, "test_listener", map[string]refusal{
		"nothing":              {value: "null"},
		"a rule":               {value: rule("priority = 9"), others: others},
		"in the other's place": {value: rule("priority = 10"), others: others, want: []string{"alb.priority on the same listener is 10 too"}},
		"on another listener":  {value: `{ listener_arn = unknown, path_patterns = ["/"], priority = 10 }`, others: others},
		"priority 50000":       {value: rule("priority = 50000")},
		"priority 50001":       {value: rule("priority = 50001"), want: []string{"Given: 50001."}},
		"no listener":          {value: `{ path_patterns = ["/"], priority = 1 }`, want: []string{"Given: none."}},
		"no condition":         {value: `{ listener_arn = unknown, priority = 1 }`, want: []string{"a rule needs at least one of"}},
		"five values":          {value: `{ listener_arn = unknown, priority = 1, host_headers = ["a", "b", "c"], http_headers = { X = ["1", "2"] } }`},
		"six values":           {value: `{ listener_arn = unknown, priority = 1, host_headers = ["a", "b", "c", "d"], http_headers = { X = ["1", "2"] } }`, want: []string{"at most 5 values"}},
		"a port":               {value: "{ port = 444 }", others: others},
		"the other's port":     {value: "{ port = 443 }", others: others, want: []string{"nlb.port is the same, 443"}},
		"port 65536":           {value: "{ port = 65536 }", want: []string{"Given: 65536."}},
		"a port and a rule":    {value: rule("priority = 1, port = 1"), want: []string{"has either priority and listener_arn"}},
		"neither":              {value: "{}", want: []string{"has either priority and listener_arn"}},
		"a port with a path":   {value: `{ port = 1, path_patterns = ["/"] }`, want: []string{"a listener of an NLB has none"}},
	})
	hook := func(further string) string {
		return `{ smoke = { hook_target_arn = "arn:aws:lambda:eu-central-1:123456789012:function:smoke", ` + further + " } }"
	}
	checkRefusals(t, "lifecycle_hooks", map[string]refusal{
		"nothing":          {value: "{}"},
		"a hook":           {value: hook(`lifecycle_stages = ["PRE_SCALE_UP"]`)},
		"no function":      {value: `{ smoke = { hook_target_arn = "smoke", lifecycle_stages = ["PRE_SCALE_UP"] } }`, want: []string{"Given: smoke."}},
		"unknown function": {value: `{ smoke = { hook_target_arn = unknown, lifecycle_stages = ["PRE_SCALE_UP"], role = { arn = unknown } } }`},
		"no stage":         {value: hook("lifecycle_stages = []"), want: []string{"lifecycle_stages are one or more of"}},
		"no such stage":    {value: hook(`lifecycle_stages = ["PRE_SCALE_UP", "BAKE_TIME"]`), want: []string{"Given: PRE_SCALE_UP, BAKE_TIME."}},
		"details":          {value: hook(`lifecycle_stages = ["PRE_SCALE_UP"], hook_details = "{}"`)},
		"a list":           {value: hook(`lifecycle_stages = ["PRE_SCALE_UP"], hook_details = "[]"`), want: []string{"must be a JSON object"}},
		"no JSON":          {value: hook(`lifecycle_stages = ["PRE_SCALE_UP"], hook_details = "suite"`), want: []string{"must be a JSON object"}},
		"a role's name":    {value: hook(`lifecycle_stages = ["PRE_SCALE_UP"], role = { arn = "hooks" }`), want: []string{"Given: hooks."}},
	})
	checkRefusals(t, "sigint_rollback", map[string]refusal{
		"waited for":     {value: "true", others: `{"wait_for_steady_state": true}`},
		"not waited for": {value: "true", others: `{"wait_for_steady_state": false}`, want: []string{"only an apply that waits can be interrupted"}},
		"off":            {value: "false", others: `{"wait_for_steady_state": false}`},
	})
}
