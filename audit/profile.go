package audit

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// ProfileTag is the key of the tag by which a service names its profile.
const ProfileTag = "graceful:profile"

var profileDiffers = Rule{ID: "profile-differs", Severity: Warning,
	Doc:    "The service is not what its profile wants, so that what the profile promises does not hold.",
	Source: "https://registry.terraform.io/providers/graceful-ecs/graceful/latest/docs/guides/stop-model"}

var profileNotCompared = Rule{ID: "profile-not-compared", Severity: Info,
	Doc: "A service has a profile and is not compared with it, since its containers were not read."}

// Compare finds every value that is not what the service's profile wants; the function
// is nil for a service without one.
func (r *Report) Compare(profile func(*service.Service) *shutdown.Profile) {
	for i := range r.Services {
		s := &r.Services[i]
		wanted := profile(s.picture)
		if wanted == nil {
			continue
		}
		if s.picture.Task == nil || s.picture.Task.Unknown != "" {
			m := Remark{Source: s.Source}
			m.is(profileNotCompared, s.Name+" is not compared with its profile: the containers are not among what was read")
			r.Remarks = append(r.Remarks, m)
			continue
		}
		s.compare(*wanted)
	}
	r.order()
}

// Forget gives up the pictures, which Compare alone reads: of a long plan they take
// half the room that an audit needs.
func (r *Report) Forget() {
	for i := range r.Services {
		r.Services[i].picture = nil
	}
}

func (s *Service) compare(wanted shutdown.Profile) {
	differences, err := service.Compare(s.picture, wanted)
	var faults shutdown.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			message := "no service could keep the profile: " + f.Path + ": " + f.Summary()
			if len(f.WaysOut) > 0 {
				message += "; ways out: " + strings.Join(f.WaysOut, "; ")
			}
			s.add(profileDiffers, Finding{Message: message, Numbers: []Number{{Name: f.Path}}})
		}
	}
	for _, d := range differences {
		got, known := whole(d.Got)
		if d.Doubt && !known {
			continue // It is not known, which is said once for all rules.
		}
		f := Finding{Numbers: []Number{{Name: d.Setting, Value: got, Where: d.Where.String(), At: d.Where}}}
		if d.Doubt { // Others may share it.
			f.Severity = Info
		}
		if want, is := whole(d.Want); is {
			f.Fix = []Number{{Name: d.Setting, Value: want, Where: d.Where.String(), At: d.Where}}
		}
		d.Got = spoken(d)
		f.Message = d.String()
		s.add(profileDiffers, f)
	}
	slices.SortStableFunc(s.Findings, bySeverity)
}

// whole is a text as a number, if it is one.
func whole(text string) (*int, bool) {
	n, err := strconv.Atoi(text)
	if err != nil {
		return nil, false
	}
	return &n, true
}

// spoken is the value that a service has, but for texts that people wrote, which may
// be secrets.
func spoken(d service.Difference) string {
	free := strings.Contains(d.Setting, "environment ") || d.Setting == "deployment.strategy" || d.Setting == "deployment.availability_zone_rebalancing"
	if _, is := whole(d.Got); is || !free || d.Got == service.NotSet {
		return d.Got
	}
	if slices.Contains([]string{"ROLLING", "BLUE_GREEN", "LINEAR", "CANARY", "ENABLED", "DISABLED"}, d.Got) {
		return d.Got
	}
	return "another text"
}
