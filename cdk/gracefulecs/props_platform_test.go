package gracefulecs_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func mixed() *shutdown.Profile {
	return &shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10), Capacity: shutdown.Mixed}
}

// strategies are in the form PROVIDER, base, weight; -1 leaves a number out.
func strategies(list ...awsecs.CapacityProviderStrategy) func(world, *props) {
	return func(_ world, p *props) {
		var out []*awsecs.CapacityProviderStrategy
		for i := range list {
			out = append(out, &list[i])
		}
		p.CapacityProviderStrategies = &out
	}
}

func strategy(name string, base, weight float64) awsecs.CapacityProviderStrategy {
	s := awsecs.CapacityProviderStrategy{CapacityProvider: &name}
	if base >= 0 {
		s.Base = &base
	}
	if weight >= 0 {
		s.Weight = &weight
	}
	return s
}

var platformReaches = map[string]reach{
	"CapacityProviderStrategies": {profile: mixed(), set: strategies(strategy("FARGATE", 2, 0), strategy("FARGATE_SPOT", -1, 5)),
		want: `"CapacityProviderStrategy":[{"Base":2,"CapacityProvider":"FARGATE","Weight":0},{"CapacityProvider":"FARGATE_SPOT","Weight":5}]`},
	"DeploymentAlarmBehavior": {set: func(_ world, p *props) {
		p.DeploymentAlarms, p.DeploymentAlarmBehavior = jsii.Strings("errors"), awsecs.AlarmBehavior_FAIL_ON_ALARM
	}, want: `"Alarms":{"AlarmNames":["errors"],"Enable":true,"Rollback":false}`},
	"EnableECSManagedTags": {set: func(_ world, p *props) { p.EnableECSManagedTags = jsii.Bool(false) }, want: `"EnableECSManagedTags":false`},
	"EnableFaultInjection": {set: func(_ world, p *props) { p.EnableFaultInjection = jsii.Bool(true) }, want: `"EnableFaultInjection":true`},
	"Family":               {set: func(_ world, p *props) { p.Family = jsii.String("tasks") }, want: `"Family":"tasks"`},
	"LaunchType":           {set: func(_ world, p *props) { p.LaunchType = awsecs.LaunchType_FARGATE }, want: `"LaunchType":"FARGATE"`},
	"PidMode":              {set: func(_ world, p *props) { p.PidMode = awsecs.PidMode_TASK }, want: `"PidMode":"task"`},
	"PlatformVersion":      {set: func(_ world, p *props) { p.PlatformVersion = awsecs.FargatePlatformVersion_VERSION1_4 }, want: `"PlatformVersion":"1.4.0"`},
	"PropagateTags":        {set: func(_ world, p *props) { p.PropagateTags = awsecs.PropagatedTagSource_TASK_DEFINITION }, want: `"PropagateTags":"TASK_DEFINITION"`},
}

var badPlatforms = map[string]bad{
	"launch type EC2":     {set: func(_ world, p *props) { p.LaunchType = awsecs.LaunchType_EC2 }, want: one("LaunchType", "enum", "the instance's own end decides")},
	"launch type on Spot": {profile: mixed(), set: func(_ world, p *props) { p.LaunchType = awsecs.LaunchType_FARGATE }, want: one("LaunchType", "enum", "the profile's capacity means FARGATE, FARGATE_SPOT")},
	"launch type and strategy": {set: func(w world, p *props) {
		strategies(strategy("FARGATE", 0, 1))(w, p)
		p.LaunchType = awsecs.LaunchType_FARGATE
	}, want: one("CapacityProviderStrategies", "type", "ECS takes a launch type or a strategy.")},
	"pid mode of the host": {set: func(_ world, p *props) { p.PidMode = awsecs.PidMode_HOST }, want: one("PidMode", "enum", "Fargate has no host")},
	"platform 1.3":         {set: func(_ world, p *props) { p.PlatformVersion = awsecs.FargatePlatformVersion_VERSION1_3 }, want: one("PlatformVersion", "enum", "LATEST or VERSION1_4")},
	"family with a dot":    {set: func(_ world, p *props) { p.Family = jsii.String("a.b") }, want: one("Family", "pattern", `Given: "a.b".`)},
	"behavior of no alarm": {set: func(_ world, p *props) { p.DeploymentAlarmBehavior = awsecs.AlarmBehavior_FAIL_ON_ALARM }, want: one("DeploymentAlarmBehavior", "type", "There is no alarm")},
	"another provider":     {set: strategies(strategy("FARGATE", 0, 1), strategy("gpu", 0, 1)), want: one("CapacityProviderStrategies[1].CapacityProvider", "enum", "The profile's capacity means other providers.")},
	"Spot on demand":       {set: strategies(strategy("FARGATE_SPOT", 0, 1)), want: [][3]string{{"CapacityProviderStrategies[0].CapacityProvider", "enum", "FARGATE"}, {"CapacityProviderStrategies", "required", "a strategy for FARGATE"}}},
	"half of mixed":        {profile: mixed(), set: strategies(strategy("FARGATE", 0, 1)), want: one("CapacityProviderStrategies", "required", "a strategy for FARGATE_SPOT")},
	"provider twice":       {set: strategies(strategy("FARGATE", 0, 1), strategy("FARGATE", 0, 1)), want: one("CapacityProviderStrategies[1].CapacityProvider", "duplicate", "already")},
	"nothing":              {profile: mixed(), set: strategies(strategy("FARGATE", 0, 1), strategy("FARGATE_SPOT", 0, 0)), want: one("CapacityProviderStrategies[1].Weight", "range", "never gets a task")},
	"two bases":            {profile: mixed(), set: strategies(strategy("FARGATE", 1, 1), strategy("FARGATE_SPOT", 1, 1)), want: one("CapacityProviderStrategies", "range", "Only one provider can have a base.")},
	"no weight":            {set: strategies(strategy("FARGATE", 1, 0)), want: one("CapacityProviderStrategies", "range", "no weight above 0")},
	"weight 1001":          {set: strategies(strategy("FARGATE", -1, 1001)), want: one("CapacityProviderStrategies[0].Weight", "range", "from 0 to 1000")},
	"base 100001":          {set: strategies(strategy("FARGATE", 100001, 1)), want: one("CapacityProviderStrategies[0].Base", "range", "from 0 to 100000")},
	"no provider":          {set: strategies(awsecs.CapacityProviderStrategy{Weight: jsii.Number(1)}), want: [][3]string{{"CapacityProviderStrategies[0].CapacityProvider", "required", ""}, {"CapacityProviderStrategies", "required", "FARGATE"}}},
}

var platformNearMisses = map[string]bad{
	"weight 1000 and base 100000": {set: strategies(strategy("FARGATE", 100000, 1000))},
	"base on Spot":                {profile: mixed(), set: strategies(strategy("FARGATE", -1, 1), strategy("FARGATE_SPOT", 3, 0))},
	"latest platform":             {set: func(_ world, p *props) { p.PlatformVersion = awsecs.FargatePlatformVersion_LATEST }},
	"no tags":                     {set: func(_ world, p *props) { p.PropagateTags = awsecs.PropagatedTagSource_NONE }},
}
