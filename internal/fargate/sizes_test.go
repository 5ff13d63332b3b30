package fargate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/internal/fargate"
)

func TestSizes_memory(t *testing.T) {
	for _, tt := range []struct {
		cpu, memory int
		want        bool
	}{
		{256, 511, false}, {256, 512, true}, {256, 513, false}, {256, 1024, true}, {256, 1536, false}, {256, 2048, true}, {256, 3072, false},
		{512, 512, false}, {512, 1024, true}, {512, 4096, true}, {512, 5120, false},
		{1024, 1024, false}, {1024, 2048, true}, {1024, 8192, true}, {1024, 8193, false}, {1024, 9216, false},
		{2048, 3072, false}, {2048, 4096, true}, {2048, 16384, true}, {2048, 17408, false},
		{4096, 7168, false}, {4096, 8192, true}, {4096, 30720, true}, {4096, 31744, false},
		{8192, 15360, false}, {8192, 16384, true}, {8192, 17408, false}, {8192, 20480, true}, {8192, 61440, true}, {8192, 65536, false},
		{16384, 32768, true}, {16384, 36864, false}, {16384, 40960, true}, {16384, 122880, true}, {16384, 131072, false},
	} {
		size, ok := fargate.Find(tt.cpu)
		if !ok {
			t.Fatalf("Find(%d) found nothing", tt.cpu)
		}
		if got := size.Accepts(tt.memory); got != tt.want {
			t.Errorf("%d CPU units accept %d MiB: got %v, want %v", tt.cpu, tt.memory, got, tt.want)
		}
	}
}

func TestFind_unknown(t *testing.T) {
	for _, cpu := range []int{-256, 0, 128, 255, 257, 3072, 32768} {
		if size, ok := fargate.Find(cpu); ok {
			t.Errorf("Find(%d) = %+v, want none", cpu, size)
		}
	}
}

func TestMemory_list(t *testing.T) {
	smallest, _ := fargate.Find(256)
	if diff := cmp.Diff([]int{512, 1024, 2048}, smallest.Memory()); diff != "" {
		t.Errorf("Memory() mismatch (-want +got):\n%s", diff)
	}
	largest, _ := fargate.Find(16384)
	if got := len(largest.Memory()); got != 12 {
		t.Errorf("16384 CPU units go with %d memory values, want 12", got)
	}
}
