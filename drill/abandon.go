package drill

// abandon ends the tasks that the drill started, and the load balancer, so that
// nothing is in flight any more. An app that ran before the drill goes on.
func (p *player) abandon() {
	for _, t := range []task{p.old, p.replacement} {
		if t.process != nil && t.process.mark != 0 {
			t.process.destroy()
		}
		for _, c := range t.others {
			c.process.destroy()
		}
	}
	p.balancer.Close()
}
