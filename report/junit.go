package report

import (
	"encoding/xml"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// suite is what JUnit calls a testsuite: a service, a drill, a profile.
type suite struct {
	name  string
	cases []testCase
}

// testCase is one thing that was looked at.
type testCase struct {
	class, name string
	// failed has a text for each way in which it failed, skipped why it was not
	// judged, and out what is said beside that.
	failed       []notice
	skipped, out string
}

type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		File    string        `xml:"file,attr,omitempty"`
		Line    int           `xml:"line,attr,omitempty"`
		Skipped *junitText    `xml:"skipped"`
		Failed  *junitFailure `xml:"failure"`
		Out     string        `xml:"system-out,omitempty"`
	}
	junitText struct {
		Message string `xml:"message,attr"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// junit writes suites in the form that build servers read.
func junit(list []suite) ([]byte, error) {
	var all junitSuites
	for _, s := range list {
		out := junitSuite{Name: plainXML(s.name), Tests: len(s.cases)}
		for _, c := range s.cases {
			one := junitCase{Class: plainXML(c.class), Name: plainXML(c.name), Out: plainXML(c.out)}
			switch {
			case len(c.failed) > 0:
				out.Failures++
				first := c.failed[0]
				one.File, one.Line = plainXML(first.file), first.line
				texts := make([]string, len(c.failed))
				for i, n := range c.failed {
					texts[i] = n.whole()
					if n.page != "" {
						texts[i] += "\n" + n.page
					}
				}
				one.Failed = &junitFailure{plainXML(first.message), plainXML(string(first.severity)), plainXML(strings.Join(texts, "\n"))}
			case c.skipped != "":
				out.Skipped++
				one.Skipped = &junitText{plainXML(c.skipped)}
			}
			out.Cases = append(out.Cases, one)
		}
		all.Tests += out.Tests
		all.Failures += out.Failures
		all.Skipped += out.Skipped
		all.Suites = append(all.Suites, out)
	}
	text, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return nil, err
	}
	return append([]byte(xml.Header), append(text, '\n')...), nil
}

// plainXML makes text from outside safe for a build server's page and log.
func plainXML(text string) string { return safe.Text(text) }
