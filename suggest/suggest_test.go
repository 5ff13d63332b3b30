package suggest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
	"github.com/graceful-ecs/terraform-provider-graceful/suggest"
)

type object = map[string]any

// configured is a service in CloudFormation's words; nil groups have no load balancer.
type configured struct {
	service    object
	containers []any
	group      object
	idle       any
	// queue has the properties of one that the app is told of, under a name that says
	// nothing.
	queue object
	// scaling has the properties of what scales it.
	scaling object
	// task stands for the containers where they are not known.
	task any
}

func (c configured) linked() *service.Service {
	at := func(address string) service.Where { return service.Where{File: "app.json", Address: address} }
	task := &service.Resource{Type: service.TypeTask, Where: at("Task"), Properties: object{"ContainerDefinitions": c.containers}}
	if c.task != nil {
		task.Properties["ContainerDefinitions"] = c.task
	}
	all := []*service.Resource{task}
	if c.queue != nil {
		queue := &service.Resource{Type: service.TypeQueue, Where: at("Queue"), Properties: c.queue}
		c.containers[0].(object)["Environment"] = []any{object{"Name": "WORK", "Value": service.Reference{To: queue}}}
		all = append(all, queue)
	}
	properties := object{"ServiceName": "api", "LaunchType": "FARGATE", "TaskDefinition": service.Reference{To: task}}
	for k, v := range c.service {
		properties[k] = v
	}
	if c.group != nil {
		group := &service.Resource{Type: service.TypeTargetGroup, Where: at("Group"), Properties: c.group}
		balancer := &service.Resource{Type: service.TypeBalancer, Where: at("Balancer"), Properties: object{}}
		if c.idle != nil {
			balancer.Properties["LoadBalancerAttributes"] = []any{object{"Key": "idle_timeout.timeout_seconds", "Value": c.idle}}
		}
		listener := &service.Resource{Type: service.TypeListener, Where: at("Listener"), Properties: object{"Protocol": "HTTP", "LoadBalancerArn": service.Reference{To: balancer},
			"DefaultActions": []any{object{"Type": "forward", "TargetGroupArn": service.Reference{To: group}}}}}
		properties["LoadBalancers"] = []any{object{"ContainerName": "app", "TargetGroupArn": service.Reference{To: group}}}
		all = append(all, group, balancer, listener)
	}
	if c.scaling != nil {
		target := object{"ResourceId": "service/shop/api"}
		for k, v := range c.scaling {
			target[k] = v
		}
		all = append(all, &service.Resource{Type: service.TypeScalingTarget, Where: at("Target"), Properties: target})
	}
	return service.Link(append(all, &service.Resource{Type: service.TypeService, Where: at("Service"), Properties: properties}))[0]
}

func app(more object) []any {
	c := object{"Name": "app"}
	for k, v := range more {
		c[k] = v
	}
	return []any{c}
}

func variables(pairs ...string) object {
	var list []any
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, object{"Name": pairs[i], "Value": pairs[i+1]})
	}
	return object{"Environment": list}
}

// Each field comes from what shows it, and from nothing else.
func TestFor(t *testing.T) {
	group := object{"Protocol": "HTTP"}
	contract := func(prefix string) object {
		return variables(prefix+"DELAY_SECONDS", "15", prefix+"DRAIN_SECONDS", "20", prefix+"DEADLINE_SECONDS", "40")
	}
	for name, tt := range map[string]struct {
		of   configured
		want map[string]any // fields beside workload and longest_work; nil is absent
		work shutdown.Workload
		long int
	}{
		"a load balancer, idle by default": {configured{containers: app(nil), group: group}, nil, shutdown.HTTP, 60},
		"idle":                             {configured{containers: app(nil), group: group, idle: "120"}, nil, shutdown.HTTP, 120},
		"idle unknown":                     {configured{containers: app(nil), group: group, idle: service.Missing{Why: "a reference"}}, nil, shutdown.HTTP, 30},
		"network": {configured{containers: app(object{"StopTimeout": 60.0}), group: object{"Protocol": "TCP"}}, map[string]any{"load_balancer": "nlb"},
			shutdown.HTTP, 60},
		"the app's word":       {configured{containers: app(contract("SHUTDOWN_")), group: group}, map[string]any{"environment_prefix": nil}, shutdown.HTTP, 20},
		"the app's own prefix": {configured{containers: app(contract("API_")), group: group}, map[string]any{"environment_prefix": "API_"}, shutdown.HTTP, 20},
		"a queue":              {configured{containers: app(variables("QUEUE_URL", "https://sqs.example/q"))}, nil, shutdown.Queue, 30},
		"no queue":             {configured{containers: app(variables("ENQUEUED", "yes"))}, nil, shutdown.Queue, 30},
		"a queue that is read": {configured{containers: app(nil), queue: object{"VisibilityTimeout": 45.0}}, nil, shutdown.Queue, 45},
		"a queue by default":   {configured{containers: app(nil), queue: object{}}, nil, shutdown.Queue, 30},
		"by name": {configured{containers: app(nil), service: object{"ServiceRegistries": []any{object{"RegistryArn": "arn:x"}}}}, map[string]any{"load_balancer": "none"},
			shutdown.HTTP, 30},
		"gunicorn":                {configured{containers: app(object{"Command": []any{"gunicorn", "app:app"}}), group: group}, map[string]any{"framework": "gunicorn"}, shutdown.HTTP, 60},
		"no framework of these":   {configured{containers: app(object{"Command": []any{"caddy", "run"}}), group: group}, map[string]any{"framework": nil}, shutdown.HTTP, 60},
		"a router that is no app": {configured{containers: app(object{"Command": []any{"/fluent-bit/bin/fluent-bit"}}), group: group}, map[string]any{"framework": nil}, shutdown.HTTP, 60},
		"a stream":                {configured{containers: app(variables("KAFKA_BROKERS", "b:9092"))}, nil, shutdown.Stream, 30},
		"a stop timeout":          {configured{containers: app(object{"StopTimeout": 100.0})}, nil, shutdown.Queue, 100},
		"a grace period":          {configured{containers: app(nil), group: group, service: object{"HealthCheckGracePeriodSeconds": 90.0}}, map[string]any{"startup": 90}, shutdown.HTTP, 60},
		"no grace period":         {configured{containers: app(nil), group: group, service: object{"HealthCheckGracePeriodSeconds": 0.0}}, map[string]any{"startup": nil}, shutdown.HTTP, 60},
		"a start period": {configured{containers: app(object{"HealthCheck": object{"StartPeriod": 45.0}}), group: group, service: object{"HealthCheckGracePeriodSeconds": 90.0}},
			map[string]any{"startup": 45}, shutdown.HTTP, 60},
		"tasks":             {configured{containers: app(nil), group: group, service: object{"DesiredCount": 3.0}}, map[string]any{"desired_count": 3}, shutdown.HTTP, 60},
		"no tasks are said": {configured{containers: app(nil), group: group}, map[string]any{"desired_count": nil}, shutdown.HTTP, 60},
		"spot": {configured{containers: app(nil), group: group, service: object{"LaunchType": nil, "CapacityProviderStrategy": []any{object{"CapacityProvider": "FARGATE_SPOT", "Weight": 1.0}}}},
			map[string]any{"capacity": "spot"}, shutdown.HTTP, 60},
		"surge":                           {rolled(100, 150, 4, group), map[string]any{"max_surge_percent": 50, "singleton": nil}, shutdown.HTTP, 60},
		"full surge":                      {rolled(100, 200, 4, group), map[string]any{"max_surge_percent": nil}, shutdown.HTTP, 60},
		"least surge":                     {rolled(50, 101, 4, group), map[string]any{"max_surge_percent": 1}, shutdown.HTTP, 60},
		"one at most":                     {rolled(0, 100, 1, nil), map[string]any{"singleton": true}, shutdown.Queue, 30},
		"one at most, balanced":           {rolled(0, 100, 1, group), map[string]any{"singleton": true}, shutdown.HTTP, 60},
		"drained for longer than the app": {configured{containers: app(contract("SHUTDOWN_")), group: drained(315.0)}, nil, shutdown.HTTP, 300},
		"drained as long as the app":      {configured{containers: app(contract("SHUTDOWN_")), group: drained(35.0)}, nil, shutdown.HTTP, 20},
		"two at most":                     {rolled(0, 100, 2, nil), map[string]any{"singleton": nil}, shutdown.Queue, 30},
		"log router": {configured{containers: append(app(nil), object{"Name": "log", "FirelensConfiguration": object{"Type": "fluentbit"}}), group: group},
			map[string]any{"sidecars": []string{"log"}}, shutdown.HTTP, 60},
		"beside": {configured{containers: append(app(nil), object{"Name": "agent"}), group: group}, map[string]any{"sidecars": nil}, shutdown.HTTP, 60},
		"waits": {configured{containers: append(app(object{"DependsOn": []any{object{"ContainerName": "proxy", "Condition": "START"}}}), object{"Name": "proxy"}), group: group},
			map[string]any{"sidecars": []string{"proxy"}}, shutdown.HTTP, 60},
	} {
		t.Run(name, func(t *testing.T) {
			s := suggest.For(tt.of.linked())
			got := map[string]any{}
			for _, e := range s.Entries {
				got[e.Field] = e.Value
				if e.Because == "" || e.Where == "" {
					t.Errorf("%s has no reason or no place: %+v", e.Field, e)
				}
			}
			if got["workload"] != string(tt.work) || got["longest_work"] != tt.long {
				t.Errorf("workload %v, longest work %v; want %s, %d", got["workload"], got["longest_work"], tt.work, tt.long)
			}
			for field, want := range tt.want {
				if diff := cmp.Diff(want, got[field]); diff != "" {
					t.Errorf("%s (-want +got):\n%s", field, diff)
				}
			}
		})
	}
}

func drained(seconds float64) object {
	return object{"Protocol": "HTTP", "TargetGroupAttributes": []any{object{"Key": "deregistration_delay.timeout_seconds", "Value": seconds}}}
}

func rolled(least, most, count float64, group object) configured {
	return configured{containers: app(nil), group: group, service: object{"DesiredCount": count, "DeploymentConfiguration": object{"MinimumHealthyPercent": least, "MaximumPercent": most}}}
}
