// Package parity proves that the Terraform module and the CDK construct make
// the same service.
//
// The real Terraform with the real hashicorp/aws provider applies the module
// against moto, behind a proxy that records every request ([Proxy]). The
// requests are folded into resources in the shape of CloudFormation ([Fold]).
// The CDK app is synthesised and its template read into the same shape
// ([Template]). Both become a [Tree] whose parts have the same names, and
// [Compare] reports each value in which they differ, by its path.
//
// What one side sends and the other leaves out is a difference, unless a row of
// [Defaults] says that AWS fills in that very value, or a row of [Ignored]
// gives a reason why it says nothing about the service.
//
// What a profile wants of a service stands in [service.Wants] alone, and each side is
// held against that too, by its [Picture]: two sides that are wrong in the same way are
// equal. The trees stay beside it, because a picture has only what the model speaks of:
// roles, policies, security groups, log groups, health check paths, secrets and tags are
// in no profile, and the two sides must not differ in them either. A picture would also
// find what a reader leaves out equal, where a tree refuses what it does not know.
//
// The test with the build tag parity needs Terraform, the hashicorp/aws provider
// and moto, and fails without them. The test without the tag compares the CDK
// template with the requests that were last recorded in testdata.
package parity
