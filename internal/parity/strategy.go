package parity

import (
	"encoding/json"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

// Hook is a function that a deployment calls.
type Hook struct {
	Function, Role string
	Stages         []string
	Details        map[string]any
}

// Trial is a rule on the surroundings' listener, or a listener on Port.
type Trial struct {
	Priority     int
	Hosts, Paths []string
	Port         int
}

func (c Case) progressive(m arguments, s Surroundings) {
	hooks := map[string]any{}
	for name, h := range c.Hooks {
		v := arguments{"hook_target_arn": h.Function, "lifecycle_stages": h.Stages}
		v.set("role", map[string]any{"arn": h.Role}, h.Role != "")
		if h.Details != nil {
			b, _ := json.Marshal(h.Details) //nolint:errchkjson // Words and numbers alone.
			v["hook_details"] = string(b)
		}
		hooks[name] = v
	}
	m.set("lifecycle_hooks", hooks, len(hooks) > 0)
	if t := c.Trial; t != nil {
		v := arguments{}
		v.number("port", t.Port)
		v.number("priority", t.Priority)
		v.set("listener_arn", s.ALBListener, t.Priority != 0)
		v.set("host_headers", t.Hosts, len(t.Hosts) > 0)
		v.set("path_patterns", t.Paths, len(t.Paths) > 0)
		m["test_listener"] = v
	}
}

func (c Case) progressiveProps(p *gracefulecs.ServiceProps, stack awscdk.Stack) {
	hooks := map[string]*gracefulecs.LifecycleHookProps{}
	for name, h := range c.Hooks {
		v := &gracefulecs.LifecycleHookProps{Function: awslambda.Function_FromFunctionAttributes(stack, jsii.String("Function-"+name), &awslambda.FunctionAttributes{FunctionArn: &h.Function, SameEnvironment: jsii.Bool(true)})}
		var stages []awsecs.DeploymentLifecycleStage
		for _, stage := range h.Stages {
			stages = append(stages, awsecs.DeploymentLifecycleStage(stage))
		}
		v.LifecycleStages = &stages
		if h.Details != nil {
			v.HookDetails = &h.Details
		}
		if h.Role != "" {
			v.Role = awsiam.Role_FromRoleArn(stack, jsii.String("Role-"+name), &h.Role, nil)
		}
		hooks[name] = v
	}
	if len(hooks) > 0 {
		p.LifecycleHooks = &hooks
	}
	if t := c.Trial; t != nil {
		p.TestListener = &gracefulecs.TestListenerProps{Priority: number(t.Priority), HostHeaders: words(t.Hosts), PathPatterns: words(t.Paths), ListenerPort: number(t.Port)}
		if t.Priority != 0 {
			p.TestListener.Listener = p.Listener
		}
	}
}
