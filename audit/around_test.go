package audit_test

import (
	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// aroundRows are those of the rules on what stands around a service.
func aroundRows() map[string]row {
	unknown := service.Missing{Why: "known after apply"}
	rows := map[string]row{}
	add := func(name, want string, changes ...func(*sound)) {
		rows[name] = row{func(s *sound) {
			for _, change := range changes {
				change(s)
			}
		}, want}
	}
	beside := func(kind string, properties object) func(*sound) {
		return func(s *sound) {
			s.beside = append(s.beside, &service.Resource{Type: kind, Where: service.Where{File: "app.json", Address: "Beside"}, Properties: properties})
		}
	}
	set := func(name string, v any) func(*sound) { return func(s *sound) { s.container[name] = v } }
	delay := func(v any) func(*sound) {
		return func(s *sound) { s.attributes["deregistration_delay.timeout_seconds"] = v }
	}
	idle := func(v any) func(*sound) { return func(s *sound) { s.idle = v } }
	contract := func(deadline, delay, drain, cleanup any) func(*sound) {
		return set("Environment", []any{object{"Name": "X_DEADLINE_SECONDS", "Value": deadline}, object{"Name": "X_DELAY_SECONDS", "Value": delay},
			object{"Name": "X_DRAIN_SECONDS", "Value": drain}, object{"Name": "X_CLEANUP_SECONDS", "Value": cleanup}})
	}
	network := func(s *sound) { s.group["Protocol"] = "TCP"; delay("120")(s) }
	alone := func(s *sound) { s.group = nil; delete(s.service, "HealthCheckGracePeriodSeconds") }

	add("a name that ECS does not know", "warning unknown-container-key", set("Gpu", 1.0))
	add("a name that is almost one of ECS's", "error unknown-container-key", set("Stop_timeout", 60.0))
	add("a name in other letters", "error unknown-container-key", set("Stoptimeout", 60.0)) // Of a template; Terraform takes it.
	add("all names of ECS", "", set("VersionConsistency", "enabled"), set("RestartPolicy", object{"Enabled": true}))

	add("a drain of what the app is given", "", delay("35"), contract("55", "15", "35", "5"))
	add("a drain of one less", "error drain-shorter-than-app deregistration_delay=50", delay("34"), contract("55", "15", "35", "5"))
	add("a drain beside what is unknown", "", delay("34"), contract("55", "15", unknown, "5"))
	add("a drain that is unknown beside the app", "", delay(unknown), contract("55", "15", "35", "5"))
	// It cuts nothing when it has drained.
	add("a drain of a network load balancer", "warning short-network-drain deregistration_delay=120", network, delay("118"), set("StopTimeout", 120.0), contract("119", "0", "119", "0"))

	add("an idle timeout of the drain", "", idle("61"), delay("61"))
	add("an idle timeout of one more", "warning drain-shorter-than-idle-timeout deregistration_delay=76", idle("61"))
	add("an idle timeout that is longer than any drain", "warning drain-shorter-than-idle-timeout", idle("4000"))
	add("an idle timeout by default", "", idle("60"), delay("30"), func(s *sound) { s.usual = true })
	add("an idle timeout that nobody raised", "", idle("60"), delay("30"))
	add("an idle timeout that is unknown", "", idle(unknown))
	add("an idle timeout, and the app says more", "", idle("300"), contract("55", "15", "35", "5"))

	add("parts of a deadline", "", contract("55", "15", "35", "5"))
	add("parts of a deadline one short", "warning deadline-below-its-parts app.drain=34", contract("54", "15", "35", "5"))
	add("parts of a deadline that are too long by themselves", "warning deadline-below-its-parts", contract("10", "15", "0", "5"))
	add("parts of a deadline, one of them unknown", "", contract("54", "15", "35", unknown))

	spot := func(s *sound) {
		s.service["CapacityProviderStrategy"] = []any{object{"CapacityProvider": "FARGATE_SPOT", "Weight": 1.0}}
	}
	waits := func(s *sound) {
		s.container["DependsOn"] = []any{object{"ContainerName": "agent", "Condition": "START"}}
		s.more = append(s.more, object{"Name": "agent", "StopTimeout": 30.0})
	}
	add("Spot that drains and stops in 120 s", "", spot)
	add("Spot that drains and stops in 121 s", "warning spot-drain deregistration_delay=60", spot, delay("61"))
	add("Spot whose app ends by itself", "", spot, delay("65"), contract("55", "15", "35", "5"))
	add("Spot whose sidecar stops after the app", "warning spot-drain deregistration_delay=30", spot, waits)
	add("Spot whose sidecar is unknown", "", spot, waits, func(s *sound) { s.more[0]["StopTimeout"] = unknown })
	add("Spot alone, a chain of 120 s", "", spot, alone, waits, set("StopTimeout", 90.0))
	add("Spot alone, a chain of 121 s", "warning spot-drain", spot, alone, waits, set("StopTimeout", 91.0))

	for codes, want := range map[string]string{"200-399": "", "200-403": "", "200-404": "warning health-check-passes-errors", "200-499": "warning health-check-passes-errors",
		"200,404": "", "200,500": "warning health-check-passes-errors"} {
		add("codes "+codes, want, func(s *sound) { s.group["Matcher"] = object{"HttpCode": codes} })
	}
	grpc := func(codes any) func(*sound) {
		return func(s *sound) { s.group["ProtocolVersion"], s.group["Matcher"] = "GRPC", object{"GrpcCode": codes} }
	}
	add("codes of gRPC", "", grpc("0"))
	add("codes of gRPC with 12", "warning health-check-passes-errors", grpc("0-99"))
	add("codes of gRPC by default", "warning health-check-passes-errors", grpc(nil))
	add("codes of gRPC that are unknown", "", grpc(unknown))

	start := func(v any) func(*sound) { return set("HealthCheck", object{"StartPeriod": v}) }
	add("a start of 80 s", "", start(80.0)) // 50 s of grace, and three checks of 10 s.
	add("a start of 81 s", "warning grace-shorter-than-start health_check.grace_period=106", start(81.0))
	add("a start that is unknown", "", start(unknown))
	add("a start by default", "", set("HealthCheck", object{}))

	found := func(ttl any) func(*sound) {
		return func(s *sound) {
			r := &service.Resource{Type: service.TypeDiscovery, Where: service.Where{Address: "Names"}, Properties: object{"DnsConfig": object{"DnsRecords": []any{object{"TTL": ttl}}}}}
			s.beside = append(s.beside, r)
			s.service["ServiceRegistries"] = []any{object{"RegistryArn": service.Reference{To: r}}}
		}
	}
	none := func(s *sound) { s.deployment["MinimumHealthyPercent"] = 0.0 }
	add("none must be healthy of what is found by name", "warning all-go-first minimum_healthy_percent=100", alone, found(15.0), none)
	add("none must be healthy of what nobody calls", "", alone, none)
	add("names of the app's delay", "", alone, found(15.0), contract("55", "15", "35", "5"))
	add("names of one second more", "warning names-outlive-task name_ttl=15", alone, found(16.0), contract("55", "15", "35", "5"))
	add("names of the whole stop", "", alone, found(60.0))
	add("names that outlive the whole stop", "warning names-outlive-task name_ttl=60", alone, found(61.0))
	add("names beside a load balancer", "", found(75.0), contract("55", "15", "35", "5"))
	add("names beside a load balancer for one second more", "warning names-outlive-task name_ttl=75", found(76.0), contract("55", "15", "35", "5"))
	add("names that are unknown", "", alone, found(unknown))
	add("names that are read elsewhere", "", alone, func(s *sound) { s.service["ServiceRegistries"] = []any{object{"RegistryArn": "arn:x"}} })

	queue := func(visibility, receives any) func(*sound) {
		return func(s *sound) {
			properties := object{"QueueName": "jobs", "RedrivePolicy": object{"maxReceiveCount": receives}}
			if visibility != nil {
				properties["VisibilityTimeout"] = visibility
			}
			beside(service.TypeQueue, properties)(s)
			s.container["Environment"] = []any{object{"Name": "QUEUE_URL", "Value": "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs"}}
		}
	}
	add("messages hidden for the stop", "", alone, queue(60.0, 3.0))
	add("messages hidden for one second less", "warning visibility-shorter-than-stop visibility_timeout=60", alone, queue(59.0, 3.0))
	add("messages hidden by default", "warning visibility-shorter-than-stop visibility_timeout=60", alone, queue(nil, 3.0))
	add("messages hidden by default, and a stop by default", "", alone, queue(nil, 3.0), func(s *sound) { delete(s.container, "StopTimeout") })
	add("messages hidden for nobody knows how long", "", alone, queue(unknown, 3.0))
	add("messages of one queue beside its dead letters", "warning visibility-shorter-than-stop visibility_timeout=60", alone, queue(59.0, 3.0), func(s *sound) {
		dead := &service.Resource{Type: service.TypeQueue, Where: service.Where{Address: "Dead"}, Properties: object{"QueueName": "dead"}}
		s.beside[0].Properties["RedrivePolicy"] = object{"deadLetterTargetArn": service.Reference{To: dead, Attribute: "Arn"}, "maxReceiveCount": 3.0}
		s.beside = append(s.beside, dead)
		s.container["Environment"] = append(s.container["Environment"].([]any), object{"Name": "DEAD", "Value": service.Reference{To: dead}})
	})
	add("messages of two queues", "", alone, queue(59.0, 3.0), func(s *sound) {
		other := &service.Resource{Type: service.TypeQueue, Where: service.Where{Address: "Other"}, Properties: object{"QueueName": "other"}}
		s.beside = append(s.beside, other)
		s.container["Environment"] = append(s.container["Environment"].([]any), object{"Name": "OTHER", "Value": service.Reference{To: other}})
	})
	add("messages of a service that is called", "", queue(59.0, 3.0))
	add("messages hidden for twice the stop", "", alone, queue(120.0, 3.0))
	add("messages hidden for more", "info job-longer-than-stop", alone, queue(121.0, 3.0))
	add("messages of a task that protects itself", "", alone, queue(121.0, 3.0), func(s *sound) {
		s.container["Environment"] = append(s.container["Environment"].([]any), object{"Name": "TASK_PROTECTION", "Value": "1"})
	})
	add("messages received once", "warning dead-letter-at-first-stop max_receive_count=2", alone, queue(60.0, 1.0))
	add("messages received twice", "", alone, queue(60.0, "2"))

	scaled := func(target object, policy object) func(*sound) {
		return func(s *sound) {
			target["ResourceId"] = "service/shop/api"
			beside(service.TypeScalingTarget, target)(s)
			if policy != nil {
				beside(service.TypeScalingPolicy, object{"ResourceId": "service/shop/api", service.TargetTracking: policy})(s)
			}
		}
	}
	bounds := func() object { return object{"MinCapacity": 2.0, "MaxCapacity": 4.0} }
	add("a cooldown of drain and stop", "", scaled(bounds(), object{"ScaleInCooldown": 120.0}))
	add("a cooldown of one less", "warning cooldown-shorter-than-stop scale_in_cooldown=120", scaled(bounds(), object{"ScaleInCooldown": 119.0}))
	add("a cooldown of drain and the app's own end", "", scaled(bounds(), object{"ScaleInCooldown": 115.0}), contract("55", "15", "35", "5"))
	add("a cooldown of one less than that", "warning cooldown-shorter-than-stop scale_in_cooldown=115", scaled(bounds(), object{"ScaleInCooldown": 114.0}), contract("55", "15", "35", "5"))
	add("a cooldown of a policy that only adds", "", scaled(bounds(), object{"ScaleInCooldown": 1.0, "DisableScaleIn": true}))
	add("a cooldown by default", "", scaled(bounds(), object{}), delay("300"))
	add("a cooldown that is unknown", "", scaled(bounds(), object{"ScaleInCooldown": unknown}))
	add("a cooldown shorter than a drain by default", "info drain-by-default; info cooldown-shorter-than-stop scale_in_cooldown=360", scaled(bounds(), object{"ScaleInCooldown": 60.0}),
		func(s *sound) { delete(s.attributes, "deregistration_delay.timeout_seconds") })

	on := func(action object) object {
		out := bounds()
		out["ScheduledActions"] = []any{object{"ScheduledActionName": "night", "ScalableTargetAction": action}}
		return out
	}
	room := func(most float64) func(*sound) { return func(s *sound) { s.deployment["MaximumPercent"] = most } }
	add("a schedule down to one", "info scheduled-to-one", scaled(on(object{"MinCapacity": 1.0, "MaxCapacity": 1.0}), nil))
	add("a schedule down to none", "info scheduled-to-one", scaled(on(object{"MinCapacity": 0.0, "MaxCapacity": 0.0}), nil))
	add("a schedule down to two", "", scaled(on(object{"MinCapacity": 2.0, "MaxCapacity": 2.0}), nil))
	add("a schedule that is unknown", "", scaled(on(object{"MinCapacity": unknown, "MaxCapacity": unknown}), nil), room(150))
	add("a schedule down to one that may go on", "", scaled(on(object{"MinCapacity": 1.0, "MaxCapacity": 4.0}), nil))
	add("a schedule down to one that cannot go on", "error cannot-roll-when-scheduled maximum_percent=200", scaled(on(object{"MinCapacity": 1.0, "MaxCapacity": 4.0}), nil), room(199))

	add("a schedule between two counts that cannot go on", "error cannot-roll maximum_percent=150; error cannot-roll-when-scheduled maximum_percent=200",
		scaled(on(object{"MinCapacity": 1.0, "MaxCapacity": 2.0}), nil), room(149))

	waiting := func(update any) func(*sound) {
		return func(s *sound) {
			s.service["Terraform"] = object{"WaitForSteadyState": true, "UpdateTimeout": update}
		}
	}
	// Both tasks at once: 25 s and 30 s until they run and two checks of 10 s, then a cleanup of 5 s and the drain of 60 s.
	add("a wait for the whole deployment", "", waiting("140s"))
	add("a wait for one second less", "warning wait-shorter-than-deployment timeouts.update=600", waiting("139s"))
	add("a wait by default", "", waiting(nil))
	add("a wait that is unknown", "", waiting(unknown))
	add("no wait", "", waiting("1s"), func(s *sound) { s.service["Terraform"].(object)["WaitForSteadyState"] = false })

	bake := func(minutes any) func(*sound) {
		return func(s *sound) { s.deployment["Strategy"], s.deployment["BakeTimeInMinutes"] = "BLUE_GREEN", minutes }
	}
	add("a bake of one minute", "", bake(1.0))
	add("no bake", "warning no-time-to-go-back bake_minutes=5", bake(0.0))
	add("a bake that is unknown", "", bake(unknown))
	deploy := func(action string, minutes any) func(*sound) {
		return func(s *sound) {
			s.service["DeploymentController"] = object{"Type": "CODE_DEPLOY"}
			beside(service.TypeDeploymentGroup, object{"ECSServices": []any{object{"ServiceName": "api"}}, "BlueGreenDeploymentConfiguration": object{
				"TerminateBlueInstancesOnDeploymentSuccess": object{"Action": action, "TerminationWaitTimeInMinutes": minutes}}})(s)
		}
	}
	add("old tasks that stay a minute", "", deploy("TERMINATE", 1.0))
	add("old tasks that go at once", "warning no-time-to-go-back termination_wait_minutes=5", deploy("TERMINATE", 0.0))
	add("old tasks that are kept", "", deploy("KEEP_ALIVE", 0.0))

	connect := func(protocol string, timeout any) func(*sound) {
		return func(s *sound) {
			s.container["PortMappings"] = []any{object{"Name": "web", "AppProtocol": protocol}}
			s.service["ServiceConnectConfiguration"] = object{"Enabled": true, "Services": []any{object{"PortName": "web", "Timeout": object{"PerRequestTimeoutSeconds": timeout}}}}
		}
	}
	add("requests by Service Connect of its timeout", "", connect("http", 35.0), contract("55", "15", "35", "5"))
	add("requests by Service Connect of one second more", "warning service-connect-cuts-requests per_request_timeout=40", connect("http", 34.0), contract("55", "15", "35", "5"))
	add("requests by Service Connect's own timeout", "warning service-connect-cuts-requests per_request_timeout=40", connect("http2", nil), contract("55", "15", "35", "5"))
	add("requests by Service Connect without end", "", connect("http", 0.0), contract("55", "15", "35", "5"))
	add("bytes by Service Connect", "", connect("", nil), contract("55", "15", "35", "5"))
	add("requests by Service Connect of nobody knows how long", "", connect("http", nil))
	add("requests by Service Connect of the idle timeout", "warning service-connect-cuts-requests per_request_timeout=66", connect("grpc", nil), idle("61"), delay("61"))
	add("requests by Service Connect of an idle timeout that nobody raised", "", connect("grpc", nil), idle("60"))
	add("requests by Service Connect, and an unknown timeout", "", connect("http", unknown), contract("55", "15", "35", "5"))

	lattice := func(s *sound) { s.service["VpcLatticeConfigurations"] = []any{object{"PortName": "web"}} }
	long := func(drain string) []func(*sound) {
		return []func(*sound){set("StopTimeout", 120.0), delay("120"), contract("100", "15", drain, "5")}
	}
	add("requests by Lattice of a minute", "", append(long("60"), lattice)...)
	add("requests by Lattice of one second more", "warning lattice-cuts-requests", append(long("61"), lattice)...)
	add("requests by Lattice of nobody knows how long", "", lattice)
	return rows
}
