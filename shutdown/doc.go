// Package shutdown is the stop model: one declared workload [Profile] goes in,
// one coherent set of [Settings] comes out.
//
// A task on Amazon ECS Fargate stops on every deployment, scale-in and Spot
// interruption. Whether anybody notices depends on numbers that live in
// different places and must agree: the container's stop timeout, the target
// group's deregistration delay, its health check, the deployment percentages
// and the app's own deadline. [Compute] derives all of them from the profile,
// says for every cause of a stop what survives it, and refuses a profile whose
// promise cannot be kept.
//
// The package imports the standard library only and reads no clock, file,
// environment or network: the same profile gives the same bytes everywhere.
// All times are whole seconds unless a name says otherwise.
package shutdown
