package report_test

import (
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func ExampleTimelineText() {
	v, err := shutdown.Prove(shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(report.TimelineText(v.Timelines()[0]))
	// Output:
	// deployment (drained): all work is kept
	//   25 s of draining cover 15 s of propagation and the longest request of 10 s
	//
	//    0 s  load balancer  deregister        the task leaves the target group
	//   15 s  load balancer  last_new_request  the last new request may arrive
	//   25 s  load balancer  target_unused     the deregistration delay is over
	//   25 s  ECS            stop_signal       SIGTERM is sent
	//   40 s  app            listeners_close   no new request from here
	//   50 s  app            drain_ends        what is in flight had 10 s
	//   55 s  app            deadline          the app exits by itself
	//   60 s  ECS            sigkill           SIGKILL, had the app not gone
	//
	//   load balancer  0–15 s still routes, 15–25 s drains
	//   ECS            0–25 s waits, 25–60 s stop timeout
	//   app            0–25 s serves, 25–40 s goes on serving, 40–50 s drains, 50–55 s cleans up
	//
	//   budget  25–145 s, the 120 s that Fargate gives a container to stop: 35 s used, 85 s left
}
