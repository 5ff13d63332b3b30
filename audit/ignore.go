package audit

import (
	"slices"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// Ignore is a finding that somebody has decided to pass over.
type Ignore struct {
	// By is comment, metadata, tag or config.
	By   string
	Rule string
	// Until is the last day on which it counts, such as 2027-01-31; empty for good.
	Until  string
	Reason string
	// Choices are patterns of the choices for which alone it is, such as
	// DesiredCount=1; empty for all that is found.
	Choices []string
	Where   service.Where
	// Services is a pattern of names and addresses, in which * stands for anything;
	// empty for the services at whose resources it stands.
	Services string

	// fault is why it cannot be taken; empty when it can.
	fault string
	// matched says that it is for a service that was audited, used that it is for a
	// finding there.
	matched, used bool
}

// dateForm is how a day is written.
const dateForm = "2006-01-02"

// grammar is how an ignore is written.
const grammar = "write RULE until=YYYY-MM-DD reason, the date only where it ends"

// ParseIgnore reads RULE if=INPUT=VALUE until=DATE reason, of which if= may be there
// several times. What it cannot take passes nothing over, and is said in the report.
func ParseIgnore(by, text string, where service.Where) Ignore {
	out := Ignore{By: by, Where: where}
	words := strings.Fields(text)
	if len(words) == 0 {
		out.fault = "it names no rule: " + grammar
		return out
	}
	out.Rule, words = words[0], words[1:]
	var err error
	dated := false
	for ; len(words) > 0; words = words[1:] {
		if choice, is := strings.CutPrefix(words[0], "if="); is {
			out.Choices = append(out.Choices, choice)
			continue
		}
		if dated || !strings.HasPrefix(words[0], "until=") {
			break
		}
		out.Until, dated = strings.TrimPrefix(words[0], "until="), true
		_, err = time.Parse(dateForm, out.Until)
	}
	out.Reason = strings.Join(words, " ")
	switch {
	case !slices.ContainsFunc(Rules(), func(r Rule) bool { return r.ID == out.Rule }):
		out.fault = "there is no rule of that name"
	case err != nil:
		out.fault = "until=" + out.Until + " is no day: write it as YYYY-MM-DD"
	case slices.ContainsFunc(out.Choices, func(c string) bool { return !strings.Contains(c, "=") && !strings.HasSuffix(c, "*") }):
		out.fault = "if is no choice: write if=INPUT=VALUE, as in if=Environment=prod"
	case out.Reason == "":
		out.fault = "it has no reason: " + grammar
	}
	return out
}

// expired says that its last day is over.
func (i *Ignore) expired(today string) bool { return i.Until != "" && i.Until < today }

// takesChoice says that it is for what is so under a choice.
func (i *Ignore) takesChoice(c service.Choice) bool {
	return len(i.Choices) == 0 || slices.ContainsFunc(i.Choices, func(pattern string) bool { return matches(pattern, c.Key()) })
}

// subject is the rule, and the choices for which alone it is ignored.
func (i *Ignore) subject() string {
	if len(i.Choices) == 0 {
		return i.Rule
	}
	return i.Rule + " if " + strings.Join(i.Choices, " or ")
}

// takes says that it is for a service.
func (i *Ignore) takes(s *Service) bool {
	return i.Services == "" || matches(i.Services, s.Name) || matches(i.Services, s.Address)
}

// matches compares a text with a pattern in which * stands for anything.
func matches(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	text, ok := strings.CutPrefix(text, parts[0])
	last := parts[len(parts)-1]
	if !ok || len(text) < len(last) || !strings.HasSuffix(text, last) {
		return false
	}
	text = strings.TrimSuffix(text, last)
	for _, part := range parts[1 : len(parts)-1] {
		at := strings.Index(text, part)
		if at < 0 {
			return false
		}
		text = text[at+len(part):]
	}
	return true
}

// Suppression is why a finding does not count.
type Suppression struct {
	// By is comment, metadata, tag, config or baseline.
	By     string `json:"by"`
	Reason string `json:"reason"`
	// Until is the last day on which it counts; nil for good.
	Until *string `json:"until"`
	// Where it stands; empty for a baseline.
	Where string `json:"where"`
}

func (i *Ignore) suppression() *Suppression {
	out := &Suppression{By: i.By, Reason: i.Reason, Where: i.Where.String()}
	if i.Until != "" {
		out.Until = &i.Until
	}
	return out
}
