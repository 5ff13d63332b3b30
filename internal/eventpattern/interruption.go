package eventpattern

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Variant is an event and whether a rule that records the Spot interruptions of
// one service should match it.
type Variant struct {
	Name  string
	Event []byte
	Match bool
}

// changes are what makes a variant of the example event: a field and its other
// value, nil for none at all.
var changes = []struct {
	name  string
	path  []string
	value any
	match bool
}{
	{"the older name of the code", []string{"detail", "stopCode"}, "TerminationNotice", true},
	{"stopped by a person", []string{"detail", "stopCode"}, "UserInitiated", false},
	{"stopped by a deployment", []string{"detail", "stopCode"}, "ServiceSchedulerInitiated", false},
	{"no code", []string{"detail", "stopCode"}, nil, false},
	{"later in the same stop", []string{"detail", "lastStatus"}, "DEPROVISIONING", false},
	{"the end of the same stop", []string{"detail", "lastStatus"}, "STOPPED", false},
	{"a task that starts", []string{"detail", "desiredStatus"}, "RUNNING", false},
	{"a service whose name begins alike", []string{"detail", "group"}, "service:queue-worker-2", false},
	{"a task without a service", []string{"detail", "group"}, "family:queue-worker", false},
	{"another cluster", []string{"detail", "clusterArn"}, "arn:aws:ecs:us-east-1:123456789012:cluster/queue-worker-2", false},
	{"another kind of event", []string{"detail-type"}, "ECS Container Instance State Change", false},
	{"another source", []string{"source"}, "queue-worker", false},
}

// Interruptions are the example event of the repository at root, as it is and
// with one field changed.
func Interruptions(root string) ([]Variant, error) {
	sample, err := os.ReadFile(filepath.Join(root, "examples", "events", "spot-interruption.json"))
	if err != nil {
		return nil, err
	}
	variants := []Variant{{"the event as it is", sample, true}}
	for _, c := range changes {
		var event map[string]any
		if err := json.Unmarshal(sample, &event); err != nil {
			return nil, err
		}
		at := event
		for _, name := range c.path[:len(c.path)-1] {
			at, _ = at[name].(map[string]any)
		}
		field := c.path[len(c.path)-1]
		// A misspelt path would make a variant that is no variant.
		if old, ok := at[field]; !ok || old == c.value {
			return nil, fmt.Errorf("%s: %v of the event is %v already", c.name, c.path, old)
		}
		at[field] = c.value
		if c.value == nil {
			delete(at, field)
		}
		changed, err := json.Marshal(event)
		if err != nil {
			return nil, err
		}
		variants = append(variants, Variant{c.name, changed, c.match})
	}
	return variants, nil
}
