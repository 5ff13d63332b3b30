package audit

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

const (
	grpcVersion = "GRPC"
	// grpcUsual is the code that counts as healthy where nothing is said: the app has
	// no such method.
	grpcUsual = "12"
)

var healthPasses = Rule{ID: "health-check-passes-errors", Severity: Warning,
	Doc:    "An app that answers with nothing but errors passes its health check, and a broken release is taken for a good one.",
	Source: elbAPI + "API_Matcher.html",
	check: func(s *subject) []Finding {
		for _, r := range s.service.Routes {
			if r.Group == nil || r.Group.Version.State == service.Unknown {
				continue
			}
			matcher, usual, what := r.Group.Matcher, "", ""
			if r.Group.Version.Or("") == grpcVersion {
				matcher = matcher.Otherwise(grpcUsual)
				if codes, known := matcher.Get(); known && spans(codes, 12) {
					what = "12, which any gRPC server answers that has no such method"
				}
			} else if codes, known := matcher.Get(); known {
				switch {
				case rangeOver(codes, 404):
					what = "404, which any web server answers that does not know the path"
				case spans(codes, 500):
					what = "500, which an app answers that fails"
				}
			}
			if what == "" {
				continue
			}
			if matcher.State == service.Default {
				usual = ", which nobody has set"
			}
			return found(fmt.Sprintf("the codes %s count as healthy at %s%s: among them is %s", matcher.Or(""), matcher.Where, usual, what), nil)
		}
		return nil
	}}

// spans says that a code is among codes such as 200,202 or 200-299.
func spans(codes string, code int) bool {
	for part := range strings.SplitSeq(codes, ",") {
		from, to, is := strings.Cut(strings.TrimSpace(part), "-")
		if !is {
			to = from
		}
		if low, high := number(from), number(to); low >= 0 && low <= code && code <= high {
			return true
		}
	}
	return false
}

// rangeOver is the same for ranges alone: who names a code by itself has meant it.
func rangeOver(codes string, code int) bool {
	for part := range strings.SplitSeq(codes, ",") {
		if strings.Contains(part, "-") && spans(part, code) {
			return true
		}
	}
	return false
}

// number is a whole number, negative where there is none.
func number(text string) int {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		return -1
	}
	return n
}
