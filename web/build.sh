#!/bin/sh
# Builds web/dist from web/playground, web/explorer and web/examples with the
# pinned packages. With --check it then fails when the result differs from what
# is committed.
set -eu
cd "$(dirname "$0")"
for page in playground explorer; do # in this order: the first empties web/dist
  (cd "$page" && npm ci --no-audit --no-fund && npm run build)
done
[ "${1-}" = "--check" ] || exit 0
changed=$(git status --porcelain -- dist)
if [ -n "$changed" ]; then
  echo "web/dist is not what web/playground and web/explorer build:" >&2
  echo "$changed" >&2
  echo "run web/build.sh and commit web/dist" >&2
  exit 1
fi
