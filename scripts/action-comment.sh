#!/usr/bin/env bash
# Keeps one comment of a pull request up to date. It is begun only where something
# changes; one that is there is told when nothing does any more.
set -euo pipefail

comment=$RUNNER_TEMP/graceful-comment.md
[ -s "$comment" ] || exit 0
{
  IFS= read -r marker
  IFS= read -r second
} <"$comment"

refused() {
  # The token of a pull request from a fork may only read; the summary has it all.
  echo "::warning title=graceful::The comment cannot be written: does the token have pull-requests: write? It stands in the summary of this run."
  exit 0
}

export marker AUTHOR
ids=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments?per_page=100" \
  --jq '.[] | select(.user.login == env.AUTHOR and (.body | startswith(env.marker))) | .id') || refused
id=${ids%%$'\n'*}
if [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$comment" || refused
elif [ "$second" != '<!-- graceful audit: unchanged -->' ]; then
  gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments" --field "body=@$comment" || refused
fi
