package pid1

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

func TestUntouched(t *testing.T) {
	t.Parallel()
	const clean = "Rss: 4 kB\nAnonymous:             0 kB\nSwap:                  0 kB\nVmFlags: rd mr mw me sd\n"
	want := []pages{{0x400000, 0x491000}}
	for name, tt := range map[string]struct {
		smaps string
		want  []pages
	}{
		"code":                   {"00400000-00491000 r-xp 00000000 fe:00 12 /graceful-exec\n" + clean, want},
		"constants":              {"00400000-00491000 r--p 00091000 fe:00 12 /a path\n" + clean, want},
		"after another":          {"00100000-00200000 rw-p 00000000 00:00 0\n" + clean + "00400000-00491000 r--p 00091000 fe:00 12 /a\n" + clean, want},
		"written before":         {"00400000-00491000 r--p 00091000 fe:00 12 /a\n" + strings.Replace(clean, "Anonymous:             0", "Anonymous:             4", 1), nil},
		"written and swapped":    {"00400000-00491000 r--p 00091000 fe:00 12 /a\n" + strings.Replace(clean, "Swap:                  0", "Swap:                  4", 1), nil},
		"a kernel without words": {"00400000-00491000 r--p 00091000 fe:00 12 /a\nRss: 4 kB\n", nil},
		"data":                   {"00400000-00491000 rw-p 00159000 fe:00 12 /graceful-exec\n" + clean, nil},
		"data that runs":         {"00400000-00491000 rwxp 00159000 fe:00 12 /graceful-exec\n" + clean, nil},
		"shared":                 {"00400000-00491000 r--s 00091000 fe:00 12 /shared\n" + clean, nil},
		"no file":                {"00400000-00491000 r--p 00000000 00:00 0 \n" + clean, nil},
		"named, but no file":     {"00400000-00491000 r--p 00000000 00:00 0 [anon: Go: heap]\n" + clean, nil},
		"the kernel's":           {"00400000-00491000 r-xp 00000000 00:00 0 [vdso]\n" + clean, nil},
		"no number":              {"x-00491000 r--p 00091000 fe:00 12 /a\n" + clean, nil},
		"empty":                  {"00400000-00400000 r--p 00091000 fe:00 12 /a\n" + clean, nil},
		"nothing":                {"\n", nil},
	} {
		if diff := cmp.Diff(tt.want, untouched(tt.smaps), cmp.AllowUnexported(pages{})); diff != "" {
			t.Errorf("%s: untouched() mismatch (-want +got):\n%s", name, diff)
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

// TestGiveBack_keepsWhatWasWritten does as a dynamic linker does: it writes into a
// part of a file and makes it read-only afterwards.
func TestGiveBack_keepsWhatWasWritten(t *testing.T) {
	f, err := os.Create(t.TempDir() + "/library")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := f.Truncate(int64(2 * os.Getpagesize())); err != nil {
		t.Fatal(err)
	}
	part, err := unix.Mmap(int(f.Fd()), 0, 2*os.Getpagesize(), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Munmap(part) }()
	part[7] = 42
	if err := unix.Mprotect(part, unix.PROT_READ); err != nil {
		t.Fatal(err)
	}
	giveBack()
	if part[7] != 42 {
		t.Error("what was written into a private part of a file is lost")
	}
}
