#!/usr/bin/env bash
# Audits once for each that reads it: code scanning, the comment and the summary of the
# run, and the lines of the change. The status is kept for the last step, so that the
# comment is written whatever it is.
set -euo pipefail

arguments=(--fail-on "$FAIL_ON")
add() { if [ -n "$2" ]; then arguments+=("$1" "$2"); fi; }
add --config "$CONFIG"
add --baseline "$BASELINE"
add --profile "$PROFILE"
while IFS= read -r path; do add --base "$path"; done <<<"$BASE"
audited=()
while IFS= read -r path; do if [ -n "$path" ]; then audited+=("$path"); fi; done <<<"$PATHS"

comment=$RUNNER_TEMP/graceful-comment.md
status=0
if [ -n "$SARIF" ]; then
  graceful audit "${arguments[@]}" --format sarif -- "${audited[@]}" >"$SARIF" 2>/dev/null || status=$?
fi
graceful audit "${arguments[@]}" --format markdown -- "${audited[@]}" >"$comment" 2>/dev/null || status=$?
graceful audit "${arguments[@]}" --format github -- "${audited[@]}" || status=$?
cat "$comment" >>"$GITHUB_STEP_SUMMARY"
echo "status=$status" >>"$GITHUB_OUTPUT"
