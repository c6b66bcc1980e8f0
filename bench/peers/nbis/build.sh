#!/bin/sh
# build.sh PEERS OUT: NBIS's bozorth3 and mindtct and their driver, optimised further than NBIS's own -O2.
set -eu
here=$(dirname "$0") nbis=$1/nbis objects=$2/nbis.objects
mkdir -p "$objects"
cp "$nbis/an2k/include/an2k.h.src" "$objects/an2k.h"
compile="gcc -O3 -march=native -w -fcommon -I $here -I $nbis/bozorth3/include -I $nbis/mindtct/include -I $nbis/commonnbis/include"
compile="$compile -I $objects -I $nbis/an2k/include -I $nbis/ijg/include -I $nbis/imgtools/include -c"
for source in "$nbis"/bozorth3/src/lib/bozorth3/*.c "$nbis"/mindtct/src/lib/mindtct/*.c "$here"/*.c; do
	case $source in */results.c | */to_type9.c | */update.c) continue ;; esac # these only write files
	$compile "$source" -o "$objects/$(basename "$source" .c).o"
done
gcc -O3 "$objects"/*.o -lm -o "$2/nbis"
