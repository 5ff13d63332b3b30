package evidence

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// signal is the one that the container gets: the image's STOPSIGNAL, which Fargate
// honours on Linux since December 2025, or else SIGTERM.
func (w *walk) signal() Signal {
	switch {
	case w.image != nil && w.image.signalOpen:
		return Signal{Name: shutdown.SIGTERM, Because: "SIGTERM, unless the STOPSIGNAL of " + w.image.Where.File + ", which is an argument of the build or no signal, is another one", Where: w.image.StopSignalAt}
	case w.image != nil && w.image.StopSignal != "":
		return Signal{Name: w.image.StopSignal, Known: true, Because: "STOPSIGNAL at " + w.image.StopSignalAt.String(), Where: w.image.StopSignalAt}
	case w.image != nil && !w.image.BaseKnown:
		return Signal{Name: shutdown.SIGTERM, Because: "SIGTERM, unless " + w.image.Base + ", which " + w.image.Where.File + " builds on, declares another STOPSIGNAL"}
	case w.image != nil && w.image.Inherited != "":
		return Signal{Name: w.image.Inherited, Known: true, Because: "STOPSIGNAL of " + w.image.Base + ", which " + w.image.Where.File + " builds on", Where: w.image.Where}
	case w.image != nil:
		return Signal{Name: shutdown.SIGTERM, Known: true, Because: w.image.Where.File + " declares no STOPSIGNAL"}
	case w.public != nil && w.public.old(w.ref.tag):
		return Signal{Name: shutdown.SIGTERM, Because: "unless the image declares " + string(w.public.signal) + " already, as later ones do", Where: w.container.Image.Where}
	case w.public != nil && w.public.signal != "":
		return Signal{Name: w.public.signal, Known: true, Because: "STOPSIGNAL of the image", Where: w.container.Image.Where}
	case w.public != nil:
		return Signal{Name: shutdown.SIGTERM, Known: true, Because: "the image declares no STOPSIGNAL", Where: w.container.Image.Where}
	}
	return Signal{Name: shutdown.SIGTERM, Because: "unless the image declares another STOPSIGNAL", Where: w.container.Image.Where}
}
