package shutdown

// AWSDefault is what AWS takes for a setting that a service leaves out.
type AWSDefault struct {
	// Setting is the name that values and settings have for it.
	Setting string
	// Balancers says for which load balancers it holds; none means always.
	Balancers []LoadBalancer
	Value     int
	// Source is the page that says so.
	Source string
}

// AWSDefaults lists them in the order of values.
func AWSDefaults() []AWSDefault {
	out := make([]AWSDefault, len(awsDefaults))
	copy(out, awsDefaults[:])
	return out
}

// awsDefaults is the one table of them: [Assess], the comparisons of services
// that somebody else configured, and the documentation read it.
var awsDefaults = [...]AWSDefault{
	{"stop_timeout", nil, 30, sourceStopTimeout},
	{"deregistration_delay", []LoadBalancer{ALB, NLB}, 300, sourceTargetGroup},
	{"health_check.interval", []LoadBalancer{ALB, NLB}, 30, sourceHealthCheck},
	{"health_check.timeout", []LoadBalancer{ALB}, 5, sourceALBHealth},
	{"health_check.timeout", []LoadBalancer{NLB}, 10, sourceNLBHealth},
	{"health_check.healthy_threshold", []LoadBalancer{ALB, NLB}, 5, sourceHealthCheck},
	{"health_check.unhealthy_threshold", []LoadBalancer{ALB, NLB}, 2, sourceHealthCheck},
	{"health_check.grace_period", []LoadBalancer{ALB, NLB}, 0, sourceGracePeriod},
	{"idle_timeout", []LoadBalancer{ALB}, 60, sourceALBIdle},
	{"idle_timeout", []LoadBalancer{NLB}, 350, sourceNLBIdle},
	{"minimum_healthy_percent", nil, 100, sourceDeployment},
	{"maximum_percent", nil, 200, sourceDeployment},
	{"visibility_timeout", nil, 30, sourceVisibility},
}

// awsDefault is the value of a setting that is in the table.
func awsDefault(setting string, b LoadBalancer) int {
	v, ok := AWSDefaultOf(setting, b)
	if !ok {
		panic("shutdown: AWS has no default for " + setting)
	}
	return v
}

// AWSDefaultOf is what AWS takes for the setting behind that load balancer;
// false where it takes nothing.
func AWSDefaultOf(setting string, b LoadBalancer) (int, bool) {
	for i := range awsDefaults {
		d := &awsDefaults[i]
		if d.Setting == setting && among(d.Balancers, b) {
			return d.Value, true
		}
	}
	return 0, false
}
