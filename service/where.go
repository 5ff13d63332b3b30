package service

import (
	"strconv"
	"strings"
)

// Where is where a value or a resource stands.
type Where struct {
	// File is as it was given to the reader; empty where there is none.
	File string
	// Line is the line in the file, from 1; 0 if it is not known.
	Line int
	// Address is the resource's name in its own world: module.api.aws_ecs_service.this,
	// a logical ID, an ARN.
	Address string
	// From is what the value comes from, such as parameter Environment; empty for
	// what is written there.
	From string
}

// String is the shortest that a reader finds the place by: ecs.tf:42, or the
// address, or the file, and what the value comes from.
func (w Where) String() string {
	if w.From != "" {
		from := w.From
		w.From = ""
		return strings.TrimSpace(w.String() + " (" + from + ")")
	}
	switch {
	case w.File != "" && w.Line > 0:
		return w.File + ":" + strconv.Itoa(w.Line)
	case w.Address != "":
		return w.Address
	default:
		return w.File
	}
}
