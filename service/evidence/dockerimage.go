package evidence

import (
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Image is what a Dockerfile says of the image that it builds.
type Image struct {
	Where service.Where
	// Names are those by which a container's image may be this one.
	Names []string
	// StopSignal is its own, and StopSignalAt where it stands.
	StopSignal   shutdown.Signal
	StopSignalAt service.Where
	// Base is the image that it builds on in the end. BaseKnown says that it is one
	// that is known, and Inherited is the STOPSIGNAL of that.
	Base      string
	BaseKnown bool
	Inherited shutdown.Signal
	// Program is what a known base runs, where the image has no command of its own.
	Program string
	// Shell is what sh is there, empty where that is not known.
	Shell family
	// Entry and Command are what it starts; in shell form they begin with a shell.
	Entry, Command []string
	Environment    map[string]service.Value[string]
	// Script is its entry script, nil if it has none or it is not there.
	Script *Script
}

// Script is an entry script as a stop sees it.
type Script struct {
	Name  string
	words []string
	place stay
	why   string
}
