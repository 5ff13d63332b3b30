package parity

import (
	"fmt"
	"slices"
)

// queue is one that tasks read. A message comes back when the visibility timeout
// has gone by.
type queue struct{ gone bool }

// worked says what is wrong with a queue to which messages are sent.
func (w *Traffic) worked(url string) string {
	if w.queues[url].gone {
		return "the queue is gone, and the messages in it"
	}
	for _, s := range w.services {
		for _, r := range s.phases[len(s.phases)-1] {
			if slices.Contains(w.tasks[r.taskDefinition].queues, url) {
				return ""
			}
		}
	}
	return "no task reads the queue"
}

// used says whether any task reads a queue, which one for dead letters has not.
func (w *Traffic) used(url string) bool {
	for _, s := range w.services {
		for _, phase := range s.phases {
			for _, r := range phase {
				if slices.Contains(w.tasks[r.taskDefinition].queues, url) {
					return true
				}
			}
		}
	}
	return false
}

func (w *Traffic) queue(e Exchange) error {
	url := text(e.Response, "QueueUrl")
	if e.Action == "DeleteQueue" {
		url = text(e.Request, "QueueUrl")
	}
	if url == "" {
		return fmt.Errorf("%s does not say which queue: %v", e.Name(), e.Request)
	}
	w.queues[url] = queue{gone: e.Action == "DeleteQueue"}
	return nil
}
