package service

import "strings"

// Queue is an SQS queue that a container of a service is told of.
type Queue struct {
	Resource *Resource
	// Variable is that of the environment that names it.
	Variable string
	// Visibility is how long a message that was received is hidden from others.
	Visibility Value[int]
	// Receives is how often a message is received before it moves to the dead-letter
	// queue; not set where there is none.
	Receives Value[int]
	// Dead says that it is the dead-letter queue of another one.
	Dead bool
}

// queues finds queues by what environments say of them.
type queues struct {
	all    []*Resource
	byName map[string]*Resource
	dead   map[*Resource]bool
}

func newQueues(all []*Resource) queues {
	out := queues{all, map[string]*Resource{}, map[*Resource]bool{}}
	for _, r := range all {
		for _, name := range []string{r.of("QueueName").text().Or(""), r.of("QueueUrl").text().Or(""), r.of("QueueArn").text().Or("")} {
			if name != "" {
				out.byName[name] = r
			}
		}
	}
	for _, r := range all {
		target := redrive(r, "deadLetterTargetArn")
		if to := target.toA(TypeQueue); to != nil {
			out.dead[to] = true
		} else if to := out.byName[lastOf(target.text().Or(""), ":")]; to != nil {
			out.dead[to] = true
		}
	}
	return out
}

// redrive is an entry of a queue's redrive policy, whose names SQS begins small.
func redrive(r *Resource, name string) property {
	policy := r.of("RedrivePolicy")
	if v := policy.at(name); !v.missing() {
		return v
	}
	return policy.at(strings.ToUpper(name[:1]) + name[1:])
}

// named is the queue that a variable means: one that it refers to, or whose URL, ARN
// or, where the variable says that it is of a queue, name it has.
func (q queues) named(variable string, v property) *Resource {
	if r := v.toA(TypeQueue); r != nil {
		return r
	}
	text, known := v.text().Get()
	if !known {
		return nil
	}
	if r := q.byName[text]; r != nil && (strings.ContainsAny(text, ":/") || strings.Contains(strings.ToUpper(variable), "QUEUE")) {
		return r
	}
	if strings.Contains(text, "sqs") && strings.HasPrefix(text, "https://") {
		return q.byName[lastOf(text, "/")]
	}
	return nil
}

// of are the queues that containers are told of, each once.
func (q queues) of(definitions property) []Queue {
	if len(q.all) == 0 {
		return nil
	}
	var out []Queue
	seen := map[*Resource]bool{}
	for _, c := range definitions.items() {
		for _, e := range c.at("Environment").items() {
			variable, _ := e.at("Name").v.(string)
			r := q.named(variable, e.at("Value"))
			if r == nil || seen[r] {
				continue
			}
			seen[r] = true
			out = append(out, Queue{Resource: r, Variable: variable, Visibility: r.of("VisibilityTimeout").number(),
				Receives: redrive(r, "maxReceiveCount").number(), Dead: q.dead[r]})
		}
	}
	return out
}

// lastOf is what follows the last separator.
func lastOf(text, separator string) string { return text[strings.LastIndex(text, separator)+1:] }
