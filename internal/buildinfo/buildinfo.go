// Package buildinfo says which build a program is.
package buildinfo

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// Version is the version alone.
func Version(released string) string {
	info, _ := debug.ReadBuildInfo()
	return version(released, info)
}

// Line names a program, its version and what it was built with. Released is set
// at link time for a release.
func Line(program, released string) string {
	info, _ := debug.ReadBuildInfo()
	return fmt.Sprintf("%s %s (%s, %s/%s)\n", program, version(released, info), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// version is that of a release, else the module's when it was fetched as one,
// else the commit that was built.
func version(released string, info *debug.BuildInfo) string {
	switch {
	case released != "":
		return released
	case info == nil:
		return "unknown"
	case info.Main.Version != "" && info.Main.Version != "(devel)":
		return info.Main.Version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return "devel " + s.Value[:min(12, len(s.Value))]
		}
	}
	return "devel"
}
