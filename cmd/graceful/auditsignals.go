package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/graceful-ecs/terraform-provider-graceful/audit"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/buildinfo"
	"github.com/graceful-ecs/terraform-provider-graceful/internal/safe"
	"github.com/graceful-ecs/terraform-provider-graceful/report"
	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/evidence"
)

// appsHalf is what an audit is told of the images that containers run, and whether
// only their signals are asked for.
type appsHalf struct {
	dockerfiles []string
	signals     bool
}

func addAppsHalf(cmd *cobra.Command, into *appsHalf) {
	cmd.Flags().StringArrayVar(&into.dockerfiles, "dockerfile", nil, "`[NAME=]FILE` that an image is built with; NAME is the image's or the container's (repeatable)")
	cmd.Flags().BoolVar(&into.signals, "signals", false, "list what the stop signal does in each container, and no findings")
}

// images reads the Dockerfiles that are named, and those below the folders among the
// paths.
func (a appsHalf) images(in *auditInput, paths []string) []*evidence.Image {
	var out []*evidence.Image
	seen := map[string]bool{}
	for _, named := range a.dockerfiles {
		name, path, both := strings.Cut(named, "=")
		if !both {
			name, path = "", named
		}
		if image, err := evidence.ReadDockerfile(path, name); !in.fails(err) {
			seen[filepath.Clean(path)] = true
			out = append(out, image)
		}
	}
	for _, path := range paths {
		if info, err := os.Stat(path); err != nil || !info.IsDir() {
			continue
		}
		for _, image := range evidence.Dockerfiles(path) {
			if at := filepath.Clean(image.Where.File); !seen[at] {
				seen[at] = true
				out = append(out, image)
			}
		}
	}
	return out
}

// unused says which of the Dockerfiles that somebody named belong to nothing.
func (a appsHalf) unused(cmd *cobra.Command, services []*service.Service, images []*evidence.Image) {
	named := map[string]bool{}
	for _, d := range a.dockerfiles {
		_, path, both := strings.Cut(d, "=")
		if !both {
			path = d
		}
		named[path] = true
	}
	for _, i := range audit.Unused(services, images) {
		if file := i.Where.File; named[file] {
			fmt.Fprintln(cmd.ErrOrStderr(), "graceful: no container runs what "+safe.Name(file)+" builds: say which with --dockerfile NAME="+safe.Name(file)+", or see it with --signals")
		}
	}
}

// print writes what the stop signal does in each container.
func (a appsHalf) print(cmd *cobra.Command, list []audit.StopSignal, format string, unread []error) error {
	var text string
	switch format {
	case "text":
		text = report.TableStyle{Colour: colourOn(cmd, cmd.OutOrStdout())}.Signals(list)
	case "json":
		out, err := report.SignalsJSON(buildinfo.Version(version), list)
		if err != nil {
			return fmt.Errorf("write the signals: %w", err)
		}
		text = string(out)
	default:
		return exit{exitUsage, "--signals prints text or json, not " + format}
	}
	if err := write(cmd, text); err != nil {
		return err
	}
	if len(unread) > 0 {
		return exit{exitUnsure, errors.Join(unread...).Error()}
	}
	return nil
}
