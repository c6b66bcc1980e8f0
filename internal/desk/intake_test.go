package desk

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"sallyport/casework"
	"sallyport/fingerprint/synth"
	"sallyport/itl"
	"sallyport/itl/ebts"
)

// transaction is a booking with prints of the given fingers and the remarks on those that are missing.
func transaction(t testing.TB, missing []ebts.Missing, fingers ...int) *itl.Transaction {
	t.Helper()
	c := ebts.CAR{
		Control: ebts.Control{TCN: "TRIAL-2015-000009", DAI: "WVHUBTRY1", ORI: "OHFRTRY01", Date: morning, Priority: 4},
		Retain:  true, CRI: []string{"OHFRTRY01"}, Arrest: morning, Charges: []ebts.Charge{{Date: morning, Offense: "ORC 2913.02"}},
		Person:  ebts.Person{Name: "BODY,NO", Birth: []string{"19900101"}, POB: "XX", Sex: "X", Race: "U", HGT: "000", WGT: "000", Eyes: "XXX", Hair: "XXX"},
		Missing: missing,
	}
	for _, finger := range fingers {
		print, err := ebts.NewPrint(finger, true, synth.NewPerson(1, 0).Finger(finger).Impression(0))
		must(t, err)
		c.Prints = append(c.Prints, print)
	}
	made, err := c.Transaction()
	must(t, err)
	return made
}

var allFingers = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}

func TestReceiveTakesATransactionOnce(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	data := transaction(t, nil, allFingers...).Append(nil)
	id, fresh, err := d.Receive(t.Context(), "a.eft", data, morning)
	if err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	again, fresh, err := d.Receive(t.Context(), "a.eft", data, minutes(5))
	if err != nil || fresh || again != id {
		t.Error(again, fresh, err)
	}
	records, err := d.Records(t.Context())
	must(t, err)
	if len(records) != 2 { // this one, and the one of newPair
		t.Errorf("%d submissions", len(records))
	}
}

func TestReceiveTakesMissingFingersThatAreNoted(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	data := transaction(t, []ebts.Missing{{Finger: 10, Reason: "XX"}}, allFingers[:9]...).Append(nil)
	if _, fresh, err := d.Receive(t.Context(), "a.eft", data, morning); err != nil || !fresh {
		t.Error(fresh, err)
	}
}

// TestPrintsThatCannotBeReadEndTheSubmission: images are read after the jail has its acknowledgement.
func TestPrintsThatCannotBeReadEndTheSubmission(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	broken := transaction(t, nil, allFingers...).Append(nil)
	broken = append(broken[:len(broken)-2000], make([]byte, 2000)...)
	id, _, err := d.Receive(t.Context(), "a.eft", broken, morning)
	must(t, err)
	must(t, d.Search(t.Context(), id, minutes(1)))
	records, err := d.Records(t.Context())
	must(t, err)
	for _, r := range records {
		if state := r.Submission.State; r.Submission.ID == id && (state.Stage != casework.Ended || state.Reason != casework.Unreadable) {
			t.Error(state)
		}
	}
}

// TestMalformedTransactionsLeaveNothing sends what a jail should not: each is one clear line, and nothing is kept.
func TestMalformedTransactionsLeaveNothing(t *testing.T) {
	t.Parallel()
	whole := transaction(t, nil, 1, 2).Append(nil)
	header := func(number int, value string) []byte {
		made := transaction(t, nil, 1)
		made.Records[0].SetText(number, value)
		return made.Append(nil)
	}
	twice := transaction(t, nil, 1, 2)
	twice.Records[3].Binary[6] = 1
	lied := bytes.Replace(whole, []byte("2.001:"), []byte("2.001:9"), 1)
	read, err := itl.Parse(bytes.Clone(whole))
	must(t, err)
	short := bytes.Clone(whole)
	binary.BigEndian.PutUint32(short[read.Records[3].Offset:], 20)
	for name, data := range map[string][]byte{
		"empty":                   nil,
		"not a transaction":       []byte("name;born\nsomebody;1980\n"),
		"cut in the header":       whole[:40],
		"cut in an image":         whole[:len(whole)-1000],
		"without its last byte":   whole[:len(whole)-1],
		"a LEN that lies":         lied,
		"a binary LEN that lies":  short,
		"applicant, not criminal": header(4, "NFUF"),
		"control number short":    header(9, "T-1"),
		"unknown agency":          header(8, "XX0000000"),
		"two prints of ten":       whole,
		"a finger twice":          twice.Append(nil),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newPair(t)
			_, _, err := d.Receive(t.Context(), "a.eft", data, morning)
			malformed, ok := errors.AsType[*Malformed](err)
			if !ok || !strings.HasPrefix(malformed.Error(), "a.eft: @") || strings.Contains(malformed.Error(), "\n") {
				t.Errorf("%v", err)
			}
			records, err := d.Records(t.Context())
			must(t, err)
			if len(records) != 1 {
				t.Error("something of it was kept")
			}
			t.Log(malformed)
		})
	}
}
