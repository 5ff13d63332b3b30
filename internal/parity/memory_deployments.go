package parity

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// deployment is one that ECS would make for a request; moto makes none.
type deployment struct {
	number  int
	created time.Time
	// asked counts how often somebody asked how far it is. It is done the second
	// time, so that who waits is seen to wait.
	asked int
}

// deploys are the fields of UpdateService that start a deployment.
var deploys = []string{
	"capacityProviderStrategy", "loadBalancers", "networkConfiguration", "platformVersion",
	"serviceConnectConfiguration", "serviceRegistries", "taskDefinition", "volumeConfigurations",
}

// startsDeployment says whether a request to ECS replaces tasks.
func startsDeployment(e Exchange) bool {
	if e.Service != "ecs" || e.Action != "CreateService" && e.Action != "UpdateService" {
		return false
	}
	if e.Action == "CreateService" || e.Request["forceNewDeployment"] == true {
		return true
	}
	return slices.ContainsFunc(deploys, func(field string) bool { return e.Request[field] != nil })
}

// deploy remembers the deployment that a request starts.
func (m *Memory) deploy(e *Exchange) {
	if !startsDeployment(*e) {
		return
	}
	arn := text(e.Response, "service", "serviceArn")
	d := deployment{number: 1, created: time.Now().Add(time.Second)} // After the request was begun, in whole milliseconds too.
	if last, ok := m.deployments[arn]; ok {
		d.number = last.number + 1
	}
	m.deployments[arn] = &d
}

// rollout completes a service in an answer with its deployment, as one that runs
// all the tasks that are wanted.
func (m *Memory) rollout(service map[string]any) {
	arn := text(service, "serviceArn")
	d, ok := m.deployments[arn]
	if !ok {
		return
	}
	service["currentServiceDeployment"] = deploymentARN(arn, d.id())
	service["deploymentController"] = map[string]any{"type": "ECS"}
	service["runningCount"] = service["desiredCount"]
	service["deployments"] = []any{map[string]any{
		"id": "ecs-svc/" + d.id(), "status": "PRIMARY", "createdAt": seconds(d.created), "rolloutState": "COMPLETED",
		"desiredCount": service["desiredCount"], "runningCount": service["desiredCount"], "taskDefinition": service["taskDefinition"],
		"serviceConnectConfiguration": service["serviceConnectConfiguration"], "volumeConfigurations": service["volumeConfigurations"],
	}}
}

func (d deployment) id() string { return fmt.Sprintf("%016d", d.number) }

func seconds(t time.Time) json.Number {
	return json.Number(fmt.Sprintf("%.3f", float64(t.UnixMilli())/1000))
}

// tellDeployments answers ListServiceDeployments and DescribeServiceDeployments,
// which moto does not have.
func (m *Memory) tellDeployments(e *Exchange) ([]byte, bool, error) {
	var told []any
	switch e.Name() {
	case "ecs.ListServiceDeployments":
		for arn, d := range m.deployments {
			if text(e.Request, "cluster") == clusterOf(arn) && strings.HasSuffix(arn, "/"+text(e.Request, "service")) {
				told = append(told, d.brief(arn, "IN_PROGRESS"))
			}
		}
	case "ecs.DescribeServiceDeployments":
		for arn, d := range m.deployments {
			for _, asked := range list(e.Request, "serviceDeploymentArns") {
				if asked == deploymentARN(arn, d.id()) {
					d.asked++
					told = append(told, d.brief(arn, map[bool]string{true: "SUCCESSFUL", false: "IN_PROGRESS"}[d.asked > 1]))
				}
			}
		}
	default:
		return nil, false, nil
	}
	e.Status, e.Response = http.StatusOK, map[string]any{"serviceDeployments": told}
	body, err := json.Marshal(e.Response)
	return body, true, err
}

func (d deployment) brief(arn, status string) map[string]any {
	return map[string]any{
		"serviceDeploymentArn": deploymentARN(arn, d.id()), "serviceArn": arn, "clusterArn": clusterOf(arn), "createdAt": seconds(d.created),
		"status": status, "targetServiceRevisionArn": strings.Replace(arn, ":service/", ":service-revision/", 1) + "/" + d.id(),
	}
}

func deploymentARN(service, id string) string {
	return strings.Replace(service, ":service/", ":service-deployment/", 1) + "/" + id
}

// clusterOf is the ARN of the cluster that a service's ARN names.
func clusterOf(service string) string {
	head, rest, _ := strings.Cut(service, ":service/")
	cluster, _, _ := strings.Cut(rest, "/")
	return head + ":cluster/" + cluster
}
