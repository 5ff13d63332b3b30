package prose_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// read is a document with one space for each stretch of white space.
func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile("../../" + file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(data)), " ")
}

// names are the words by which prose calls a number of the model.
func names() *regexp.Regexp {
	words := []string{"two minutes", "Fargate gives", "maximum", "minimum"}
	for _, o := range shutdown.Outputs() {
		if o.Unit == "" {
			continue
		}
		last := o.Name[strings.LastIndexByte(o.Name, '.')+1:]
		words = append(words, regexp.QuoteMeta(last), strings.ReplaceAll(regexp.QuoteMeta(last), "_", "[ -]"))
	}
	for _, f := range shutdown.Fields() {
		if f.Type == shutdown.Number {
			words = append(words, regexp.QuoteMeta(f.Name), strings.ReplaceAll(regexp.QuoteMeta(f.Name), "_", "[ -]"))
		}
	}
	return regexp.MustCompile(`(?i)\b(` + strings.Join(words, "|") + `)\b`)
}

var (
	fences   = regexp.MustCompile("(?s)```.*?```")
	images   = regexp.MustCompile(`(?m)^(!\[.*|<!--.*|description:.*)$`)
	targets  = regexp.MustCompile(`\]\([^)]*\)`)
	tables   = regexp.MustCompile(`(?s)<!-- table of: .*?<!-- end of table -->`)
	sentence = regexp.MustCompile(`(?s)[^.:|]+(?:[.:|]\S[^.:|]*)*[.:|]?`)
	number   = regexp.MustCompile(`(^|[ (~≈])\d+( s\b| percent| %|[ ,.;)|]|$)`)
)

// free are sentences whose numbers are no table's: what others measured, what
// other software has, versions, status codes, and examples that count by hand.
var free = []string{
	"users of Application Load Balancers report 10 to 25 s", "users of Network Load Balancers about 120 s",
	"answers 503", "answer 503", "health path turns 503", "The command sees a delay of 0",
	"`HostOptions.ShutdownTimeout`, 30 s by default", "Kestrel's own default of 130 s", "The keep-alive timeout is 5 s up to version 25", "before version 19",
	"In 2021 some saw events", "the two before them",
	"Because the minimum is 50 %", "largest maximum that is stuck with a minimum of 100", "`maximum_percent` with `max_surge_percent",
	"The process manager killed my app after 10 s", "ends with status 143", "such as a stop timeout of 120 and 66 % of healthy tasks",
	"the session timeout, 45 s by default", "`GracefulStop` waits up to 1 s for an idle connection", "`close` waits up to 10 s for connections in use",
	"goes from 300 s to 10 s, and the app gets 60 s to stop instead of 30",
	"its delay as 0", "exits 0 before", "takes up to 3.5 s more",
}

// TestUnclaimed: a number that stands beside the name of a setting or a field is
// claimed, so that a table checks it, or stands among those that no table has.
func TestUnclaimed(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../templates/guides/*.md")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d guides, error %v", len(files), err)
	}
	for i := range files {
		files[i] = strings.TrimPrefix(files[i], "../../")
	}
	named, claimed := names(), claims(t)
	for _, file := range append(files, "README.md", "DESIGN.md") {
		data, err := os.ReadFile("../../" + file)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		for _, gone := range []*regexp.Regexp{tables, fences, images} {
			text = gone.ReplaceAllString(text, "\n\n")
		}
		text = targets.ReplaceAllString(text, "]")
		for paragraph := range strings.SplitSeq(text, "\n\n") {
			// What is claimed is checked.
			paragraph = strings.Join(strings.Fields(paragraph), " ")
			for _, c := range claimed {
				if c.file == file {
					paragraph = strings.ReplaceAll(paragraph, c.text, " ")
				}
			}
			for _, f := range free {
				paragraph = strings.ReplaceAll(paragraph, f, " ")
			}
			for _, s := range sentence.FindAllString(paragraph, -1) {
				if number.MatchString(s) && named.MatchString(s) {
					t.Errorf("%s: no table checks the number in %q: claim it", file, strings.TrimSpace(s))
				}
			}
		}
	}
}
