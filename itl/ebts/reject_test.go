package ebts

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport/itl"
	"sallyport/itl/conform"
)

// own is what the hub puts into an answer.
var own = Control{TCN: "HUB000000000000000001", ORI: "WVIAFIS0Z", Date: time.Date(2015, 7, 2, 0, 0, 0, 0, time.UTC)}

func sent(t testing.TB, change func(*CAR)) []byte {
	t.Helper()
	car := booking(t)
	car.OCA = "15-0417"
	change(&car)
	tx, err := car.Transaction()
	if err != nil {
		t.Fatal(err)
	}
	return tx.Append(nil)
}

// TestRejectCutOff rejects a file that ends within each of its bytes: from the two numbers on that an answer needs there is
// one, and it complies.
func TestRejectCutOff(t *testing.T) {
	whole := sent(t, func(*CAR) {})
	answered := 0
	for n := range len(whole) / 4 {
		data := whole[:n]
		_, why := itl.Parse(data)
		if why == nil {
			t.Fatalf("%d of %d bytes were read", n, len(whole))
		}
		tx, err := Reject(data, why, own)
		if err != nil {
			if answered > 0 {
				t.Fatalf("%d bytes: %v, and fewer were answered", n, err)
			}
			continue
		}
		answered++
		got, err := ParseERRT(tx)
		if err != nil || got.TCR != "ALDER2015070200017" || got.DAI != "XX0001000" || got.TCN != own.TCN || got.ORI != own.ORI {
			t.Fatalf("%d bytes: %v: %+v", n, err, got)
		}
		read, err := itl.Parse(tx.Append(nil))
		if err != nil {
			t.Fatal(err)
		}
		if found := append(conform.Check(read), Check(read)...); len(found) > 0 {
			t.Fatalf("%d bytes: %v", n, found)
		}
	}
	if answered == 0 {
		t.Error("nothing was answered")
	}
}

func TestRejectEchoes(t *testing.T) {
	data := sent(t, func(c *CAR) { c.CRI = []string{"XX0001099", "XX0002099"} })
	tx, err := Reject(data, errors.New("no"), own)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseERRT(tx)
	want := ERRT{Control: own, Messages: []string{"L0013 - no"}, CRI: []string{"XX0001099", "XX0002099"}, OCA: "15-0417"}
	want.TCR, want.DAI = "ALDER2015070200017", "XX0001000"
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// TestRejectNothingToAnswer rejects what no transaction can answer.
func TestRejectNothingToAnswer(t *testing.T) {
	whole := string(sent(t, func(*CAR) {}))
	for name, test := range map[string]struct{ data, want string }{
		"empty":       {"", "1.009: no control number"},
		"no ITL":      {"<?xml version=\"1.0\"?>", "1.009: no control number"},
		"short TCN":   {strings.Replace(whole, "ALDER2015070200017", "17", 1), "1.009: no control number"},
		"TCN, spaces": {strings.Replace(whole, "ALDER2015070200017", "ALDER 2015 0700017", 1), "1.009: no control number"},
		"no agency":   {strings.Replace(whole, "1.008:XX0001000", "1.008:", 1), "1.008: no agency"},
	} {
		if _, err := Reject([]byte(test.data), errors.New("no"), own); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want it to say %q", name, err, test.want)
		}
	}
}

func TestMessages(t *testing.T) {
	finding := itl.Found(itl.KindLength, 17, 2, "2.001", "LEN is 5", "recompute it")
	many := make([]error, 30)
	for i := range many {
		many[i] = fmt.Errorf("finger %d: no", i)
	}
	tests := []struct {
		name string
		why  error
		want []string
	}{
		{"finding", fmt.Errorf("a.eft: %w", &finding), []string{"E0004 - a.eft: @17: record 2 2.001 E0004: LEN is 5; recompute it"}},
		{"about a field", errors.New(`@93: 1.009: control number of 2 characters; give it 10 to 40`),
			[]string{"E0002 - @93: 1.009: control number of 2 characters; give it 10 to 40"}},
		{"names a code", errors.New("L0008: too faint"), []string{"L0008 - L0008: too faint"}},
		{"joined", errors.Join(&finding, errors.Join(errors.New("b"))), []string{"E0004 - @17: record 2 2.001 E0004: LEN is 5; recompute it", "L0013 - b"}},
		{"characters", errors.New("a\x1cb\x1e \n“c”…"), []string{"L0013 - a b c ..."}},
		{"long", errors.New(strings.Repeat("a", 400)), []string{"L0013 - " + strings.Repeat("a", 292)}},
		{"many", errors.Join(many...), append(Messages(errors.Join(many[:10]...)), "L0013 - 20 more, which are not listed")},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, Messages(test.why)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestAnswer answers a submission, and says no more of it than the template asks for.
func TestAnswer(t *testing.T) {
	for _, result := range []string{NonIdentification, Pending} {
		tx, err := booking(t).Answer(result, own).Transaction()
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseSRE(tx)
		want := SRE{Control: own, Result: result, Name: "NOBODY,IDA", CRI: []string{"XX0001099"}}
		want.TCR, want.DAI = "ALDER2015070200017", "XX0001000"
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		if n := len(tx.Records[1].Fields); n != 5 { // LEN, IDC, NAM, SRF, CRI: what the template makes mandatory
			t.Errorf("%d fields in Type-2, want 5", n)
		}
	}
}

// FuzzReject answers anything that is sent, for any reason: with a transaction that complies, or with an error.
func FuzzReject(f *testing.F) {
	f.Add(sent(f, func(*CAR) {}), "no")
	f.Add([]byte("1.001:1\x1d1.008:XX0001000\x1d1.009:ALDER2015070200017\x1c2.073:A\x1eXX0001099"), "@7: 2.073 E0001: \xff")
	f.Fuzz(func(t *testing.T, data []byte, why string) {
		tx, err := Reject(data, errors.New(why), own)
		if err != nil && !strings.HasPrefix(err.Error(), "1.00") {
			t.Fatal(err)
		}
		if err == nil {
			if _, err := itl.Parse(tx.Append(nil)); err != nil {
				t.Fatal(err)
			}
		}
	})
}
