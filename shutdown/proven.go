package shutdown

// Proven is a profile that has no faults, with everything that follows from it.
// It is checked and filled in once, however much is asked of it.
type Proven struct {
	given  Profile
	work   work
	budget budget
}

// Prove checks the profile. The error, if any, is a [Faults] with every fault of
// the profile at once, in profile order.
func Prove(p Profile) (Proven, error) {
	if faults := p.faults(nil); len(faults) > 0 {
		return Proven{}, faults
	}
	return proven(p), nil
}

// proven expects a profile without faults.
func proven(p Profile) Proven {
	w := p.WithDefaults().work()
	w.declared = &p
	return Proven{given: p, work: w, budget: w.budget()}
}

// Given is the profile as it was given.
func (v Proven) Given() Profile { return v.given }

// Profile is the profile with its defaults filled in.
func (v Proven) Profile() Profile { return *v.work.Profile }

// Settings are the numbers, guarantees, estimates and notes. The explanation is
// left out: [Proven.Explanation] gives it.
func (v Proven) Settings() Settings { return v.work.settings(v.budget) }

// Explained are the settings with their explanation.
func (v Proven) Explained() Settings {
	s := v.Settings()
	s.Explanation = v.work.explain(v.budget, &s)
	return s
}

// Compute derives the settings from the profile, with their explanation. The
// error, if any, is a [Faults] with every fault of the profile at once, in
// profile order.
func Compute(p Profile) (Settings, error) {
	v, err := Prove(p)
	if err != nil {
		return Settings{}, err
	}
	return v.Explained(), nil
}
