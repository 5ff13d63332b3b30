// Package ecsjson reads what the AWS command line prints of ECS and of what stands
// around it (target groups, scaling, queues, Cloud Map, CodeDeploy), and the files of task definitions that are registered with it, into
// resources:
//
//	aws ecs describe-services --cluster shop --services api > service.json
//	aws ecs describe-task-definition --task-definition api > task.json
//	aws elbv2 describe-target-groups > groups.json
//	aws application-autoscaling describe-scalable-targets --service-namespace ecs > targets.json
//	aws sqs get-queue-attributes --queue-url … --attribute-names All > queue.json
package ecsjson

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// Set is files that may name each other's resources, by their ARNs.
type Set struct {
	resources []*service.Resource
	// named has resources by each name that others may use for them.
	named map[string]*service.Resource
}

// document has the keys by which such a file is known.
type document struct {
	Services             []map[string]any `json:"services"`
	TaskDefinition       any              `json:"taskDefinition"`
	ContainerDefinitions []any            `json:"containerDefinitions"`
	TargetGroups         []map[string]any `json:"TargetGroups"`
	ServiceName          string           `json:"serviceName"`
	// Failures are what was asked for and not found.
	Failures []struct{ Arn, Reason string } `json:"failures"`
	around
}

// Is says that a document in JSON looks like one that this package reads.
func Is(text []byte) bool {
	var d document
	return json.Unmarshal(text, &d) == nil && d.known()
}

func (d document) known() bool {
	return d.Services != nil || d.ContainerDefinitions != nil || d.TargetGroups != nil || d.TaskDefinition != nil || d.around.known()
}

// Add reads a file.
func (s *Set) Add(file string, text []byte) error {
	var d document
	var whole map[string]any
	if err := json.Unmarshal(text, &whole); err != nil {
		return fmt.Errorf("%s is no whole JSON: %w", file, err)
	}
	if err := json.Unmarshal(text, &d); err != nil {
		return fmt.Errorf("%s is not what the AWS command line prints of ECS: %w", file, service.Misplaced(err))
	}
	if !d.known() {
		return fmt.Errorf("%s has no services, no task definition and no target groups", file)
	}
	for _, v := range d.Services {
		if v["status"] != "INACTIVE" { // It was deleted, and is printed for a while.
			s.service(file, v)
		}
	}
	if task, is := d.TaskDefinition.(map[string]any); is {
		s.task(file, task)
	} else if d.TaskDefinition != nil { // What create-service takes.
		s.service(file, whole)
	}
	if d.ContainerDefinitions != nil {
		s.task(file, whole)
	}
	for _, v := range d.TargetGroups {
		s.group(file, v)
	}
	s.around(file, d.around)
	if len(d.Failures) > 0 {
		return fmt.Errorf("%s lacks %s: ECS says %s", file, d.Failures[0].Arn, d.Failures[0].Reason)
	}
	return nil
}

// keep takes in a resource with its names.
func (s *Set) keep(r *service.Resource, names ...string) {
	if s.named == nil {
		s.named = map[string]*service.Resource{}
	}
	s.resources = append(s.resources, r)
	for _, name := range names {
		if name != "" {
			s.named[r.Type+" "+name] = r
		}
	}
}

func (s *Set) service(file string, v map[string]any) {
	name, _ := v["serviceName"].(string)
	arn, _ := v["serviceArn"].(string)
	s.keep(made(service.TypeService, file, cmp.Or(arn, name), current(v)))
}

func (s *Set) task(file string, v map[string]any) {
	arn, _ := v["taskDefinitionArn"].(string)
	family, _ := v["family"].(string)
	revision, _ := v["revision"].(float64)
	numbered := ""
	if revision > 0 {
		numbered = family + ":" + strconv.Itoa(int(revision))
	}
	s.keep(made(service.TypeTask, file, cmp.Or(arn, family), v), arn, numbered, family)
}

func (s *Set) group(file string, v map[string]any) {
	arn, _ := v["TargetGroupArn"].(string)
	r := made(service.TypeTargetGroup, file, arn, v)
	if _, ok := v["TargetGroupAttributes"]; !ok {
		r.Properties["TargetGroupAttributes"] = service.Missing{Why: "describe-target-groups does not print attributes"}
	}
	s.keep(r, arn)
}

func made(kind, file, address string, v map[string]any) *service.Resource {
	properties, _ := service.InPascal(v).(map[string]any)
	return &service.Resource{Type: kind, Where: service.Where{File: file, Address: address}, Path: address, Properties: properties}
}

// Resources are those of all files, with what refers to what.
func (s *Set) Resources() []*service.Resource {
	for _, r := range s.resources {
		if r.Type != service.TypeService {
			continue
		}
		r.Properties["TaskDefinition"] = s.link(service.TypeTask, r.Properties["TaskDefinition"])
		registries, _ := r.Properties["ServiceRegistries"].([]any)
		for _, v := range registries {
			if registry, is := v.(map[string]any); is {
				registry["RegistryArn"] = s.link(service.TypeDiscovery, registry["RegistryArn"])
			}
		}
		routes, _ := r.Properties["LoadBalancers"].([]any)
		for _, v := range routes {
			route, is := v.(map[string]any)
			if !is {
				continue
			}
			route["TargetGroupArn"] = s.link(service.TypeTargetGroup, route["TargetGroupArn"])
			if advanced, is := route["AdvancedConfiguration"].(map[string]any); is {
				advanced["AlternateTargetGroupArn"] = s.link(service.TypeTargetGroup, advanced["AlternateTargetGroupArn"])
			}
		}
	}
	return s.resources
}

// link is the resource that a value names, or the value. A task definition is named
// by its ARN, with or without a revision, or by its family.
func (s *Set) link(kind string, v any) any {
	name, is := v.(string)
	if !is {
		return v
	}
	short := name[strings.LastIndexByte(name, '/')+1:]
	family, _, _ := strings.Cut(short, ":")
	for _, n := range []string{name, short, family} {
		if r := s.named[kind+" "+n]; r != nil {
			if kind == service.TypeTask && n == family && n != short && numbered(r) && !strings.HasSuffix(r.Where.Address, short) {
				continue // Another revision.
			}
			return service.Reference{To: r}
		}
	}
	return v
}

// numbered says that a task definition is of one revision.
func numbered(r *service.Resource) bool {
	_, is := r.Properties["Revision"].(float64)
	return is
}
