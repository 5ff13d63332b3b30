package audit

import "fmt"

const sqsGuide = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/"

var messageAgain = Rule{ID: "visibility-shorter-than-stop", Severity: Warning,
	Doc:    "A message that is still worked on while the task stops is given to another worker, and is done twice.",
	Source: sqsGuide + "sqs-visibility-timeout.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("visibility_timeout", "stop_timeout")
		if !ok || v[0] >= v[1] {
			return nil
		}
		return found(fmt.Sprintf("a message that was received just before the stop signal may be worked on for up to %d s, and SQS gives it to another worker after %d s, unless the worker asks for more", v[1], v[0]),
			list, list[0].to(v[1]))
	}}

var jobCut = Rule{ID: "job-longer-than-stop", Severity: Info,
	Doc:    "The queue leaves jobs much more time than a stop does: a long one is killed by every deployment, and done again from its start.",
	Source: ecsGuide + "task-scale-in-protection.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("visibility_timeout", "stop_timeout")
		// Twice is what one job that begins at the signal may need, by a queue that was made for it.
		if !ok || !raised(list[0], s.values.LoadBalancer) || v[0] <= 2*v[1] || s.byContract() {
			return nil
		}
		for _, c := range s.containers {
			if protects(s, c) {
				return nil
			}
		}
		return found(fmt.Sprintf("SQS hides a message for %d s, so that a job may take as long, and a stop leaves it %d s: let the task protect itself while it works, or give the message back", v[0], v[1]), list)
	}}

var deadAtFirstStop = Rule{ID: "dead-letter-at-first-stop", Severity: Warning,
	Doc:    "A message whose worker was stopped once goes to the dead-letter queue, although nothing is wrong with it.",
	Source: sqsGuide + "sqs-dead-letter-queues.html",
	check: func(s *subject) []Finding {
		list, v, ok := s.known("max_receive_count")
		if !ok || v[0] > 1 {
			return nil
		}
		return found("a message moves to the dead-letter queue when it was received once and not deleted, as happens when its worker is stopped", list, list[0].to(2))
	}}
