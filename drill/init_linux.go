package drill

import (
	"os"
	"strconv"
	"strings"
)

// behind says which init a process is and which process it runs: its only
// child, or itself where it is no init that is known. Alone says that a signal
// reaches that child alone.
func behind(pid int) (name string, child int, alone bool) {
	words := nulls(pid, "cmdline")
	if name = initName(words); name == "" {
		return "", pid, true
	}
	var living []int
	for _, c := range children(pid) {
		if !zombie(c) {
			living = append(living, c)
		}
	}
	if len(living) != 1 {
		return name, pid, true
	}
	return name, living[0], !signalsGroup(name, words, nulls(living[0], "cmdline"), nulls(pid, "environ"))
}

// nulls reads a list of /proc whose entries end with a NUL.
func nulls(pid int, file string) []string {
	text, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/" + file)
	if len(text) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(text), "\x00"), "\x00")
}
