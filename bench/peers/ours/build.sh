#!/bin/sh
# build.sh PEERS OUT: our own driver.
set -eu
go -C "$(dirname "$0")" build -o "$2/ours" .
