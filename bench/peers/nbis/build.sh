#!/bin/sh
# build.sh PEERS OUT: NBIS's bozorth3 and its driver, optimised further than NBIS's own -O2.
set -eu
here=$(dirname "$0") source=$1/nbis/bozorth3
gcc -O3 -march=native -w -fcommon -I "$source/include" -I "$1/nbis/commonnbis/include" "$source"/src/lib/bozorth3/*.c "$here/driver.c" -lm -o "$2/nbis"
