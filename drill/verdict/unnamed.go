package verdict

// unnamed says of answers that no task is known of which it must have been.
// HAProxy passes an answer on that ends before the request has, and runs none of
// its rules for it, the one that names the task among them. It goes to the old task
// alone at first and, once everything is routed, to the replacement alone. Between
// the two the stopping task is the one whose answers are in question: if the
// replacement had such answers too, those after the routing show it.
func (j *judge) unnamed() {
	if j.Balancer != HAProxy {
		return
	}
	list := append([]Exchange(nil), j.Exchanges...)
	for i, x := range list {
		switch routed := j.LastRouted; {
		case x.Task != "" || x.Outcome != Answered || x.Code >= 500:
		case routed < 0 || x.Start+j.Machine.Late.D() < routed:
			list[i].Task = OldTask
		case x.Start >= routed+j.Machine.Late.D():
			list[i].Task = ReplacementTask
		}
	}
	j.Exchanges = list
}
