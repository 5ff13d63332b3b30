package gracefulecs

import (
	"strconv"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/fargate"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

const defaultCPU, defaultMemory = 256, 512

// size checks what Fargate accepts: the platform, and pairs of CPU and memory.
func (c *checker) size(p *plan) {
	if p.OperatingSystemFamily != nil && !*p.OperatingSystemFamily.IsLinux() {
		given := "not Linux"
		if *p.OperatingSystemFamily.IsWindows() {
			given = "Windows"
		}
		c.add(shutdown.Fault{Path: "OperatingSystemFamily", Rule: "enum", Given: given, Allowed: "LINUX",
			Message: "A Windows container gets a CTRL_SHUTDOWN_EVENT and no stop signal, so the profile's promises would not hold.",
			WaysOut: []string{"remove OperatingSystemFamily and run a Linux image"}})
	}
	faults := len(c.faults)
	p.cpu, p.memory = defaultCPU, defaultMemory
	if p.Cpu != nil {
		p.cpu = c.whole("Cpu", p.Cpu, 256, 16384)
	}
	if p.MemoryLimitMiB != nil {
		p.memory = c.whole("MemoryLimitMiB", p.MemoryLimitMiB, 512, 122880)
	}
	if len(c.faults) > faults {
		return
	}
	size, ok := fargate.Find(p.cpu)
	switch {
	case !ok:
		var cpus []string
		for _, s := range fargate.Sizes() {
			cpus = append(cpus, strconv.Itoa(s.CPU))
		}
		c.add(shutdown.Fault{Path: "Cpu", Rule: "range", Given: strconv.Itoa(p.cpu), Allowed: "one of " + list(cpus),
			Message: "Fargate has no task size with this Cpu.", WaysOut: []string{"set Cpu to one of " + list(cpus)}})
	case !size.Accepts(p.memory):
		c.add(memoryFault(size, p.memory))
	}
}

func memoryFault(size fargate.Size, memory int) shutdown.Fault {
	var words []string
	for _, m := range size.Memory() {
		words = append(words, strconv.Itoa(m))
	}
	cpu := strconv.Itoa(size.CPU)
	f := shutdown.Fault{Path: "MemoryLimitMiB", Rule: "range", Given: strconv.Itoa(memory), Allowed: "with Cpu " + cpu + " one of " + list(words),
		Message: "Fargate has no task size with this pair of Cpu and MemoryLimitMiB.",
		WaysOut: []string{"set MemoryLimitMiB to one of " + list(words)}}
	var cpus []string
	for _, s := range fargate.Sizes() {
		if s.Accepts(memory) {
			cpus = append(cpus, strconv.Itoa(s.CPU))
		}
	}
	if len(cpus) > 0 {
		f.WaysOut = append(f.WaysOut, "or set Cpu to one of "+list(cpus))
	}
	return f
}
