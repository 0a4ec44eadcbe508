#!/bin/sh
# linked.sh APP: fails if a library that ONNX Runtime links to is not in the image. The driver's comes with the machine.
set -eu
cd "$1/node_modules/onnxruntime-node/bin/napi-v6/linux/x64"
for file in onnxruntime_binding.node libonnxruntime.so.1 libonnxruntime_providers_shared.so libonnxruntime_providers_cuda.so; do
  links=$(ldd "$file")
  missing=$(echo "$links" | awk '/not found/ && $1 != "libcuda.so.1" { print $1 }')
  [ -z "$missing" ] || { echo "$file: links to what is not there: $missing" | tr '\n' ' ' >&2; exit 1; }
done
