package verdict

// DropMisrouted takes the requests out that were lost though they reached the
// app after the propagation: only the load balancer itself, too late on a busy
// machine, can have brought them to the old task, and the app is not to blame.
// One may have been under way for as long as the machine was late. The embedded
// balancer gives such requests to the replacement; HAProxy cannot.
func (r *Recording) DropMisrouted() {
	if r.Balancer != HAProxy || r.LastRouted < 0 {
		return
	}
	var kept []Exchange
	for _, x := range r.Exchanges {
		if x.Outcome == Answered || x.Task == ReplacementTask || x.Start+r.Machine.Late.D() < r.LastRouted {
			kept = append(kept, x)
			continue
		}
		r.Rerouted++
		if r.Expired >= 0 && x.End >= r.Expired && r.CutAtDelay > 0 {
			r.CutAtDelay--
		}
	}
	r.Exchanges = kept
}
