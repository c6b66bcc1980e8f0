#!/bin/sh
# build.sh PEERS OUT: FingerJetFX OSE with the optimisation of its own build, and its driver.
set -eu
here=$(dirname "$0") source=$1/FingerJetFXOSE/FingerJetFXOSE
g++ -std=c++17 -O3 -DLINUX -w -fvisibility=hidden -I "$source/libFJFX/include" -I "$source/libFRFXLL/include" \
	-I "$source/libFRFXLL/src/algorithm" "$source"/libFRFXLL/src/lib/*.cpp "$source/libFJFX/src/FJFX.cpp" "$here/driver.cpp" \
	-o "$2/fingerjetfx"
