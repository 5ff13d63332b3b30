#!/usr/bin/env bash
# Prints the path of a tool, after building it once if need be:
#   scripts/tool.sh terraform | terraform-1.5 | golangci-lint | tfplugindocs |
#                   terraform-docs | terraform-provider-time
# Everything comes from the Go module proxy, at a version pinned in this
# repository, and is kept in the cache folder under that version.
source "$(dirname "$0")/lib.sh"

terraform_least=1.8     # Provider-defined functions came with it.
terraform_old=1.5.7     # The oldest Terraform that the data source and the resource are tried on.
provider_time=v0.14.2   # The yardstick of `make bench`.

# build NAME ABOUT COMMAND...: have COMMAND write the binary NAME, unless it is
# there. A unique name until it is whole lets two builds run at once.
build() {
  local name=$1 about=$2 binary
  shift 2
  binary=$cache/bin/$name
  if [ ! -x "$binary" ]; then
    say "==> building ${name} (once, $about on 2 cores)"
    scratch=$(mktemp -d "$cache/bin/.build-XXXXXX")
    trap 'rm -rf "$scratch"' EXIT
    patiently "$cache/log/$name.log" "$@" "$scratch"
    mv "$(find "$scratch" -type f -perm -u+x | head -n 1)" "$binary"
  fi
  printf '%s\n' "$binary"
}

# CGO off and the paths trimmed: the same binary from any machine.
go_build() { # MODULE-FOLDER PACKAGE LDFLAGS OUTPUT-FOLDER
  (cd "$1" && GOFLAGS='' GOWORK=off CGO_ENABLED=0 go build -v -buildvcs=false -trimpath -ldflags "-s -w $3" -o "$4/binary" "$2")
}
go_install() { # PACKAGE@VERSION OUTPUT-FOLDER
  (cd / && GOFLAGS='' GOWORK=off CGO_ENABLED=0 GOBIN=$2 go install -v -trimpath -ldflags '-s -w' "$1")
}

# version_of BINARY: what a Terraform says it is, 1.11.4, or nothing.
version_of() {
  TF_CLI_CONFIG_FILE=/dev/null CHECKPOINT_DISABLE=1 "$1" version 2>/dev/null | sed -n '1s/^Terraform v//p' || true
}

version_in() { # GO.MOD MODULE
  awk -v module="$2" '$1 == module && $2 ~ /^v/ {print $2} $1 == "require" && $2 == module {print $3}' "$1" | head -n 1
}

pinned() { # NAME PACKAGE MODULE ABOUT
  local version
  version=$(version_in "$root/tools/go.mod" "$3")
  build "$1-$version-$(go env GOVERSION)" "$4" go_build "$root/tools" "$2" ''
}

case ${1:-} in
terraform)
  found=${GRACEFUL_TERRAFORM:-$(command -v terraform || true)}
  if [ -n "$found" ]; then
    have=$(version_of "$found")
    if [ -n "$have" ] && at_least "$have" "$terraform_least"; then
      printf '%s\n' "$found"
      exit
    fi
    [ -z "${GRACEFUL_TERRAFORM:-}" ] || die "GRACEFUL_TERRAFORM is $found, which is Terraform ${have:-of no known version}: Terraform $terraform_least or later is needed."
    say "==> $found is Terraform ${have:-of no known version}; $terraform_least or later is needed, so one is built"
  fi
  version=$(version_in "$root/tools/terraform/go.mod" github.com/hashicorp/terraform)
  build "terraform-${version#v}" 'about 5 minutes' \
    go_build "$root/tools/terraform" github.com/hashicorp/terraform '-X github.com/hashicorp/terraform/version.dev=no'
  ;;
terraform-1.5)
  found=$(command -v terraform || true)
  if [ -n "$found" ]; then
    case $(version_of "$found") in 1.5.*) printf '%s\n' "$found" && exit ;; esac
  fi
  build "terraform-$terraform_old" 'about 4 minutes' go_install "github.com/hashicorp/terraform@v$terraform_old"
  ;;
golangci-lint)
  pinned golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint github.com/golangci/golangci-lint/v2 'about 5 minutes'
  ;;
tfplugindocs)
  pinned tfplugindocs github.com/hashicorp/terraform-plugin-docs/cmd/tfplugindocs github.com/hashicorp/terraform-plugin-docs 'about 1 minute'
  ;;
terraform-docs)
  pinned terraform-docs github.com/terraform-docs/terraform-docs github.com/terraform-docs/terraform-docs 'about 2 minutes'
  ;;
terraform-provider-time)
  build "terraform-provider-time-$provider_time" 'about 1 minute' go_install "github.com/hashicorp/terraform-provider-time@$provider_time"
  ;;
*)
  sed -n '2,4p' "$0" >&2
  exit 2
  ;;
esac
