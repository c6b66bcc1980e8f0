package proof

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// someCodes are drawn from a seed.
func someCodes(t testing.TB, count int) []Code {
	t.Helper()
	random := rand.NewChaCha8([32]byte{1})
	all := make([]Code, count)
	for i := range all {
		var err error
		if all[i], err = NewCode(random); err != nil {
			t.Fatal(err)
		}
	}
	return append(all, Code{}, Code{255, 255, 255, 255, 255, 255, 255, 255, 255, 255})
}

// TestCheckFindsSlips makes every slip of one character, and every swap of two, in every place. The check is linear, so that what it finds
// in one code it finds in all; these are some hundred.
func TestCheckFindsSlips(t *testing.T) {
	t.Parallel()
	for _, code := range someCodes(t, 100) {
		printed := strings.ReplaceAll(code.String(), "-", "")
		refused := func(what string, wrong []byte) {
			if string(wrong) == printed {
				return
			}
			if _, err := ParseCode(string(wrong)); err == nil {
				t.Fatalf("%s: %s is taken for %s", what, wrong, printed)
			}
		}
		for i := range printed {
			for d := range digits {
				wrong := []byte(printed)
				wrong[i] = digits[d]
				refused("a slip", wrong)
			}
			for j := range i {
				wrong := []byte(printed)
				wrong[i], wrong[j] = wrong[j], wrong[i]
				refused("a swap", wrong)
			}
		}
	}
}

// TestCheckIsExhaustive is the same for every code at once: a slip is an error of one value at one place, a swap one value at two.
func TestCheckIsExhaustive(t *testing.T) {
	t.Parallel()
	seen := func(at ...int) func(v byte) byte { // what the errors leave of the sum that has to be zero
		return func(v byte) byte {
			var values [signs + 1]byte
			for _, i := range at {
				values[i] = v
			}
			return check(values[:signs]) ^ values[signs]
		}
	}
	for i := range signs + 1 {
		for v := byte(1); v < 32; v++ {
			if seen(i)(v) == 0 {
				t.Errorf("a slip by %d at %d is not found", v, i)
			}
			for j := range i {
				if seen(i, j)(v) == 0 {
					t.Errorf("a swap of %d and %d that differ by %d is not found", i, j, v)
				}
			}
		}
	}
}

func TestParseCodeAsTyped(t *testing.T) {
	t.Parallel()
	for _, code := range someCodes(t, 200) {
		printed := code.String()
		if len(printed) != 21 {
			t.Fatal(printed)
		}
		for _, typed := range []string{printed, strings.ToLower(printed), strings.ReplaceAll(printed, "-", ""), strings.ReplaceAll(printed, "-", " – "),
			strings.ReplaceAll(printed, "0", "o"), strings.NewReplacer("0", "O", "1", "l").Replace(printed), strings.ReplaceAll(printed, "1", "I") + "\n"} {
			if got, err := ParseCode(typed); err != nil || got != code {
				t.Errorf("%q: %v, %v", typed, got, err)
			}
		}
	}
}

func TestParseCodeSaysWhere(t *testing.T) {
	t.Parallel()
	printed := Code{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}.String()
	fours := strings.Split(printed, "-")
	in := func(i int, other string) string {
		changed := append([]string{}, fours...)
		changed[i] = other
		return strings.Join(changed, "-")
	}
	for typed, want := range map[string]string{
		in(2, "9U2T"): "group 3 has a character that no code has", in(1, "0ZX"): "group 2 has 3 characters where the paper has 4",
		in(0, "ÄÖÜß"): "group 1 has a character", strings.Join(fours[:4], "-"): "the last character, which stands by itself, is missing",
		strings.ReplaceAll(printed, "-", "")[1:]: "is missing", "": "it has 0 characters", "7Q3M": "it has 4 characters", strings.Repeat("A", 500): "far too long",
		fours[1] + "-" + fours[0] + "-" + strings.Join(fours[2:], "-"): "compare each group with the paper",
	} {
		_, err := ParseCode(typed)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", typed, err, want)
		}
		if err != nil && len(typed) > 4 && strings.Contains(err.Error(), typed[:5]) {
			t.Errorf("the error repeats the code: %v", err)
		}
	}
}

// TestStretch pins what is printed on paper: a change of it would leave every copy without its line.
func TestStretch(t *testing.T) {
	t.Parallel()
	code := Code{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	if got := code.String(); got != "0410-6105-0R3G-G28A-B" {
		t.Error(got)
	}
	one, other := code.Stretch("trial.sallyport.invalid/hub"), code.Stretch("trial.sallyport.invalid/us-oh.franklin")
	if got := fmt.Sprintf("%x %x", one.Salt, one.Lookup); got !=
		"641ed17e2d0879c2556f0c67aef20f69b7d582ff918edded946e461244e69dc3 b014facf3638ee6bc461348c901b03577a861410dac67a668e1630fb6f53410a" {
		t.Error(got)
	}
	if one.Salt == other.Salt || one.Lookup == other.Lookup || one.Salt == one.Lookup {
		t.Error("the same for two uses or logs")
	}
}

func BenchmarkStretch(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Code{}.Stretch("trial.sallyport.invalid/hub")
	}
}

func FuzzParseCode(f *testing.F) {
	for _, code := range someCodes(f, 3) {
		f.Add(code.String())
	}
	for _, typed := range []string{"", "-", "7q3m 0zxk 9r2t hb5w k", "ОООО-ОООО", "\xff\xfe"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		code, err := ParseCode(typed)
		if err != nil {
			return
		}
		if again, err := ParseCode(code.String()); err != nil || again != code {
			t.Errorf("%q: %s: %v", typed, code, err)
		}
	})
}
