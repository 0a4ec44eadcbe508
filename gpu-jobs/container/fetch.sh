#!/bin/sh
# fetch.sh URL SHA256 FILE: fetches a file, and keeps it only if it has this digest. One that is there is checked alike.
set -eu
url=$1 sha256=$2 file=$3
if [ "${#sha256}" -ne 64 ]; then
  echo "$url: \"$sha256\" is no SHA-256 digest. Name it with --build-arg; docs/container.md says where it comes from." >&2
  exit 1
fi
[ -e "$file" ] || curl --fail --location --proto =https --retry 3 --silent --show-error --output "$file" "$url"
if ! echo "$sha256  $file" | sha256sum --check --status; then
  echo "$url: has the digest $(sha256sum "$file" | cut -c1-64), not $sha256. It is not used." >&2
  rm "$file"
  exit 1
fi
