// Package profile reads a profile file, YAML or JSON, into a
// [shutdown.Profile]. It is strict: what it does not understand for sure is a
// fault with its line and column, and never a guess.
//
//	workload: http
//	longest_work: 10
//
// The same file is read by Terraform's yamldecode, which follows an older YAML
// than Go's. Where the two would read a value differently, such as yes, 010 or
// 2026-01-01 without quotes, it is a fault here.
package profile
