//go:build parity

package parity

import (
	"slices"
	"strconv"
)

// perRoot is how much one configuration holds: Terraform's work grows faster than
// that, and one process of it uses little more than one processor.
const perRoot = 12

// batch is what one configuration holds.
type batch[T any] struct {
	name    string
	members []T
}

// batches are what is applied beside each other. What makes queues has one to itself,
// which begins first, because hashicorp/aws waits for minutes until a queue is gone,
// and does nothing meanwhile.
func batches[T any](all []T, waits func(T) bool) []batch[T] {
	queues, rest := batch[T]{name: "queues"}, []T{}
	for _, v := range all {
		if waits(v) {
			queues.members = append(queues.members, v)
		} else {
			rest = append(rest, v)
		}
	}
	out := []batch[T]{queues}
	n := max(1, (len(rest)+perRoot-1)/perRoot)
	for part := range slices.Chunk(rest, max(1, (len(rest)+n-1)/n)) {
		out = append(out, batch[T]{name: strconv.Itoa(len(out)), members: part})
	}
	return slices.DeleteFunc(out, func(b batch[T]) bool { return len(b.members) == 0 })
}
