#!/bin/sh
# Builds web/dist from web/playground and web/examples with the pinned packages.
# With --check it then fails when the result differs from what is committed.
set -eu
cd "$(dirname "$0")/playground"
npm ci --no-audit --no-fund
npm run build
[ "${1-}" = "--check" ] || exit 0
changed=$(git status --porcelain -- ../dist)
if [ -n "$changed" ]; then
  echo "web/dist is not what web/playground builds:" >&2
  echo "$changed" >&2
  echo "run web/build.sh and commit web/dist" >&2
  exit 1
fi
