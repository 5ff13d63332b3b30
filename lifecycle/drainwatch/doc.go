// Package drainwatch tells a task on ECS that its load balancer drains it, long
// before the stop signal, for the drain notice of package lifecycle:
//
//	app.Notice(drainwatch.Watch)
//
// It looks up the task's own address in the task metadata, and asks the load
// balancer's API every ten seconds for the health of the target with that address
// in each of its target groups. The notice is given when the target that was
// registered is draining, or is there no more. A target that drains when it is
// first seen is not this task's: it is that of an older one with the same address.
//
// # What it needs
//
//   - tasks in network mode awsvpc, as on Fargate: their targets are addresses;
//   - permission for elasticloadbalancing:DescribeTargetHealth, which IAM gives for
//     all target groups or none ("Resource": "*"), in the task role;
//   - a way to the API: a NAT gateway, or an interface endpoint of
//     com.amazonaws.REGION.elasticloadbalancing.
//
// What is missing is logged once, and the program waits for its signal as it does
// without a watch. It is asked again, in the end every minute, so that a policy
// that is attached later works.
//
// # What it costs
//
// The call costs nothing but a share of the API's limit. A task makes 6 calls a
// minute in the target group where it is registered and 1 in the other of a
// blue/green deployment. The limit for all Describe calls of an account in a
// Region is 40 at once and 10 a second
// (https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-throttling.html),
// and people and tools share it. So that the tasks of a group make no more than 5
// a second together, a task looks less often when its group has more than 50
// targets: every 20 s with 100, every 100 s with 500. Then the profile's
// propagation should be that much, for it is within propagation that the notice
// must be seen: with the 15 s of an Application Load Balancer the 10 s of the
// default, a tenth more for jitter and the call leave 4 s to spare.
//
// A call that is throttled is tried again by the SDK, up to three times, and then
// the pause between two looks doubles, up to a minute. A notice that comes late
// ends connections late; those that are still open when the deregistration delay
// is over are cut.
package drainwatch
