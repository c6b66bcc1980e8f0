package trial_test

import (
	"fmt"
	"math/cmplx"
	"testing"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/picture"
)

// TestCoresAgreeBetweenImpressions carries the core of one impression onto others of its finger by the minutiae that match:
// cores are found without minutiae, so both can be right only together.
func TestCoresAgreeBetweenImpressions(t *testing.T) {
	t.Parallel()
	var all []extraction.Examination
	for n, dpi := range []int{500, 569, 500, 500} {
		readSet(t, fmt.Sprintf("fvc2002/DB%d_B", n+1), "png", func(data []byte) (fingerprint.Template, error) {
			img, _, err := picture.Decode(data)
			if err != nil {
				return fingerprint.Template{}, err
			}
			e, err := extraction.Examine(img, dpi)
			all = append(all, e)
			return e.Template, err
		})
	}
	cores, pairs, agree := 0, 0, 0
	for i, a := range all {
		core, ok := onlyCore(a)
		if !ok {
			continue
		}
		cores++
		for _, b := range all[i+1 : (i/8+1)*8] {
			other, ok := onlyCore(b)
			match := fingerprint.Match(&a.Template, &b.Template)
			if !ok || match.Score < 8 {
				continue
			}
			pairs++
			if cmplx.Abs(carry(match, &a.Template, &b.Template)(core)-other) < 24 {
				agree++
			}
		}
	}
	t.Logf("%d of %d prints have one core; of %d pairs %d agree on it", cores, len(all), pairs, agree)
	if cores < 200 || pairs < 300 || agree < pairs*95/100 {
		t.Errorf("%d of %d prints have one core; of %d pairs only %d agree on it", cores, len(all), pairs, agree)
	}
}

func onlyCore(e extraction.Examination) (at complex128, ok bool) {
	n := 0
	for _, s := range e.Singulars {
		if !s.Delta {
			at = complex(float64(s.X), float64(s.Y))
			n++
		}
	}
	return at, n == 1
}

// carry returns the turn and shift that bring the minutiae of a to those of b that match them, by least squares.
func carry(m fingerprint.Result, a, b *fingerprint.Template) func(complex128) complex128 {
	place := func(m fingerprint.Minutia) complex128 { return complex(float64(m.X), float64(m.Y)) }
	var meanA, meanB, turn complex128
	n := complex(float64(len(m.Pairs)), 0)
	for _, p := range m.Pairs {
		meanA += place(a.Minutiae[p.A]) / n
		meanB += place(b.Minutiae[p.B]) / n
	}
	for _, p := range m.Pairs {
		turn += cmplx.Conj(place(a.Minutiae[p.A])-meanA) * (place(b.Minutiae[p.B]) - meanB)
	}
	turn /= complex(cmplx.Abs(turn), 0)
	return func(p complex128) complex128 { return meanB + turn*(p-meanA) }
}
