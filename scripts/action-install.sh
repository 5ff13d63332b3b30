#!/usr/bin/env bash
# Installs a released graceful for the steps that follow. Nothing runs whose checksum
# is not the one that was given, or else the one in the release's list.
set -euo pipefail

fail() {
  echo "::error title=graceful::$1"
  exit 2
}

sum() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi
}

release=${VERSION#v}
[[ $release =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || fail 'version is none such as 0.2.0.'
case ${RUNNER_OS:-} in
  Linux) os=linux end=tar.gz ;;
  macOS) os=darwin end=tar.gz ;;
  Windows) os=windows end=zip ;;
  *) fail 'There is no release for this system.' ;;
esac
case ${RUNNER_ARCH:-} in
  X64) arch=amd64 ;;
  ARM64) arch=arm64 ;;
  *) fail 'There is no release for this processor.' ;;
esac

releases=${GRACEFUL_RELEASES:-https://github.com/graceful-ecs/terraform-provider-graceful/releases/download}
archive=graceful_${release}_${os}_${arch}.$end
folder=$RUNNER_TEMP/graceful-$release
mkdir -p "$folder"
get() { curl --fail --silent --show-error --location --retry 3 --output "$folder/$1" "$releases/v$release/$1"; }

get "$archive" || fail "The release $release has no $archive, or it cannot be reached."
want=${SHA256:-}
if [ -z "$want" ]; then
  list=terraform-provider-graceful_${release}_SHA256SUMS
  get "$list" || fail "The release $release has no list of checksums, or it cannot be reached."
  want=$(awk -v name="$archive" '$2 == name { print $1 }' "$folder/$list")
fi
got=$(sum "$folder/$archive")
got=${got%% *}
if [ -z "$want" ] || [ "$got" != "$want" ]; then fail "The checksum of $archive is $got and not ${want:-in the list}."; fi

if [ "$end" = zip ]; then
  unzip -q -o "$folder/$archive" -d "$folder"
else
  tar -x -z -f "$folder/$archive" -C "$folder"
fi
echo "$folder" >>"$GITHUB_PATH"
