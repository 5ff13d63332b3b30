#!/usr/bin/env bash
# Gets what the parity test on the wire needs, once: Terraform, the hashicorp/aws
# provider and moto, into the cache that the other tools share.
source "$(dirname "$0")/lib.sh"

terraform=${GRACEFUL_TERRAFORM:-$("$root/scripts/tool.sh" terraform)}
[ -e "$cache/bin/terraform" ] || ln -s "$(command -v "$terraform")" "$cache/bin/terraform"

"$root/scripts/aws-provider.sh" >/dev/null

if ! "${GRACEFUL_PYTHON:-python3}" -c 'import moto.server' 2>/dev/null && ! "$cache/moto/bin/python3" -c 'import moto.server' 2>/dev/null; then
  command -v python3 >/dev/null || die 'The parity test needs Python 3.9 or later in PATH, for moto, which imitates AWS.'
  say "==> moto into $cache/moto"
  patiently "$cache/log/moto" sh -c 'python3 -m venv "$1" && "$1/bin/pip" install --quiet "moto[server]==5.2.1"' sh "$cache/moto"
fi
