#!/bin/sh
# app.sh SOURCE APP: from compiled sources, the folder that a worker runs from: packages at the versions of the lock file, no
# install scripts, nothing for tests or development.
set -eu
source=$(realpath "$1") app=$2
rooms='base aws engine gpu-jobs'
mkdir -p "$app"
app=$(realpath "$app")
cd "$source"
for file in .npmrc package.json package-lock.json; do cp "$file" "$app/"; done
for room in $rooms; do
  test -e "$room/dist" || { echo "$source/$room/dist: is not there. Compile it first: build.sh" >&2; exit 1; }
  mkdir -p "$app/$room"
  cp "$room/package.json" "$app/$room/"
  tar -cf - --exclude='*.test.*' --exclude='*.map' --exclude='*.d.ts' --exclude=testing --exclude=.tsbuildinfo "$room/dist" |
    tar -xf - -C "$app"
done
cd "$app"
npm ci --omit=dev --workspace gpu-jobs --ignore-scripts --prefer-offline --no-audit --no-fund
# ONNX Runtime brings its libraries for every system.
cd node_modules/onnxruntime-node/bin/napi-v6
find . -mindepth 1 -maxdepth 1 ! -name linux -exec rm -r {} +
find linux -mindepth 1 -maxdepth 1 ! -name x64 -exec rm -r {} +
