package parity

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// Tree is one service: its parts by the names that both sides share, such as
// "target_group", each with its properties.
type Tree map[string]map[string]any

// Trees sorts the resources of a side into services by name. What belongs to no
// service comes back as leftovers.
func Trees(resources []*Resource, s Surroundings, names ...string) (map[string]Tree, []*Resource, error) {
	stand := s.names()
	for _, r := range resources {
		r.Properties, _ = walk(r.Properties, "", func(_, s string) any { return replaceNames(s, stand) }).(map[string]any)
	}
	trees := make(map[string]Tree, len(names))
	taken := make(map[*Resource]bool)
	for _, name := range names {
		a, err := assign(resources, name)
		if err != nil {
			return nil, nil, fmt.Errorf("service %s: %w", name, err)
		}
		for _, rs := range a.parts {
			for _, r := range rs {
				taken[r] = true
			}
		}
		if trees[name], err = a.tree(); err != nil {
			return nil, nil, fmt.Errorf("service %s: %w", name, err)
		}
	}
	var leftovers []*Resource
	for _, r := range resources {
		if !taken[r] && !foreignRule(r) {
			leftovers = append(leftovers, r)
		}
	}
	return trees, leftovers, nil
}

// foreignRule says whether a security group rule is on a group of the
// surroundings. CDK opens the load balancer's own group towards the tasks;
// Terraform leaves that to its owner.
func foreignRule(r *Resource) bool {
	group := text(r.Properties, "groupId")
	return (r.Type == typeEgress || r.Type == typeIngress) && strings.HasPrefix(group, "${") && !strings.Contains(group, ".")
}

// replaceNames replaces physical names, the longest first.
func replaceNames(s string, names map[string]string) string {
	keys := make([]string, 0, len(names))
	for k := range names {
		if strings.Contains(s, k) {
			keys = append(keys, k)
		}
	}
	sort.Slice(keys, func(i, j int) bool { return len(keys[i]) > len(keys[j]) })
	for _, k := range keys {
		s = strings.ReplaceAll(s, k, names[k])
	}
	return s
}

var referencePattern = regexp.MustCompile(`\$\{([A-Za-z0-9]+)\.([A-Za-z]+)\}`)

// referenced lists the ids that a value refers to.
func referenced(v any) []string {
	var ids []string
	walk(v, "", func(_, s string) any {
		for _, m := range referencePattern.FindAllStringSubmatch(s, -1) {
			ids = append(ids, m[1])
		}
		return s
	})
	return ids
}

// assignment gives resources their part in one service.
type assignment struct {
	resources []*Resource
	byID      map[string]*Resource
	parts     map[string][]*Resource
	slots     map[string]string // id to part
}

// assign starts at the service and follows references in both directions.
func assign(resources []*Resource, name string) (*assignment, error) {
	a := &assignment{resources: resources, byID: map[string]*Resource{}, parts: map[string][]*Resource{}, slots: map[string]string{}}
	for _, r := range resources {
		a.byID[r.ID] = r
	}
	for _, r := range resources {
		if r.Type == typeService && text(r.Properties, "serviceName") == name {
			a.put("service", r)
		}
	}
	service := a.one("service")
	if service == nil {
		return nil, fmt.Errorf("there is none; %d resources", len(resources))
	}
	a.follow("task_definition", service.Properties["taskDefinition"])
	a.follow("security_group", at(service.Properties, "networkConfiguration", "awsvpcConfiguration", "securityGroups"))
	for _, b := range list(service.Properties, "loadBalancers") {
		a.follow("target_group", at(b, "targetGroupArn"))
		a.follow("alternate_target_group", at(b, "advancedConfiguration", "alternateTargetGroupArn"))
		a.follow("infrastructure_role", at(b, "advancedConfiguration", "roleArn"))
		a.follow("test_listener_rule", at(b, "advancedConfiguration", "testListenerRule"))
	}
	for _, v := range list(service.Properties, "volumeConfigurations") {
		a.follow("volumes_role", at(v, "managedEBSVolume", "roleArn"))
	}
	for _, h := range list(service.Properties, "deploymentConfiguration", "lifecycleHooks") {
		a.follow("hooks_role", at(h, "roleArn"))
	}
	if task := a.one("task_definition"); task != nil {
		a.follow("execution_role", task.Properties["executionRoleArn"])
		a.follow("task_role", task.Properties["taskRoleArn"])
		a.assignByEnvironment(task)
		a.assignLogGroups(task)
	}
	a.assignReferrers()
	a.assignBalancer()
	a.nameWays()
	a.assignScaling(name)
	return a, nil
}

func (a *assignment) put(part string, r *Resource) {
	if _, ok := a.slots[r.ID]; ok {
		return
	}
	a.parts[part] = append(a.parts[part], r)
	a.slots[r.ID] = part
}

func (a *assignment) one(part string) *Resource {
	if rs := a.parts[part]; len(rs) == 1 {
		return rs[0]
	}
	return nil
}

func (a *assignment) follow(part string, v any) {
	for _, id := range referenced(v) {
		if r := a.byID[id]; r != nil {
			a.put(part, r)
		}
	}
}

// assignByEnvironment finds the queue by the variable that tells the app of it.
func (a *assignment) assignByEnvironment(task *Resource) {
	for _, c := range list(task.Properties, "containerDefinitions") {
		for _, e := range list(c, "environment") {
			if text(e, "name") == "QUEUE_URL" {
				a.follow("queue", at(e, "value"))
			}
		}
	}
	if q := a.one("queue"); q != nil {
		a.follow("dead_letter_queue", q.Properties["redrivePolicy"])
	}
}

// assignLogGroups finds log groups by the name that containers write to.
func (a *assignment) assignLogGroups(task *Resource) {
	for _, c := range list(task.Properties, "containerDefinitions") {
		name := text(c, "logConfiguration", "options", "awslogs-group")
		for _, r := range a.resources {
			if r.Type == typeLogGroup && text(r.Properties, "logGroupName") == name {
				a.put("log_group", r)
			}
		}
	}
}

// assignReferrers finds resources by what they refer to.
func (a *assignment) assignReferrers() {
	referrers := map[string]struct{ part, key string }{
		typeListenerRule: {"listener_rule", "actions"},
		typeListener:     {"listener", "defaultActions"},
		typeIngress:      {"ingress", "groupId"},
		typeEgress:       {"egress", "groupId"},
		typePolicy:       {"policy", "roles"},
	}
	for _, r := range a.resources {
		rule, ok := referrers[r.Type]
		if !ok {
			continue
		}
		for _, id := range referenced(r.Properties[rule.key]) {
			if part := a.slots[id]; part == "target_group" || part == "security_group" || part == "execution_role" || part == "task_role" || part == "hooks_role" || part == "volumes_role" {
				a.put(rule.part, r)
			}
		}
	}
}

// assignScaling finds the scalable target by the service's name and policies by
// their target.
func (a *assignment) assignScaling(name string) {
	id := "service/" + clusterName + "/" + name
	for _, r := range a.resources {
		if r.Type == typeScalableTarget && text(r.Properties, "resourceId") == id {
			a.put("scalable_target", r)
		}
	}
	for _, r := range a.resources {
		if r.Type != typeScalingPolicy {
			continue
		}
		ids := referenced(r.Properties["scalingTargetId"])
		if text(r.Properties, "resourceId") == id || len(ids) == 1 && a.slots[ids[0]] == "scalable_target" {
			a.put("scaling_policy", r)
		}
	}
}
