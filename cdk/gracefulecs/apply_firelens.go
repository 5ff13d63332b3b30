package gracefulecs

import (
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// cdkRouter is what the CDK calls the log router that it adds by itself, when a
// container logs through FireLens and the task has no router.
const cdkRouter = "log-router"

// fluentBitGrace is how long Fluent Bit, which that router runs, flushes unless it
// is told otherwise.
// https://docs.fluentbit.io/manual/administration/configuring-fluent-bit/classic-mode/configuration-file
const fluentBitGrace = 5

// impliedRouter adds the CDK's own log router to a profile that does not speak of
// it: its author has never written that container.
func impliedRouter(p shutdown.Profile, present bool) shutdown.Profile {
	if present && service.SidecarAt(p, cdkRouter) < 0 && (p.Front == nil || p.Front.Name != cdkRouter) {
		p.Sidecars = append(p.Sidecars[:len(p.Sidecars):len(p.Sidecars)], shutdown.Sidecar{Name: cdkRouter, Flush: new(fluentBitGrace), Framework: "fluent_bit"})
	}
	return p
}
