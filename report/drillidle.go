package report

import (
	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

// idleFacts say what became of idle connections; none where the drill had none.
func idleFacts(r verdict.Result) [][2]string {
	if r.Idle == nil {
		return nil
	}
	return [][2]string{{"idle connections", idleText(*r.Idle)}}
}

func idleText(i verdict.IdleResult) string {
	return earlyText(i) + lateText(i.Late)
}

// lateText says what became of those that began after the signal.
func lateText(l *verdict.LateIdle) string {
	switch {
	case l == nil:
		return ""
	case l.Dropped > 0:
		return "; of " + print.Grouped(l.Watched) + " begun after it " + print.Grouped(l.Dropped) + " closed without a word"
	case l.Told == l.Watched:
		return "; after the signal every answer says that its connection ends"
	}
	return "; of " + print.Grouped(l.Watched) + " begun after the signal none closed before its time"
}

func earlyText(i verdict.IdleResult) string {
	switch {
	case i.Watched == 0:
		return "none: no answer came on one"
	case i.Told == i.Watched:
		return "none: every answer says that its connection ends"
	}
	text := print.Grouped(i.Watched-i.Told) + " watched for up to " + i.For.String()
	if i.Timeout != nil {
		text += " of the load balancer's idle timeout of " + i.Timeout.String()
	}
	if i.Declared != nil {
		text += ", the app's own being " + i.Declared.String() + " by its answers"
	}
	if i.TooShort > 0 {
		text += "; " + print.Grouped(i.TooShort) + " closed too soon"
	}
	if i.Dropped > 0 {
		text += "; " + print.Grouped(i.Dropped) + " closed from " + i.First.String() + " after the signal on"
	}
	if i.TooShort+i.Dropped == 0 {
		text += "; none closed before its time"
	}
	return text
}
