package shutdown

import "strconv"

// FrameworkName is a server that receives the stop signal.
type FrameworkName string

// Framework is what is known of a server's way to stop.
type Framework struct {
	Name FrameworkName
	// Graceful lists the signals on which it finishes what it has, the one its
	// official image declares first.
	Graceful []Signal
	// Quick lists the signals on which it drops what it has.
	Quick []Signal
	// ListenersCloseAtOnce says that it refuses new connections from the moment
	// of the signal. False where the app decides, or a setting holds them open.
	ListenersCloseAtOnce bool
	// Caveat is advice on its stop that no setting expresses; often empty.
	Caveat string
	// Source is where the row is from.
	Source string
	// Drilled lists the versions that were stopped under load, with every claim
	// of the row and the printed settings put to the test; nil when none was.
	Drilled []string
	// Undrilled says what of the row no drill has shown, and why; often empty.
	Undrilled string

	// Serves says for which containers it is.
	Serves Role
	// FromSignal says that it counts its bound from the signal and not from the
	// end of the delay, and fetches no more work from there.
	FromSignal bool

	// settings gives its own settings for a drain and a keep-alive in seconds;
	// keepAlive is 0 when no load balancer holds connections.
	settings func(f *FrameworkSettings, l frameworkLimits)
}

// Role is the container that a framework is for.
type Role int

// The roles.
const (
	ServesApp     Role = iota // the app, or a front
	ServesSidecar             // a sidecar
)

// frameworkLimits is what a framework must be told, in seconds.
type frameworkLimits struct {
	delay, drain, cleanup, keepAlive, longest int
	// fromSignal says that what arrives in the delay comes through a call that
	// was open before, so that a bound counted from the signal covers both.
	fromSignal bool
}

func (f *FrameworkSettings) argue(words ...string) { f.Arguments = append(f.Arguments, words...) }

func (f *FrameworkSettings) configure(line string) { f.Configuration = append(f.Configuration, line) }

func (f *FrameworkSettings) export(name, value string) {
	f.Environment = append(f.Environment, Entry[string]{name, value})
}

// Frameworks lists every known framework.
func Frameworks() []Framework {
	out := make([]Framework, len(frameworks))
	copy(out, frameworks[:])
	return out
}

func frameworkNames(role Role) []string {
	var names []string
	for i := range frameworks {
		if frameworks[i].Serves == role {
			names = append(names, string(frameworks[i].Name))
		}
	}
	return names
}

func framework(name FrameworkName) *Framework {
	for i := range frameworks {
		if frameworks[i].Name == name {
			return &frameworks[i]
		}
	}
	return nil
}

// seconds writes a bound for a framework. Zero means "no limit" to most of
// them, so the least bound is one second.
func seconds(v int) string { return strconv.Itoa(max(1, v)) }

// frameworkSettings tells the framework its drain and keep-alive; nil when
// there is none.
func frameworkSettings(name FrameworkName, l frameworkLimits) *FrameworkSettings {
	row := framework(name)
	if row == nil {
		return nil
	}
	f := &FrameworkSettings{
		Name:                 row.Name,
		Arguments:            []string{},
		Environment:          Table[string]{},
		Configuration:        []string{},
		ListenersCloseAtOnce: row.ListenersCloseAtOnce,
	}
	if row.FromSignal && l.fromSignal {
		l.drain += l.delay
	}
	row.settings(f, l)
	return f
}

// sidecarFrameworkSettings tells each sidecar that names a framework its flush.
func (w work) sidecarFrameworkSettings() Table[*FrameworkSettings] {
	t := Table[*FrameworkSettings]{}
	for _, s := range w.Sidecars {
		if f := frameworkSettings(s.Framework, frameworkLimits{drain: value(s.Flush, 0)}); f != nil {
			t = append(t, Entry[*FrameworkSettings]{s.Name, f})
		}
	}
	return t
}

// signalFault refuses a stop signal on which the framework drops its work, or
// which does not stop it at all.
func signalFault(name FrameworkName, signal Signal) (*Fault, []turn) {
	row := framework(name)
	if row == nil || contains(words(row.Graceful...), string(signal)) {
		return nil, nil
	}
	allowed, right := Field{Values: words(row.Graceful...)}, row.Graceful[0]
	f := Fault{Path: "stop_signal", Rule: "framework-signal", Given: quote(string(signal)), Allowed: allowed.Allowed(),
		Message: string(name) + " does not drain on " + string(signal) + ": it ends at once, does something else, or goes on until SIGKILL."}
	if contains(words(row.Quick...), string(signal)) {
		f.Message = string(name) + " treats " + string(signal) + " as a quick stop: requests in flight are cut."
	}
	return &f, []turn{{"set stop_signal to " + string(right) + ", and declare it in the image: STOPSIGNAL " + string(right), func(p *Profile) { p.StopSignal = right }},
		{"remove framework", func(p *Profile) { p.Framework = "" }}}
}
