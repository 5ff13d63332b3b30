package shutdown

// WithDefaults returns the profile with every field that is not set filled in
// as [Compute] does, for a surface that needs an input too, such as the desired
// count. The profile must be one that Compute accepts.
func (p Profile) WithDefaults() Profile {
	w := p.resolve()
	p.OnInterrupt = w.interrupt
	p.InterruptTime = new(w.interruptTime)
	p.Cleanup = new(w.cleanup)
	p.Startup = new(w.startup)
	p.LongestPause = new(w.pause)
	p.Margin = new(w.margin)
	p.LoadBalancer = w.balancer
	p.Capacity = w.capacity
	if TakesPropagation(w.kind) { // For the others setting it is a fault.
		p.Propagation = new(w.propagation)
	}
	p.DesiredCount = new(w.count)
	p.MaxSurgePercent = new(w.surge)
	p.Singleton = new(w.singleton)
	p.StopSignal = w.signal
	p.EnvironmentPrefix = w.prefix
	p.Require = w.require
	return p
}
