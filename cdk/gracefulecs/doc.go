// Package gracefulecs builds an ECS service on Fargate from a workload profile,
// for CDK apps in Go.
//
//	gracefulecs.NewService(stack, jsii.String("Api"), &gracefulecs.ServiceProps{
//		Cluster:       cluster,
//		Image:         awsecs.ContainerImage_FromRegistry(jsii.String("example/api:1"), nil),
//		Profile:       shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(10)},
//		ServiceName:   jsii.String("api"),
//		ContainerPort: jsii.Number(8080),
//		Listener:      listener,
//		Priority:      jsii.Number(10),
//		PathPatterns:  jsii.Strings("/api/*"),
//	})
//
// Stop timeout, deregistration delay, health check, deployment percentages,
// cooldown, visibility timeout and the app's own deadline come from the profile
// and agree with each other. [Apply] puts the same numbers onto a service that
// exists already, and [CheckServices] reports services that differ from a profile.
//
// The construct is written in Go and can be used from Go only.
package gracefulecs
