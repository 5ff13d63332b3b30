package evidence

import (
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// effect says what the signal does.
func (w *walk) effect() {
	init, _ := w.container.Init.Get()
	initOf := w.container.Init.State == service.Unknown
	w.out.Init = w.out.Init || init
	e := &w.out
	arrives := w.arrives()
	switch {
	case e.Signal.Name == "SIGKILL":
		e.Effect, e.Why = Quick, "SIGKILL ends it at once: no program can handle it"
	case arrives == "":
		e.Effect, e.Why, e.Lost = Swallowed, "dumb-init is told to keep "+string(e.Signal.Name)+" to itself", true
	case w.place == stays && initOf && !w.out.Init:
		e.Effect, e.Why, e.Lost = Swallowed, w.who+" keeps the signal: "+w.why, true
	case w.place == stays && e.Init:
		e.Effect, e.Why, e.Lost = Quick, w.who+" ends on the signal and the program is killed with it: "+w.why, true
	case w.place == stays:
		e.Effect, e.Why, e.Lost = Swallowed, w.who+" keeps the signal as PID 1 and the program goes on until SIGKILL: "+w.why, true
	case w.place == maybe:
		e.Effect, e.Why = UnknownEffect, w.why
		if e.Open = w.image == nil && w.public == nil && w.who != ""; e.Open {
			e.Why += "; the image was not read"
		}
	case e.Program == nil:
		e.Effect, e.Why = UnknownEffect, "what runs there is not known"
	default:
		e.Effect, e.Why = w.ofProgram(arrives)
	}
	if e.Lost {
		e.Remedy = w.remedy(arrives)
	}
}

// remedy is how the program gets the signal.
func (w *walk) remedy(arrives shutdown.Signal) string {
	switch {
	case arrives == "":
		return "take out the rewrite to 0"
	case runners[w.who]:
		return "start the program itself, such as node server.js, in place of " + w.who
	case w.why == inPipeline:
		return "start it with exec, and without the pipeline"
	case w.why == inBackground:
		return "start it with exec, as the last command and not in the background"
	}
	return "start it with exec, or in exec form"
}

// arrives is the signal that the program gets in the end; empty for none.
func (w *walk) arrives() shutdown.Signal {
	signal := w.out.Signal.Name
	if to, is := w.rewritten[signal]; is {
		signal = to
	}
	if w.out.Held && signal != "" {
		signal = w.delivered
	}
	return signal
}

// ofProgram is what the signal does to a program that gets it.
func (w *walk) ofProgram(signal shutdown.Signal) (Effect, string) {
	p := w.out.Program
	switch {
	case signal == shutdown.SIGTERM && w.onTerm != "":
		return w.onTerm, w.whyOf
	case slices.Contains(p.Quick, signal):
		return Quick, p.Name + " " + p.Drops
	case !slices.Contains(p.Graceful, signal) && len(p.Graceful) > 0:
		return UnknownEffect, p.Name + " has no documented answer to " + string(signal)
	case w.effectOf != "":
		return w.effectOf, w.whyOf
	case len(p.Graceful) > 0:
		return Graceful, p.Name + " " + p.Does
	}
	return UnknownEffect, p.Name + " " + p.Does
}
