// Package coverage answers every input of the modules and the construct that
// adopters come from: which input of ours is the same, or why there is none. One
// table answers for module and construct alike, and docs/coverage.md is made of it.
package coverage
