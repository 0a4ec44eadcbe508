#!/bin/sh
# onnxruntime.sh ARCHIVE APP: puts ONNX Runtime's build with CUDA in the place of the one that npm brought.
#
# The library and its CUDA provider call each other's C++ classes, so both must be of one build; the binding that npm brought
# calls the library's C interface, which is the same in all builds of a version.
set -eu
archive=$1 package=$2/node_modules/onnxruntime-node
libraries=$package/bin/napi-v6/linux/x64
wanted=$(sed -n 's/^ *"version": "\(.*\)",$/\1/p' "$package/package.json")
unpacked=$(mktemp -d)
trap 'rm -r "$unpacked"' EXIT
tar -xzf "$archive" -C "$unpacked" --strip-components=1 --no-same-owner
version=$(cat "$unpacked/VERSION_NUMBER")
if [ "$version" != "$wanted" ]; then
  echo "$archive: is ONNX Runtime $version, but onnxruntime-node is $wanted. Set ORT_VERSION and ORT_GPU_SHA256." >&2
  exit 1
fi
install -m 0644 "$unpacked/lib/libonnxruntime.so.$version" "$libraries/libonnxruntime.so.1"
install -m 0644 -t "$libraries" "$unpacked/lib/libonnxruntime_providers_shared.so" "$unpacked/lib/libonnxruntime_providers_cuda.so"
