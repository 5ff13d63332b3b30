package report

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
)

// mostResults is how many results GitHub takes of a run.
const mostResults = 25_000

// The parts of SARIF 2.1.0 that are written.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
		ColumnKind  string            `json:"columnKind"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version"`
		URI     string      `json:"informationUri"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string     `json:"id"`
		Short   sarifText  `json:"shortDescription"`
		Help    sarifText  `json:"help"`
		HelpURI string     `json:"helpUri,omitempty"`
		Default sarifLevel `json:"defaultConfiguration"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    int                `json:"ruleIndex"`
		Level        string             `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations"`
		Related      []sarifLocation    `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string  `json:"partialFingerprints,omitempty"`
		Baseline     string             `json:"baselineState,omitempty"`
		Suppressions []sarifSuppression `json:"suppressions"`
	}
	sarifLocation struct {
		ID       *int           `json:"id,omitempty"`
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
		Message  *sarifText     `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI  string `json:"uri"`
		Base string `json:"uriBaseId,omitempty"`
	}
	sarifRegion struct {
		Line int `json:"startLine"`
	}
	sarifLogical struct {
		Name string `json:"name,omitempty"`
		Full string `json:"fullyQualifiedName"`
		Kind string `json:"kind,omitempty"`
	}
	sarifSuppression struct {
		Kind   string `json:"kind"`
		Reason string `json:"justification"`
		Status string `json:"status"`
	}
)

// ruleText is what is known of a rule.
type ruleText struct {
	id, doc, page string
	severity      audit.Severity
}

// sarif writes notices of rules in SARIF 2.1.0, worst first. Said are further
// sentences, such as what could not be judged. Compared says that each result is to
// say whether it is new.
func sarif(version string, rules []ruleText, list []notice, said []string, compared bool) ([]byte, error) {
	run := sarifRun{ColumnKind: "utf16CodeUnits", Results: []sarifResult{}, Invocations: []sarifInvocation{{Successful: true}},
		Tool: sarifTool{sarifDriver{Name: "graceful", Version: version, URI: "https://registry.terraform.io/providers/graceful-ecs/graceful/latest/docs/guides/audit", Rules: []sarifRule{}}}}
	index := map[string]int{}
	for _, r := range rules {
		index[r.id] = len(run.Tool.Driver.Rules)
		help := sarifText{Text: r.doc, Markdown: escape(r.doc)}
		if r.page != "" {
			help.Text += " " + r.page
			help.Markdown += " See " + link(r.page) + "."
		}
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{r.id, sarifText{Text: r.doc}, help, r.page, sarifLevel{sarifWord(r.severity)}})
	}
	list = worstFirst(list)
	if len(list) > mostResults {
		said = append(said, "GitHub takes "+strconv.Itoa(mostResults)+" results; of "+strconv.Itoa(len(list))+" the worst are here")
		list = list[:mostResults]
	}
	seen := map[string]int{}
	for _, n := range list {
		at, known := index[n.rule]
		if !known {
			at = -1
		}
		run.Results = append(run.Results, sarifOf(n, at, seen, compared))
	}
	for _, text := range said {
		run.Invocations[0].Notifications = append(run.Invocations[0].Notifications, sarifNotification{"note", sarifText{Text: safe.Line(text)}})
	}
	return indented(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

func sarifOf(n notice, rule int, seen map[string]int, compared bool) sarifResult {
	at := n.location()
	out := sarifResult{RuleID: safe.Line(n.rule), RuleIndex: rule, Level: sarifWord(n.severity), Message: sarifText{Text: safe.Line(n.subject + ": " + n.whole())},
		Locations: []sarifLocation{at}, Suppressions: []sarifSuppression{}}
	for _, p := range n.related {
		if p.file == "" && p.address == "" {
			continue
		}
		out.Related = append(out.Related, sarifLocation{ID: new(len(out.Related)), Physical: physical(p.file, p.line), Logical: logical("", p.address, ""), Message: &sarifText{Text: safe.Line(p.text)}})
	}
	if n.fingerprint != "" {
		seen[n.fingerprint]++
		// GitHub reads the first alone, and wants two of a kind told apart.
		out.Fingerprints = map[string]string{"primaryLocationLineHash": n.fingerprint + ":" + strconv.Itoa(seen[n.fingerprint]), "graceful/v1": n.fingerprint}
	}
	if s := n.suppressed; s != nil {
		kind := "external"
		if slices.Contains([]string{"comment", "metadata", "tag"}, s.By) {
			kind = "inSource"
		}
		out.Suppressions = append(out.Suppressions, sarifSuppression{kind, safe.Line(s.Reason), "accepted"})
	}
	switch {
	case !compared:
	case n.change == isGone:
		out.Baseline = "absent"
	case n.change == audit.IsSame || n.suppressed != nil && n.suppressed.By == "baseline":
		out.Baseline = "unchanged"
	default:
		out.Baseline = "new"
	}
	return out
}

// location is where a notice stands; a result has one at least.
func (n notice) location() sarifLocation {
	return sarifLocation{Physical: physical(n.file, n.line), Logical: logical(n.subject, n.address, n.kind)}
}

func physical(file string, line int) *sarifPhysical {
	if file == "" {
		return nil
	}
	out := &sarifPhysical{Artifact: sarifArtifact{URI: (&url.URL{Path: path.Clean(slashed(file))}).String(), Base: "%SRCROOT%"}}
	if strings.HasPrefix(slashed(file), "/") {
		out.Artifact = sarifArtifact{URI: "file://" + out.Artifact.URI}
	}
	if line > 0 {
		out.Region = &sarifRegion{line}
	}
	return out
}

func logical(name, address, kind string) []sarifLogical {
	if address == "" {
		return nil
	}
	return []sarifLogical{{safe.Line(name), safe.Line(address), cmp.Or(kind, "resource")}}
}

// sarifWord is a severity as SARIF has it.
func sarifWord(s audit.Severity) string {
	if s == audit.Info {
		return "note"
	}
	return string(s)
}
