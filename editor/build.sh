#!/usr/bin/env bash
# Builds the editor's script from what the lock names, or with --check compares it with the committed one.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
kept="$here/../catalogue_insights/serve/static/editor.js"
if ! command -v npm >/dev/null; then
    echo "The editor's script was not built again: there is no npm here. The committed one stays."
    [ "${1:-}" = --check ] || exit 1
    exit 0
fi
place="$(mktemp -d)"
trap 'rm -rf "$place"' EXIT
cp "$here"/package.json "$here"/package-lock.json "$here"/editor.js "$place"
cd "$place"
npm ci --ignore-scripts --no-audit --no-fund --silent
npm run build --silent -- --log-level=warning
if [ "${1:-}" != --check ]; then
    cp editor.min.js "$kept"
elif ! cmp -s editor.min.js "$kept"; then
    echo "static/editor.js is not what the lock builds: run \`make editor\`." >&2
    exit 1
fi
