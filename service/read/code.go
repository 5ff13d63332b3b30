package read

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/hcl"
)

// code is the configuration of Terraform in a folder.
type code struct {
	path      string
	folder    *hcl.Folder
	resources []*service.Resource
}

// folder reads a folder: what the CDK writes, or the code of Terraform.
func (r *Reader) folder(path string) error {
	if _, err := os.Stat(filepath.Join(path, "manifest.json")); !errors.Is(err, fs.ErrNotExist) {
		return assembly(&r.apps, path, 0)
	}
	folder, err := hcl.Read(path)
	if errors.Is(err, hcl.ErrNoCode) {
		return fmt.Errorf("%w, and no manifest.json: of folders, the code of Terraform and what the CDK writes (cdk.out) are read", err)
	}
	if err != nil {
		return err
	}
	resources, err := folder.Resources(nil)
	if err != nil {
		return err
	}
	r.folders = append(r.folders, &code{path, folder, resources})
	return nil
}

// Notes are what is worth saying of what was read, though nothing is wrong with it; of
// choices that are not followed, once there are [Reader.Variants].
func (r *Reader) Notes() []string {
	var out []string
	for _, c := range r.folders {
		if !serves(c.resources) && len(r.plans) == 0 {
			out = append(out, c.path+" has no aws_ecs_service")
		}
		out = append(out, c.folder.Notes()...)
	}
	return append(append(out, r.templates.Notes()...), r.apps.Notes()...)
}

func serves(resources []*service.Resource) bool {
	for _, r := range resources {
		if r.Type == service.TypeService {
			return true
		}
	}
	return false
}
