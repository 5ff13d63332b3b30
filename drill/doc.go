// Package drill plays the stop of a task on one machine and says whether
// anybody noticed.
//
// A drill starts an app twice, as the task that is stopped and as the one that
// replaces it, and puts steady load on both through a load balancer that
// behaves like the stop model: after deregistration it goes on routing new
// requests to the old task for the propagation, and at the end of the
// deregistration delay it cuts what is still in flight there. Then the drill
// deregisters the task, sends the stop signal and, at the stop timeout,
// SIGKILL, in the order of the stop path.
//
//	plan := drill.Plan{Profile: p, Path: shutdown.Concurrent, Command: []string{"./app"}}
//	result, err := drill.Run(ctx, plan)
//
// Each path is asked for once before anything is stopped: an app that answers
// 400 or more there has nothing in flight to lose, and is not drilled.
//
// Behind graceful exec, or another small init, the signal and SIGKILL may come
// from the init; the drill names the app's faults as it would without one.
//
// With [Plan].Front or [Plan].Sidecars a task is several processes, started in the
// order of their dependencies and stopped against it, each by its own signal and
// within its own stop timeout. The first that ends by itself stops the others.
//
// Where the workload is websocket the load is connections that last, and some of
// them until the app itself ends them; one is whole when it ended with a close
// frame of the app. Workers get messages of a queue instead, and a batch job is
// stopped and started again.
//
// A worker's stop may be held off by task protection; on the path [verdict.Protected]
// the drill is the ECS agent that the worker asks for it, and waits as ECS does.
//
// What happened is a [verdict.Recording]; [verdict.Judge] turns it into a
// [verdict.Result] and needs no process, clock or network. [Series] plays a drill
// until a rare fault would have shown.
package drill
