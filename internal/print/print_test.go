package print_test

import (
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/print"
)

func TestPrint(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		print.Number(35): "35", print.Number(1.5): "1.5", print.Number(0.1234): "0.123", print.Number(-0.25): "-0.25", print.Number(0): "0",
		print.About(1.25): "1.2 s", print.Grouped(999): "999", print.Grouped(1000): "1,000", print.Grouped(1234567): "1,234,567",
		print.Count(0, "request"): "0 requests", print.Count(1, "request"): "1 request", print.Count(1200, "message"): "1,200 messages",
		print.Times("taken", 0): "never taken", print.Times("taken", 1): "taken once", print.Times("taken", 2): "taken 2 times",
		print.Pad("äb", 4): "äb  ", print.Pad("abcd", 3): "abcd", print.PadLeft("ä", 3): "  ä", print.Sentence("über"): "Über", print.Sentence("a"): "A",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
