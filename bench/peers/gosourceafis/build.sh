#!/bin/sh
# build.sh PEERS OUT: the Go port of SourceAFIS and its driver.
set -eu
here=$(dirname "$0") module=$2/gosourceafis.module
mkdir -p "$module"
cp "$here/../ours/main.go" "$here/engine.go" "$here/go.mod" "$module"
cp "$1/go-sourceafis/go.sum" "$module/go.sum"
go -C "$module" mod edit -replace "github.com/jtejido/sourceafis=$1/go-sourceafis"
go -C "$module" build -mod=mod -o "$2/gosourceafis" .
