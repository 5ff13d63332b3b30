package drainwatch

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/smithy-go"
)

// kind is what a fault has in common with others; each is logged once.
type kind string

const (
	throttled   kind = "throttled"
	denied      kind = "denied"
	credentials kind = "credentials"
	noGroup     kind = "no such target group"
	noAnswer    kind = "no answer"
	other       kind = "other"
)

// fault is a call that failed.
type fault struct {
	kind kind
	err  error
}

func (f fault) Error() string { return f.err.Error() }

// classify sorts what the SDK returned.
func classify(err error) fault {
	var api smithy.APIError
	switch {
	case errors.As(err, &api):
		return fault{kindOf(api.ErrorCode()), err}
	case errors.Is(err, context.DeadlineExceeded):
		return fault{noAnswer, err}
	default:
		return fault{other, err}
	}
}

func kindOf(code string) kind {
	if _, ok := retry.DefaultThrottleErrorCodes[code]; ok {
		return throttled
	}
	switch code {
	case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "OptInRequired":
		return denied
	case "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch", "ExpiredToken", "ExpiredTokenException", "IncompleteSignature", "MissingAuthenticationToken":
		return credentials
	case (&types.TargetGroupNotFoundException{}).ErrorCode():
		return noGroup
	}
	return other
}

func isInvalidTarget(err error) bool {
	var invalid *types.InvalidTargetException
	return errors.As(err, &invalid)
}

// tell logs a kind of fault once.
func (g *group) tell(err error) fault {
	var f fault
	if !errors.As(err, &f) {
		f = fault{other, err}
	}
	const waits = ": no notice until then, the stop signal counts"
	message := map[kind]string{
		throttled:   "calls are throttled, and made less often: the notice may be late",
		denied:      "the task role must allow elasticloadbalancing:DescribeTargetHealth on \"*\"; asked again, in the end every minute" + waits,
		credentials: "no credentials that hold, such as those of a task role; asked again, in the end every minute" + waits,
		noGroup:     "there is no such target group; asked again, in the end every minute" + waits,
		noAnswer:    "the load balancer's API does not answer; is there a way to it? Asked again" + waits,
		other:       "the load balancer's API cannot be asked; asked again" + waits,
	}[f.kind]
	g.says.once(string(f.kind), message, f.err)
	return f
}
