package service

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// Difference is one value of a service that contradicts a profile.
type Difference struct {
	// Setting is the model's name for it, or words where it has none.
	Setting   string
	Got, Want string
	// Because is the model's own explanation of the wanted value, if it has one.
	Because string
	// Doubt says that the value is not known, or is not the service's own.
	Doubt bool
	// Where is where the value stands.
	Where Where
}

// String is a sentence without its full stop.
func (d Difference) String() string {
	text := d.Setting + " is " + d.Got + ", the profile gives " + d.Want
	if d.Because != "" {
		text += " (" + d.Because + ")"
	}
	return text
}

// NotSet is what is said of a value that nothing gives.
const NotSet = "not set"

// comparison collects what differs between a service and what a profile wants.
type comparison struct {
	service     *Service
	settings    shutdown.Settings
	arrangement Arrangement
	differences []Difference
}

func (c *comparison) add(d Difference) { c.differences = append(c.differences, d) }

// differ notes a value that is not as wanted; an unknown one is in doubt.
func differ(c *comparison, setting string, got Value[string], want string) {
	d := Difference{Setting: setting, Want: want, Where: got.Where, Got: NotSet}
	if v, known := got.Get(); known {
		d.Got = v
	} else if got.State == Unknown {
		d.Got, d.Doubt = got.Why, true
	}
	if d.Got == want {
		return
	}
	for _, e := range c.settings.Explanation {
		if e.Setting == setting {
			d.Because = e.Formula
		}
	}
	c.add(d)
}

// plain is a value as JSON has it.
func plain(v any) any {
	if n, is := v.(int); is {
		return float64(n)
	}
	return v
}
