package template

import (
	"fmt"
	"strings"
)

// serverless begins the types of resources of which the transform of SAM makes others.
const serverless = "AWS::Serverless::"

// Notes say of each template in the form of SAM what of it is not read. The resources
// beside it are as they are written: the transform changes no others.
func (s *Set) Notes() []string {
	var out []string
	for _, d := range s.documents {
		name, n := d.sam(), 0
		for _, e := range d.entries {
			if strings.HasPrefix(e.Type, serverless) {
				n++
			}
		}
		if name != "" && n > 0 {
			out = append(out, fmt.Sprintf("%s has the transform %s: what that makes of its resources %s* (%d) is not read, and all that stands beside them is", d.file, name, serverless, n))
		}
	}
	return out
}

// sam is the transform of SAM that a template has, alone or among others; empty without.
func (d *document) sam() string {
	list, is := d.Transform.([]any)
	if !is {
		list = []any{d.Transform}
	}
	for _, v := range list {
		if name, _ := v.(string); strings.HasPrefix(name, "AWS::Serverless-") {
			return name
		}
	}
	return ""
}
