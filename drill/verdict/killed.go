package verdict

import "time"

// ForeignKill is the rule of a finding on an app that something else killed
// than the drill or a deadline.
const ForeignKill = "killed-by-another"

// Sigkilled is a shell's status of a process that SIGKILL ended, and an init's
// when its child was killed.
const Sigkilled = 137

// foreign says that SIGKILL ended the app from the signal on and that the drill
// had not sent it. What an app still had to do is as lost as at a stop timeout.
func (j judge) foreign() bool {
	return j.Killed < 0 && j.Signalled >= 0 && j.Exit.Known && j.Exit.Code == Sigkilled && j.Exit.At >= j.Signalled
}

// afterDeadline is how long after its own deadline an app may be gone that was
// killed at it: graceful exec gives a killed child that long.
const afterDeadline = time.Second

// atOwnDeadline says that the app was killed by what it brought along for that,
// such as graceful exec in front of it.
func (j judge) atOwnDeadline() bool {
	if !j.foreign() || j.ToldDeadline == nil {
		return false
	}
	late := j.Exit.At - j.Signalled - j.ToldDeadline.D()
	return late >= -Grace && late <= afterDeadline
}

// killedAt is when SIGKILL came; never when none did. The exit is noticed a
// moment after it.
func (j judge) killedAt() time.Duration {
	switch {
	case j.atOwnDeadline():
		return min(j.Exit.At, j.Signalled+j.ToldDeadline.D())
	case j.foreign():
		return j.Exit.At
	}
	return j.Killed
}

// killText is the exit status of an app that something else killed than the drill.
func (j judge) killText() string {
	if j.atOwnDeadline() {
		return "137, SIGKILL: it was still there at its own deadline of " + j.ToldDeadline.String() + ", at which " + j.killer() + " kills"
	}
	if j.Process.Init != "" {
		return "137, SIGKILL: something killed it, such as " + j.Process.Init + " at another deadline than the profile's, or the kernel when memory ran out"
	}
	return DescribeExit(j.Exit, j.Killed)
}

// killer is what kills at the app's own deadline.
func (j judge) killer() string {
	if j.Process.Init != "" {
		return j.Process.Init
	}
	return "something like " + GracefulExec
}

// killedBy says at which limit SIGKILL came.
func (f *finder) killedBy() string {
	if f.atOwnDeadline() {
		return "killed by SIGKILL at its own deadline of " + f.ToldDeadline.String()
	}
	return "killed by SIGKILL at the stop timeout of " + f.Times.StopTimeout.String()
}

// foreignKill is a kill that nothing in the stop explains.
func (f *finder) foreignKill() {
	f.add(ForeignKill, "is killed by SIGKILL "+Seconds(f.after()).String()+" after the signal, neither at the stop timeout nor at its own deadline: "+f.out.Exit.Text,
		"find out what killed it: the kernel's log tells of memory, and an init or a supervisor in front must leave "+f.reachedName()+" until its deadline", true)
}
