// Package fargate knows which task sizes Fargate accepts.
package fargate

// Size is one CPU value of a Fargate task and the memory that goes with it.
type Size struct {
	// CPU is in CPU units: 1024 are one virtual CPU.
	CPU int
	// MinMemory, MaxMemory and Step bound the memory in MiB.
	MinMemory, MaxMemory, Step int
}

// Source is the page that the sizes are from.
const Source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html"

// Sizes lists the CPU values of a Linux task, smallest first.
func Sizes() []Size {
	return []Size{
		{CPU: 256, MinMemory: 512, MaxMemory: 2048, Step: 0},
		{CPU: 512, MinMemory: 1024, MaxMemory: 4096, Step: 1024},
		{CPU: 1024, MinMemory: 2048, MaxMemory: 8192, Step: 1024},
		{CPU: 2048, MinMemory: 4096, MaxMemory: 16384, Step: 1024},
		{CPU: 4096, MinMemory: 8192, MaxMemory: 30720, Step: 1024},
		{CPU: 8192, MinMemory: 16384, MaxMemory: 61440, Step: 4096},
		{CPU: 16384, MinMemory: 32768, MaxMemory: 122880, Step: 8192},
	}
}

// Find returns the size of that CPU value and whether there is one.
func Find(cpu int) (Size, bool) {
	for _, s := range Sizes() {
		if s.CPU == cpu {
			return s, true
		}
	}
	return Size{}, false
}

// Memory lists the memory values of the size, in MiB.
func (s Size) Memory() []int {
	var out []int
	for m := s.MinMemory; m <= s.MaxMemory; {
		out = append(out, m)
		if s.Step == 0 { // The smallest size doubles.
			m *= 2
		} else {
			m += s.Step
		}
	}
	return out
}

// Accepts says whether the size goes with that memory, in MiB.
func (s Size) Accepts(memory int) bool {
	for _, m := range s.Memory() {
		if m == memory {
			return true
		}
	}
	return false
}
