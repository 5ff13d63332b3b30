package audit

var breakerOff = Rule{ID: "circuit-breaker-off", Severity: Warning,
	Doc:    "A release that never becomes healthy is started again and again, and the deployment does not end.",
	Source: ecsGuide + "deployment-circuit-breaker.html",
	check: func(s *subject) []Finding {
		r := s.service.Rolling
		on, known := r.BreakerEnable.Otherwise(false).Get()
		if !known || on || !rollingKnown(s) {
			return nil
		}
		return found("the deployment circuit breaker is off: a release that never becomes healthy is started again and again", nil)
	}}

var breakerStays = Rule{ID: "circuit-breaker-without-rollback", Severity: Info,
	Doc:    "A release that failed stays as it is until somebody deploys the old one.",
	Source: ecsGuide + "deployment-circuit-breaker.html",
	check: func(s *subject) []Finding {
		r := s.service.Rolling
		back, known := r.BreakerRollback.Otherwise(false).Get()
		if on, _ := r.BreakerEnable.Get(); !on || !known || back || !rollingKnown(s) {
			return nil
		}
		return found("the deployment circuit breaker ends a failed deployment and does not go back to the release before", nil)
	}}

// rollingKnown says that deployments are rolling: the breaker is for those alone.
func rollingKnown(s *subject) bool {
	strategy, known := s.service.Rolling.Strategy.Otherwise("ROLLING").Get()
	return known && strategy == "ROLLING"
}
