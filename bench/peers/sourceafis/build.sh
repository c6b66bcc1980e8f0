#!/bin/sh
# build.sh PEERS OUT: SourceAFIS for Java and what it needs from source, its driver, and a script that starts it. The other libraries are
# Debian's: libfastutil-java libjackson2-databind-java libjackson2-dataformat-cbor libgoogle-gson-java libcommons-io-java libslf4j-java.
set -eu
here=$(dirname "$0") classes=$2/sourceafis.classes
path=$classes
for jar in fastutil jackson-annotations jackson-core jackson-databind jackson-dataformat-cbor gson commons-io slf4j-api slf4j-nop; do
	path=$path:/usr/share/java/$jar.jar
done
mkdir -p "$classes"
for name in stagean closeablescope noexception fingerprintio-java jnbis sourceafis-java; do
	find "$1/$name/src/main" -name '*.java' ! -name module-info.java
done >"$2/sourceafis.sources"
javac -nowarn -proc:none -encoding UTF-8 -d "$classes" -cp "$path" "@$2/sourceafis.sources" "$here/Driver.java"
cp -r "$1"/sourceafis-java/src/main/filtered/. "$1"/fingerprintio-java/src/main/filtered/. "$classes" 2>/dev/null || true
printf '#!/bin/sh\nexec java -cp %s Driver "$@"\n' "$path" >"$2/sourceafis"
chmod +x "$2/sourceafis"
