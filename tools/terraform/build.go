//go:build tools

package terraform

import _ "github.com/hashicorp/terraform"
