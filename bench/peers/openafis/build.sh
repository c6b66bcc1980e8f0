#!/bin/sh
# build.sh PEERS OUT: OpenAFIS with the flags of its CMakeLists.txt, and its driver.
set -eu
here=$(dirname "$0") source=$1/openafis
g++ -std=c++17 -O3 -DNDEBUG -march=native -mtune=native -fstrict-aliasing -fno-exceptions -flto -include cstddef -include cstdint \
	-I "$source/lib" -I "$source/3rdparty" "$source"/lib/*.cpp "$here/driver.cpp" -pthread -o "$2/openafis"
