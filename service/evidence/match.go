package evidence

import (
	"slices"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// Match is the Dockerfile's image that a container runs: the one that is said to be
// for it, or the one with a name that is the last part of its image's path, or its
// tag. It is nil if none fits, or more than one.
func Match(c *service.Container, images []*Image) *Image {
	name, known := ownImage(c)
	var out *Image
	for _, i := range images {
		said := i.container != "" && i.container == c.Name.Or("")
		if !said && (!known || !slices.Contains(i.Names, name.last()) && !slices.Contains(i.Names, name.tag)) {
			continue
		}
		if out != nil {
			return nil
		}
		out = i
	}
	return out
}

// ownImage is the name of a container's image, if it is known and no public one.
func ownImage(c *service.Container) (reference, bool) {
	name, known := c.Image.Get()
	if !known {
		return reference{}, false
	}
	ref := parse(name)
	return ref, publicImage(ref.public(), ref.tag) == nil
}

// Settle gives the one Dockerfile that was named to the one image that it can be of,
// where the containers run no other but public ones.
func Settle(image *Image, containers []*service.Container) {
	names := map[string]bool{}
	for _, c := range containers {
		switch ref, own := ownImage(c); {
		case Match(c, []*Image{image}) != nil:
			return // It has its container.
		case own:
			names[ref.last()] = true
		case c.Image.State == service.Unknown:
			return
		}
	}
	if len(names) == 1 && image.container == "" {
		for name := range names {
			image.Names = append(image.Names, name)
		}
	}
}
