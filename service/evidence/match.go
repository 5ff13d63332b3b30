package evidence

import (
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// Match is the Dockerfile's image that a container runs, by the last part of its
// image's path or by its tag; nil if none fits, or more than one.
func Match(c *service.Container, images []*Image) *Image {
	name, known := c.Image.Get()
	if !known {
		return nil
	}
	ref := parse(name)
	if publicImage(ref.public(), ref.tag) != nil {
		return nil
	}
	var out *Image
	for _, i := range images {
		if slices.Contains(i.Names, ref.last()) || slices.Contains(i.Names, ref.tag) {
			if out != nil {
				return nil
			}
			out = i
		}
	}
	return out
}
