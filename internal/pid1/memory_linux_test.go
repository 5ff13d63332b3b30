package pid1

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestOwnCode(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		line     string
		from, to uintptr
		ok       bool
	}{
		{"00400000-00491000 r-xp 00000000 fe:00 12 /graceful-exec\n", 0x400000, 0x491000, true},
		{"00491000-00559000 r--p 00091000 fe:00 12 /a path\n", 0x491000, 0x559000, true},
		{"00559000-00562000 rw-p 00159000 fe:00 12 /graceful-exec\n", 0, 0, false},
		{"00559000-00562000 rwxp 00159000 fe:00 12 /graceful-exec\n", 0, 0, false},
		{"00491000-00559000 r--s 00091000 fe:00 12 /shared\n", 0, 0, false},
		{"306d06000000-306d06400000 r--p 00000000 00:00 0 \n", 0, 0, false},
		{"306d06000000-306d06400000 r--p 00000000 00:00 0 [anon: Go: heap]\n", 0, 0, false},
		{"7fa24d94c000-7fa24d94e000 r-xp 00000000 00:00 0 [vdso]\n", 0, 0, false},
		{"x-00559000 r--p 00091000 fe:00 12 /graceful-exec\n", 0, 0, false},
		{"00559000-00559000 r--p 00091000 fe:00 12 /graceful-exec\n", 0, 0, false},
		{"\n", 0, 0, false},
	} {
		from, to, ok := ownCode(tt.line)
		if ok != tt.ok || ok && (from != tt.from || to != tt.to) {
			t.Errorf("ownCode(%q) = %x, %x, %v, want %x, %x, %v", tt.line, from, to, ok, tt.from, tt.to, tt.ok)
		}
	}
}

func TestGiveBack(t *testing.T) {
	mapped := func() (kB int) {
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(status), "RssFile:")
		if _, err := fmt.Sscan(rest, &kB); err != nil {
			t.Fatal(err)
		}
		return kB
	}
	before := mapped()
	giveBack()
	if after := mapped(); before < 2000 || after > before*3/4 {
		t.Errorf("%d kB of the program's file are mapped, and %d kB when they were given back; want less than three quarters", before, after)
	}
}
