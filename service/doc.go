// Package service has the one picture of a service as somebody configured it,
// whoever wrote it and in whatever form: its containers and the order in which
// they stop, how it deploys, the target groups that lead to it, how it scales.
//
// Each value is set, AWS's default, computed from others or unknown with a
// reason, and says where it stands. Readers, in the folders below, make
// [Resource] values of what they read, in CloudFormation's shape; [Link] makes
// services of them. What the values promise says [Service.Values] with
// [shutdown.Assess]; whether they are what a profile wants says [Compare].
//
// What that is stands once, in [Wants] and [WantedContainers], each value with the place
// where CloudFormation has it: [Compare] reads it, what puts a profile onto a service that
// is there, and what shows two services beside each other. Tests make each value of it
// another one, of a service of their own and of what the Terraform module was last seen to
// build, and see it missed by its name.
package service
