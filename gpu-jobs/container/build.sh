#!/bin/sh
# build.sh SOURCE: compiles the program of jobs and what it stands on.
set -eu
cd "$1"
npm ci --include-workspace-root --workspace base --workspace aws --workspace engine --workspace gpu-jobs --no-audit --no-fund
node_modules/.bin/tsc --build gpu-jobs
