#!/bin/sh
# Clones the peers at the commits that were measured: fetch.sh FOLDER [FROM]. FROM is where OWNER/NAME is found.
set -eu
folder=$1 from=${2:-https://github.com}
mkdir -p "$folder"

# get OWNER/NAME COMMIT PATH...: only what is built is checked out.
get() {
	repository=$1 commit=$2 target="$folder/${1#*/}"
	shift 2
	[ -d "$target/.git" ] || git clone --quiet --no-checkout "$from/$repository" "$target"
	git -C "$target" checkout --quiet "$commit" -- "$@"
}

get neilharan/openafis 3ae1c757c6dafea977a33ef51380e37f1715e626 lib 3rdparty LICENSE
get robertvazan/sourceafis-java 61a677a29e5d0cf7287ba124435b21a24e854c54 src/main LICENSE
get robertvazan/fingerprintio-java b6138dcea28eb96b0f1df810b25e5483b95e94da src/main
get robertvazan/noexception 5988a3684e8fc1e9b4754dbf38eea510289cb2e0 src/main
get robertvazan/stagean 76ced9ccf43ce05cf90d626daf99f838f711c7d4 src/main
get robertvazan/closeablescope be816f1f3ade3791274bf59855b1fbf257fffba3 src/main
get mhshams/jnbis 4905b61a9be466bbaf16bcff5cbde82e7095531b src/main
get jtejido/go-sourceafis 5283fa89107554585f429b9f0900c332935a25e6 .
get FingerJetFXOSE/FingerJetFXOSE 9c5a692be1e4353d5a9f00c38c4540d3aa7bf37e FingerJetFXOSE COPYING.LESSER.txt
get lessandro/nbis 3d3b05f0144b706bed56407957bc00779baf2fa5 bozorth3 mindtct commonnbis an2k ijg imgtools
