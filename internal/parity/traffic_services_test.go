package parity

import "testing"

func TestTraffic_services(t *testing.T) {
	const toPort9090 = `{"taskDefinition":"new","loadBalancers":[{"targetGroupArn":"tg","containerName":"app","containerPort":9090}]}`
	release := func(s story, containers ...string) {
		s.register("new", containers...)
		s.update(`{"taskDefinition":"new"}`)
	}
	percent := func(minimum, maximum, desired string) string {
		return `{"taskDefinition":"new","desiredCount":` + desired + `,"deploymentConfiguration":{"minimumHealthyPercent":` + minimum + `,"maximumPercent":` + maximum + `}}`
	}
	long := `{"name":"LONGEST_REQUEST","value":"5"}`
	tellStories(t, map[string]chapter{
		"nothing changes": {func(story) {}, ""},
		"a port, opened first and closed last": {func(s story) {
			s.open("sgr-9090", "9090", "9090", "tcp", "sg-alb")
			s.register("new", app("/healthz"))
			s.update(toPort9090)
			s.settle()
			s.close()
		}, ""},
		"a port, closed before the end is seen": {func(s story) {
			s.open("sgr-9090", "9090", "9090", "tcp", "sg-alb")
			s.register("new", app("/healthz"))
			s.update(toPort9090)
			s.close()
		}, "nobody may reach the tasks at port 8080"},
		"a port, closed when another deployment has ended": {func(s story) {
			s.open("sgr-9090", "9090", "9090", "tcp", "sg-alb")
			s.register("new", app("/healthz"))
			s.update(toPort9090)
			s.ended(1)
			s.close()
		}, "nobody may reach the tasks at port 8080"},
		"a port, opened too late": {func(s story) {
			s.register("new", app("/healthz"))
			s.update(toPort9090)
		}, "nobody may reach the tasks at port 9090"},
		"a port that the container does not map": {func(s story) {
			s.open("sgr", "0", "65535", "tcp", "sg-alb")
			s.update(`{"loadBalancers":[{"targetGroupArn":"tg","containerName":"app","containerPort":7070}]}`)
		}, `container "app" maps no port 7070`},
		"a container that is not there": {func(s story) {
			s.update(`{"loadBalancers":[{"targetGroupArn":"tg","containerName":"front","containerPort":8080}]}`)
		}, `container "front" maps no port 8080`},
		"a health check that the old tasks do not answer": {func(s story) {
			s.elb("ModifyTargetGroup", `{"TargetGroupArn":"tg","HealthCheckPath":"/ready"}`)
		}, "the tasks do not answer the health check /ready"},
		"a health check that the tasks answer by then": {func(s story) {
			release(s, app("/healthz /ready"))
			s.settle()
			s.elb("ModifyTargetGroup", `{"TargetGroupArn":"tg","HealthCheckPath":"/ready"}`)
		}, ""},
		"a health check that some tasks answer": {func(s story) {
			release(s, app("/healthz /ready"))
			s.elb("ModifyTargetGroup", `{"TargetGroupArn":"tg","HealthCheckPath":"/ready"}`)
		}, "the tasks do not answer the health check /ready"},
		"a sidecar says what it answers": {func(s story) {
			release(s, app("/healthz"), `{"name":"proxy","portMappings":[{"containerPort":7070}],"environment":[{"name":"HEALTH_PATHS","value":"/ready"}]}`)
			s.settle()
		}, ""},
		"a sidecar alone answers": {func(s story) {
			release(s, app("/healthz"), `{"name":"proxy","environment":[{"name":"HEALTH_PATHS","value":"/ready"}]}`)
			s.settle()
			s.elb("ModifyTargetGroup", `{"TargetGroupArn":"tg","HealthCheckPath":"/ready"}`)
		}, "the tasks do not answer the health check /ready"},
		"a health check on a port that is not open": {func(s story) {
			s.elb("ModifyTargetGroup", `{"TargetGroupArn":"tg","HealthCheckPort":"9090"}`)
		}, "nobody may reach the tasks at port 9090"},
		"a health check on a port that is open": {func(s story) {
			s.open("sgr-9090", "9090", "9090", "tcp", "sg-alb")
			s.elb("ModifyTargetGroup", `{"TargetGroupArn":"tg","HealthCheckPort":"9090"}`)
		}, ""},
		"a health check on a port that no container maps": {func(s story) {
			s.open("sgr", "7070", "7070", "tcp", "sg-alb")
			s.elb("ModifyTargetGroup", `{"TargetGroupArn":"tg","HealthCheckPort":"7070"}`)
		}, "no container maps the health check's port 7070"},
		"the service leaves its target group": {func(s story) { s.update(`{"loadBalancers":[]}`) }, "the target group is empty"},
		"the service is deleted":              {func(s story) { s.service("DeleteService", `{}`) }, "the target group is empty"},
		"the service is scaled to 0":          {func(s story) { s.update(`{"desiredCount":0}`) }, "the target group is empty"},
		"the service is scaled":               {func(s story) { s.update(`{"desiredCount":5}`) }, ""},
		"the service is back from 0, and settled": {func(s story) {
			s.traffic.clients = nil
			s.update(`{"desiredCount":0}`)
			s.update(`{"desiredCount":2,"forceNewDeployment":true}`)
			s.settle()
			s.clients()
			s.update(`{"desiredCount":3}`)
		}, ""},
		"autoscaling takes the last task": {func(s story) {
			s.step("application-autoscaling.RegisterScalableTarget", `{"ResourceId":"service/c/svc","MinCapacity":0,"MaxCapacity":4}`, `{}`)
		}, "the target group is empty"},
		"autoscaling leaves one task": {func(s story) {
			s.step("application-autoscaling.RegisterScalableTarget", `{"ResourceId":"service/c/svc","MinCapacity":1,"MaxCapacity":4}`, `{}`)
		}, ""},
		"all are stopped before one starts": {func(s story) {
			s.register("new", app("/healthz"))
			s.update(percent("0", "100", "1"))
		}, "the target group is empty"},
		"all may be stopped, though there is room": {func(s story) {
			s.register("new", app("/healthz"))
			s.update(percent("0", "200", "4"))
		}, "the target group is empty"},
		"one of a hundred stays": {func(s story) {
			s.register("new", app("/healthz"))
			s.update(percent("1", "100", "4"))
		}, ""},
		"a delay that gets shorter than requests are": {func(s story) { s.delay("tg", 19) }, "requests that take 20 s are cut after 19 s"},
		"a delay that gets longer": {func(s story) {
			s.delay("tg", 21)
			s.delay("tg", 20)
		}, ""},
		"a delay that gets shorter in a deployment": {func(s story) {
			release(s, app("/healthz", long))
			s.delay("tg", 5)
		}, "requests that take 20 s are cut after 5 s"},
		"a delay that gets shorter when requests are": {func(s story) {
			release(s, app("/healthz", long))
			s.settle()
			s.delay("tg", 5)
		}, ""},
		"a delay that gets shorter than these": {func(s story) {
			release(s, app("/healthz", long))
			s.settle()
			s.delay("tg", 4)
		}, "requests that take 5 s are cut after 4 s"},
		"a stop timeout shorter than the app's deadline": {func(s story) {
			release(s, app("/healthz", `{"name":"GRACEFUL_DEADLINE_SECONDS","value":"31"}`))
		}, `container "app" is killed after 30 s, before its own deadline of 31 s`},
		"a stop timeout as long as the app's deadline": {func(s story) {
			release(s, app("/healthz", `{"name":"GRACEFUL_DEADLINE_SECONDS","value":"30"}`))
		}, ""},
		"the log group goes after the tasks": {func(s story) {
			s.step("logs.CreateLogGroup", `{"logGroupName":"/a"}`, `{}`)
			release(s, logging("/a"))
			s.settle()
			s.step("logs.CreateLogGroup", `{"logGroupName":"/b"}`, `{}`)
			s.register("newer", logging("/b"))
			s.update(`{"taskDefinition":"newer"}`)
			s.settle()
			s.step("logs.DeleteLogGroup", `{"logGroupName":"/a"}`, `{}`)
		}, ""},
		"the log group goes before the tasks": {func(s story) {
			s.step("logs.CreateLogGroup", `{"logGroupName":"/a"}`, `{}`)
			release(s, logging("/a"))
			s.settle()
			s.step("logs.DeleteLogGroup", `{"logGroupName":"/a"}`, `{}`)
		}, "the tasks write to the log group /a, which is gone"},
	})
}

func logging(group string) string {
	return app("/healthz")[:len(app("/healthz"))-1] + `,"logConfiguration":{"options":{"awslogs-group":"` + group + `"}}}`
}

// Two target groups take turns: after an odd number of deployments the tasks are
// in the other one, where a rule that is made anew does not lead.
func TestTraffic_strategies(t *testing.T) {
	shifting := func(s story) {
		s.group("alternate", `"HealthCheckPath":"/healthz"`, 20)
		s.traffic.clients = nil
		s.elb("DeleteRule", `{"RuleArn":"rule"}`)
		s.rule("rule2", "10", weights("tg=100", "alternate=0"), path("/a"))
		s.clients()
		s.update(`{"deploymentConfiguration":{"strategy":"BLUE_GREEN"},"loadBalancers":[{"targetGroupArn":"tg","containerName":"app","containerPort":8080,"advancedConfiguration":{"alternateTargetGroupArn":"alternate","productionListenerRule":"rule2"}}]}`)
		s.settle()
	}
	back := func(s story) {
		s.rule("rule3", "11", forward("tg"), path("/a"))
		s.elb("DeleteRule", `{"RuleArn":"rule2"}`)
		s.update(`{"deploymentConfiguration":{"strategy":"ROLLING"},"loadBalancers":[` + target8080("tg") + `]}`)
		s.settle()
		s.elb("DeleteTargetGroup", `{"TargetGroupArn":"alternate"}`)
	}
	tellStories(t, map[string]chapter{
		"there": {shifting, ""},
		"there, and a release": {func(s story) {
			shifting(s)
			s.update(`{"taskDefinition":"old"}`)
		}, ""},
		"there and back at once": {func(s story) { shifting(s); back(s) }, "the target group is empty"},
		"there, a release, and back": {func(s story) {
			shifting(s)
			s.update(`{"taskDefinition":"old"}`)
			s.settle()
			back(s)
		}, ""},
		"there, without the other group": {func(s story) {
			shifting(s)
			s.elb("DeleteTargetGroup", `{"TargetGroupArn":"alternate"}`)
		}, "the target group is gone"},
	})
}

func TestTraffic_queues(t *testing.T) {
	begin := func(t *testing.T) story {
		s := newStory(t)
		s.elb("DeleteRule", `{"RuleArn":"rule"}`)
		s.step("sqs.CreateQueue", `{"QueueName":"jobs"}`, `{"QueueUrl":"https://sqs/1/jobs"}`)
		s.step("sqs.CreateQueue", `{"QueueName":"jobs-dead-letter"}`, `{"QueueUrl":"https://sqs/1/jobs-dead-letter"}`)
		s.register("worker", app("/", `{"name":"QUEUE_URL","value":"https://sqs/1/jobs"}`))
		s.update(`{"taskDefinition":"worker"}`)
		s.settle()
		s.clients()
		s.traffic.lost = nil
		return s
	}
	for name, tt := range map[string]chapter{
		"a release": {func(s story) { s.update(`{"taskDefinition":"worker"}`) }, ""},
		"a queue of dead letters is nobody's way in": {func(s story) {
			s.step("sqs.DeleteQueue", `{"QueueUrl":"https://sqs/1/jobs-dead-letter"}`, `{}`)
		}, ""},
		"the queue is deleted": {func(s story) { s.step("sqs.DeleteQueue", `{"QueueUrl":"https://sqs/1/jobs"}`, `{}`) }, "requests of queue=jobs: the queue is gone, and the messages in it"},
		"no task reads it":     {func(s story) { s.update(`{"taskDefinition":"old"}`) }, "no task reads the queue"},
	} {
		t.Run(name, func(t *testing.T) {
			s := begin(t)
			tt.change(s)
			checkFirst(t, s, tt.want)
		})
	}
}
