package read_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/read"
)

// What stands around a service is the same picture in each form that it has: a
// template, a first plan in which no ARN is known, a state, and what is printed.
func TestReader_around(t *testing.T) {
	const template = `Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties: {QueueName: jobs, VisibilityTimeout: 90, RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}}
  Dead: {Type: AWS::SQS::Queue, Properties: {QueueName: dead}}
  Name: {Type: AWS::ServiceDiscovery::Service, Properties: {DnsConfig: {DnsRecords: [{Type: A, TTL: 10}, {Type: SRV, TTL: 60}]}}}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Name: app
          PortMappings: [{Name: web, AppProtocol: http}]
          Environment: [{Name: QUEUE_URL, Value: !Ref Jobs}, {Name: DEAD_QUEUE_URL, Value: !Ref Dead}]
  S:
    Type: AWS::ECS::Service
    Properties:
      ServiceName: api
      LaunchType: FARGATE
      PropagateTags: SERVICE
      TaskDefinition: !Ref Task
      ServiceRegistries: [{RegistryArn: !GetAtt Name.Arn}]
      VpcLatticeConfigurations: [{PortName: web}]
      ServiceConnectConfiguration: {Enabled: true, Services: [{PortName: web, Timeout: {PerRequestTimeoutSeconds: 40}}]}
  Target:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      ResourceId: !Sub "service/shop/${S.Name}"
      MinCapacity: 2
      MaxCapacity: 9
      ScheduledActions: [{ScheduledActionName: night, ScalableTargetAction: {MinCapacity: 1, MaxCapacity: 1}}]
  Deploy:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      ECSServices: [{ClusterName: shop, ServiceName: !GetAtt S.Name}]
      BlueGreenDeploymentConfiguration: {TerminateBlueInstancesOnDeploymentSuccess: {Action: TERMINATE, TerminationWaitTimeInMinutes: 7}}
`
	const terraform = `
		{"mode": "managed", "type": "aws_sqs_queue", "name": "jobs", VALUES {"name": "jobs", "visibility_timeout_seconds": 90, "url": "https://sqs.eu-central-1.amazonaws.com/1/jobs", "arn": "arn:aws:sqs:eu-central-1:1:jobs", "redrive_policy": "{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-central-1:1:dead\",\"maxReceiveCount\":3}"} END},
		{"mode": "managed", "type": "aws_sqs_queue", "name": "dead", VALUES {"name": "dead", "url": "https://sqs.eu-central-1.amazonaws.com/1/dead", "arn": "arn:aws:sqs:eu-central-1:1:dead"} END},
		{"mode": "managed", "type": "aws_service_discovery_service", "name": "n", VALUES {"arn": "arn:n", "dns_config": [{"dns_records": [{"type": "A", "ttl": 10}, {"type": "SRV", "ttl": 60}]}]} END},
		{"mode": "managed", "type": "aws_ecs_task_definition", "name": "t", VALUES {"arn": "arn:t", "container_definitions": "[{\"name\":\"app\",\"portMappings\":[{\"name\":\"web\",\"appProtocol\":\"http\"}],\"environment\":[{\"name\":\"QUEUE_URL\",\"value\":\"https://sqs.eu-central-1.amazonaws.com/1/jobs\"},{\"name\":\"DEAD_QUEUE_URL\",\"value\":\"https://sqs.eu-central-1.amazonaws.com/1/dead\"}]}]"} END},
		{"address": "aws_ecs_service.s", "mode": "managed", "type": "aws_ecs_service", "name": "s", VALUES {"name": "api", "launch_type": "FARGATE", "propagate_tags": "SERVICE", "task_definition": "arn:t", "service_registries": [{"registry_arn": "arn:n"}],
			"vpc_lattice_configurations": [{"port_name": "web"}], "service_connect_configuration": [{"enabled": true, "service": [{"port_name": "web", "timeout": [{"per_request_timeout_seconds": 40}]}]}], "wait_for_steady_state": true, "timeouts": {"update": "30m"}} END},
		{"mode": "managed", "type": "aws_appautoscaling_target", "name": "t", VALUES {"resource_id": "service/shop/api", "min_capacity": 2, "max_capacity": 9} END},
		{"mode": "managed", "type": "aws_appautoscaling_scheduled_action", "name": "a", VALUES {"name": "night", "resource_id": "service/shop/api", "scalable_target_action": [{"min_capacity": "1", "max_capacity": "1"}]} END},
		{"mode": "managed", "type": "aws_codedeploy_deployment_group", "name": "d", VALUES {"ecs_service": [{"cluster_name": "shop", "service_name": "api"}], "blue_green_deployment_config": [{"terminate_blue_instances_on_deployment_success": [{"action": "TERMINATE", "termination_wait_time_in_minutes": 7}]}]} END}`
	printed := map[string]string{
		"service.json": `{"services": [{"serviceName": "api", "serviceArn": "arn:s", "launchType": "FARGATE", "propagateTags": "SERVICE", "taskDefinition": "arn:t", "serviceRegistries": [{"registryArn": "arn:n"}], "deployments": [
			{"status": "ACTIVE", "serviceConnectConfiguration": {"enabled": false}},
			{"status": "PRIMARY", "vpcLatticeConfigurations": [{"portName": "web"}], "serviceConnectConfiguration": {"enabled": true, "services": [{"portName": "web", "timeout": {"perRequestTimeoutSeconds": 40}}]}}]}]}`,
		"task.json": `{"taskDefinition": {"taskDefinitionArn": "arn:t", "containerDefinitions": [{"name": "app", "portMappings": [{"name": "web", "appProtocol": "http"}],
			"environment": [{"name": "QUEUE_URL", "value": "https://sqs.eu-central-1.amazonaws.com/1/jobs"}, {"name": "DEAD_QUEUE_URL", "value": "https://sqs.eu-central-1.amazonaws.com/1/dead"}]}]}}`,
		"jobs.json":    `{"Attributes": {"QueueArn": "arn:aws:sqs:eu-central-1:1:jobs", "VisibilityTimeout": "90", "RedrivePolicy": "{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-central-1:1:dead\",\"maxReceiveCount\":3}"}}`,
		"dead.json":    `{"Attributes": {"QueueArn": "arn:aws:sqs:eu-central-1:1:dead"}}`,
		"name.json":    `{"Service": {"Arn": "arn:n", "DnsConfig": {"DnsRecords": [{"Type": "A", "TTL": 10}, {"Type": "SRV", "TTL": 60}]}}}`,
		"target.json":  `{"ScalableTargets": [{"ResourceId": "service/shop/api", "MinCapacity": 2, "MaxCapacity": 9}]}`,
		"actions.json": `{"ScheduledActions": [{"ScheduledActionName": "night", "ResourceId": "service/shop/api", "ScalableTargetAction": {"MinCapacity": 1, "MaxCapacity": 1}}]}`,
		"deploy.json":  `{"deploymentGroupInfo": {"deploymentGroupName": "d", "ecsServices": [{"clusterName": "shop", "serviceName": "api"}], "blueGreenDeploymentConfiguration": {"terminateBlueInstancesOnDeploymentSuccess": {"action": "TERMINATE", "terminationWaitTimeInMinutes": 7}}}}`,
	}
	forms := map[string]map[string]string{
		"template": {"app.yaml": template},
		"state":    {"state.json": `{"format_version": "1.0", "values": {"root_module": {"resources": [` + replaced(terraform, "VALUES", `"values":`, "END", "") + `]}}}`},
		"plan":     {"plan.json": `{"format_version": "1.2", "resource_changes": [` + replaced(terraform, "VALUES", `"change": {"after":`, "END", "}") + `]}`},
		"printed":  printed,
	}
	want := []string{"name api set", "propagate SERVICE set", "registry 60 set", "lattices 1", "connected web http 40 set", "queue QUEUE_URL 90 set 3 false", "queue DEAD_QUEUE_URL 0  0 true",
		"bounds 2 9", "scheduled night 1 1", "termination 7 set"}
	for form, files := range forms {
		t.Run(form, func(t *testing.T) {
			dir, r := write(t, files), read.Reader{}
			for name := range files {
				if err := r.Add(filepath.Join(dir, name)); err != nil {
					t.Fatal(err)
				}
			}
			services := service.Link(r.Resources())
			if len(services) != 1 {
				t.Fatalf("%d services", len(services))
			}
			s := services[0]
			got := surroundings(s)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			steady := s.Waits.Steady.Or(false) && s.Waits.Update.Or(0) == 1800
			if terraform := slices.Contains([]string{"plan", "state"}, form); steady != terraform {
				t.Errorf("Terraform waits: %+v", s.Waits)
			}
		})
	}
}

// surroundings are what is compared, a line each.
func surroundings(s *service.Service) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	add("name %s %s", s.Name.Or("?"), s.Name.State)
	add("propagate %s %s", s.PropagateTags.Or("?"), s.PropagateTags.State)
	for _, r := range s.Registries {
		add("registry %d %s", r.TTL.Or(0), r.TTL.State)
	}
	add("lattices %d", len(s.Lattices))
	for _, c := range s.Connected {
		add("connected %s %s %d %s", c.Port.Or("?"), c.Protocol.Or("?"), c.PerRequest.Or(0), c.PerRequest.State)
	}
	for _, q := range s.Queues {
		add("queue %s %d %s %d %t", q.Variable, q.Visibility.Or(0), q.Visibility.State, q.Receives.Or(0), q.Dead)
	}
	for _, c := range s.Scaling {
		add("bounds %d %d", c.Minimum.Or(0), c.Maximum.Or(0))
		for _, a := range c.Scheduled {
			add("scheduled %s %d %d", a.Name.Or("?"), a.Minimum.Or(0), a.Maximum.Or(0))
		}
	}
	if s.Termination != nil {
		add("termination %d %s", s.Termination.Minutes.Or(0), s.Termination.Minutes.State)
	}
	return out
}

// replaced puts texts in the place of others.
func replaced(text string, pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(text)
}

// In code a queue is what a variable of a container refers to, and the wait is a block.
func TestReader_aroundCode(t *testing.T) {
	dir := write(t, map[string]string{"main.tf": `
resource "aws_sqs_queue" "jobs" {
  name                       = "jobs"
  visibility_timeout_seconds = 90
}
resource "aws_ecs_task_definition" "t" {
  family                = "worker"
  container_definitions = jsonencode([{ name = "app", stop_timeout = 60, environment = [{ name = "QUEUE_URL", value = aws_sqs_queue.jobs.url }] }])
}
resource "aws_ecs_service" "s" {
  name                  = "worker"
  task_definition       = aws_ecs_task_definition.t.arn
  wait_for_steady_state = true
  timeouts {
    update = "30m"
  }
}`})
	var r read.Reader
	if err := r.Add(dir); err != nil {
		t.Fatal(err)
	}
	services := service.Link(r.Resources())
	if len(services) != 1 || services[0].Task == nil {
		t.Fatalf("%+v", services)
	}
	s := services[0]
	if len(s.Queues) != 1 || s.Queues[0].Visibility.Or(0) != 90 {
		t.Errorf("queues %+v", s.Queues)
	}
	if strange := s.Task.Containers[0].Strange; len(strange) != 1 || strange[0].Meant != "stopTimeout" || strange[0].Where.Line != 8 {
		t.Errorf("strange %+v", strange)
	}
	if s.Waits.Update.Or(0) != 1800 || !s.Waits.Steady.Or(false) {
		t.Errorf("waits %+v", s.Waits)
	}
}
