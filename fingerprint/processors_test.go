package fingerprint_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"os/exec"
	"regexp"
	"testing"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/synth"
	"sallyport/internal/outside"
)

// TestResultsAreThoseRecorded holds prints, what extraction sees on them and the scores between them to the bit: a change
// must change the digests knowingly, and every processor must come to these.
func TestResultsAreThoseRecorded(t *testing.T) {
	images, extractions, scores := sha256.New(), sha256.New(), sha256.New()
	var prints []*fingerprint.Prepared
	for n := range 6 {
		finger := synth.NewPerson(77, n).Finger(1 + n)
		for k, dpi := range []int{500, 569, 400} { // two of them not the resolution that they were made at
			img := finger.Impression(k)
			images.Write(img.Pix)
			e, err := extraction.Examine(img, dpi)
			if err != nil {
				t.Fatal(err)
			}
			stored, err := fingerprint.AppendTemplate(nil, &e.Template)
			if err != nil {
				t.Fatal(err)
			}
			extractions.Write(stored)
			fmt.Fprintln(extractions, e)
			made := finger.Template(k)
			prints = append(prints, fingerprint.Prepare(&e.Template), fingerprint.Prepare(&made))
		}
	}
	matcher := fingerprint.NewMatcher()
	for _, a := range prints {
		for _, b := range prints {
			score := matcher.Score(a, b)
			for _, v := range []float64{score, fingerprint.FingerFalseMatchRate(score)} {
				scores.Write(binary.BigEndian.AppendUint64(nil, math.Float64bits(v)))
			}
			fmt.Fprintln(scores, matcher.Pairs())
		}
	}
	for _, c := range []struct {
		what, want string
		got        []byte
	}{
		{"images", "371463fc275984bb", images.Sum(nil)},
		{"extractions", "ec458c5c9f9594b4", extractions.Sum(nil)},
		{"scores", "1f3fa063eedf7c0e", scores.Sum(nil)},
	} {
		if got := hex.EncodeToString(c.got[:8]); got != c.want {
			t.Errorf("digest of the %s = %s, want %s", c.what, got, c.want)
		}
	}
}

// TestOtherProcessors builds these tests for arm64, whose compiler fuses a product and a sum wherever it may, and which has no
// assembly of ours, and runs there the one that compares results bit for bit.
func TestOtherProcessors(t *testing.T) {
	outside.OnARM64(t, "^TestResultsAreThoseRecorded$")
}

// TestNothingIsFused reads the arm64 compiler's code for everything that scores rest on: no product may be fused with a sum,
// even where the digests do not show it. A product that is added to something stands in float64(…), which rounds it (Go
// specification, "Floating-point operators"); that includes rand's Float64, whose last step is a product.
func TestNothingIsFused(t *testing.T) {
	build := exec.Command("go", "build", "-gcflags=-S", ".", "./alike", "./extraction", "./gabor", "./index", "./steady", "./synth")
	build.Env = append(os.Environ(), "GOARCH=arm64", "CGO_ENABLED=0")
	code, err := build.CombinedOutput()
	if err != nil {
		t.Fatalf("build for arm64: %v\n%s", err, code)
	}
	if !bytes.Contains(code, []byte("FMULD")) {
		t.Fatal("the compiler showed no code with a product")
	}
	for _, line := range regexp.MustCompile(`\((.*)\)\s+FN?M(ADD|SUB)[DS]`).FindAllSubmatch(code, -1) {
		t.Errorf("%s: a product is fused with a sum", line[1])
	}
}
