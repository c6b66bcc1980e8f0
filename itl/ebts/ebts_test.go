package ebts

import (
	"image"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport/itl"
	"sallyport/itl/conform"
)

// ridges stands for a print: nobody's.
func ridges(width, height, seed int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			r := math.Hypot(float64(x-width/2), float64(y-height/3-seed))
			img.Pix[y*img.Stride+x] = uint8(140 + 90*math.Sin(2*math.Pi*r/9))
		}
	}
	return img
}

// bare is a booking without prints.
func bare() CAR {
	on := time.Date(2015, 7, 2, 0, 0, 0, 0, time.UTC)
	return CAR{
		Control: Control{TCN: "ALDER2015070200017", DAI: "WVIAFIS0Z", ORI: "XX0001000", Date: on, Priority: 4},
		CRI:     []string{"XX0001099"},
		Person: Person{Name: "NOBODY,IDA", Birth: []string{"19900101"}, POB: "XX", Sex: "F", Race: "U", HGT: "505",
			WGT: "140", Eyes: "BRO", Hair: "BLK"},
		Arrest:  on,
		Charges: []Charge{{on, "TRESPASS"}},
		Missing: []Missing{{Finger: 8, Reason: "XX"}, {Finger: 9, Reason: "UP"}},
	}
}

func booking(t testing.TB) CAR {
	t.Helper()
	car := bare()
	for _, finger := range []int{1, 2, 3, 4, 5, 6, 7, 10} {
		p, err := NewPrint(finger, true, ridges(200, 250, finger))
		if err != nil {
			t.Fatal(err)
		}
		car.Prints = append(car.Prints, p)
	}
	return car
}

// TestCARThereAndBack builds, writes, parses and reads a submission.
func TestCARThereAndBack(t *testing.T) {
	car := booking(t)
	tx, err := car.Transaction()
	if err != nil {
		t.Fatal(err)
	}
	read, err := itl.Parse(tx.Append(nil))
	if err != nil {
		t.Fatal(err)
	}
	if found := append(conform.Check(read), Check(read)...); len(found) > 0 {
		t.Errorf("findings: %v", found)
	}
	got, err := ParseCAR(read)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(car, got); diff != "" {
		t.Errorf("CAR (-built +read):\n%s", diff)
	}
	if p, ok := got.Print(3); !ok || p.Finger != 3 {
		t.Errorf("Print(3) = %v, %v", p.Finger, ok)
	}
}

func TestAnswersThereAndBack(t *testing.T) {
	control := Control{TCN: "HUB000000000000000001", TCR: "ALDER2015070200017", DAI: "XX0001000", ORI: "WVIAFIS0Z",
		Date: time.Date(2015, 7, 2, 0, 0, 0, 0, time.UTC)}
	sre := SRE{Control: control, Result: "N", Name: "NOBODY,IDA", CRI: []string{"XX0001099"}}
	tx, err := sre.Transaction()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ParseSRE(tx); err != nil || !cmp.Equal(sre, got) {
		t.Errorf("SRE: %v\n%s", err, cmp.Diff(sre, got))
	}
	errt := ERRT{Control: control, Messages: []string{"L0008 - THE QUALITY OF THE CHARACTERISTICS IS TOO LOW"}}
	if tx, err = errt.Transaction(); err != nil {
		t.Fatal(err)
	}
	if got, err := ParseERRT(tx); err != nil || !cmp.Equal(errt, got) {
		t.Errorf("ERRT: %v\n%s", err, cmp.Diff(errt, got))
	}
	if _, err := ParseCAR(tx); err == nil {
		t.Error("an ERRT was read as a CAR")
	}
}

// TestCARRefusals takes one thing away, or adds one too many, at a time.
func TestCARRefusals(t *testing.T) {
	tests := []struct {
		name   string
		change func(*CAR)
		want   string
	}{
		{"no name", func(c *CAR) { c.Person.Name = "" }, "2.018 E0001: mandatory field NAM is missing"},
		{"no agency", func(c *CAR) { c.CRI = nil }, "2.073 E0001"},
		{"four agencies", func(c *CAR) { c.CRI = strings.Fields("A B C D") }, "2.073 E0003: field CRI has 4 values"},
		{"no charge", func(c *CAR) { c.Charges = nil }, "2.047 E0001"},
		{"short TCN", func(c *CAR) { c.TCN = "17" }, "1.009 E0002"},
		{"finger twice", func(c *CAR) { c.Prints[1].Finger = 1 }, "4.004 L0059"},
		{"finger 15", func(c *CAR) { c.Prints[0].Finger = 15 }, "must be 1 to 14"},
		{"not WSQ", func(c *CAR) { c.Prints[0].WSQ = []byte("raw") }, "finger 1: @0: WSQ SOI"},
		{"separator in text", func(c *CAR) { c.Person.Name = "A\x1cB" }, "control character 1C"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			car := booking(t)
			test.change(&car)
			_, err := car.Transaction()
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %q, want it to say %q", err, test.want)
			}
		})
	}
}

func TestTableHasEveryTOT(t *testing.T) {
	all := profiles()
	if len(all) != 96 {
		t.Errorf("%d types of transaction, want 96", len(all))
	}
	if got := all["CAR"].records[14].most; got != 46 {
		t.Errorf("a CAR may have %d Type-14 records, want 46", got)
	}
	if got := all["SRE"].fields[60].most; got != 11 { // two services: the wider of the two
		t.Errorf("an SRE may have %d messages, want 11", got)
	}
}

func TestUnknownTOT(t *testing.T) {
	first := Control{}.record("NOPE", false)
	if found := Check(itl.New(first)); len(found) != 1 || found[0].Field != "1.004" {
		t.Errorf("findings %v, want one about 1.004", found)
	}
}

func FuzzParse(f *testing.F) {
	tx, err := booking(f).Transaction()
	if err != nil {
		f.Fatal(err)
	}
	tx.Records = tx.Records[:4]
	f.Add(itl.New(tx.Records[0], tx.Records[1:]...).Append(nil))
	f.Fuzz(func(t *testing.T, data []byte) {
		tx, _, err := itl.ParseLenient(data)
		if err != nil {
			return
		}
		Check(tx)
		Unchecked(tx)
		if car, err := ParseCAR(tx); err == nil {
			car.Print(1)
		}
		_, _ = ParseSRE(tx)
		_, _ = ParseERRT(tx)
	})
}
