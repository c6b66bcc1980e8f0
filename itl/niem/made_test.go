package niem_test

import (
	"bytes"
	"image"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport/itl"
	"sallyport/itl/ebts"
	"sallyport/itl/niem"
)

// card is a criminal ten-print of an invented person, with one small print.
func card(t testing.TB) *itl.Transaction {
	t.Helper()
	on := time.Date(2015, 7, 2, 0, 0, 0, 0, time.UTC)
	img := image.NewGray(image.Rect(0, 0, 64, 48))
	for i := range img.Pix {
		img.Pix[i] = uint8(i % 64 / 8 * 32)
	}
	print, err := ebts.NewPrint(1, true, img)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := ebts.CAR{
		Control: ebts.Control{TCN: "ALDER2015070200017", DAI: "WVIAFIS0Z", ORI: "XX0001000", Date: on, Priority: 4},
		CRI:     []string{"XX0001099", "XX0002099"},
		OCA:     "B 15/0017",
		Person: ebts.Person{Name: "NOBODY,IDA MAY", Birth: []string{"19900101", "19910101"}, POB: "XX", Sex: "F", Race: "U",
			HGT: "505", WGT: "140", Eyes: "BRO", Hair: "BLK"},
		Arrest:  on,
		Charges: []ebts.Charge{{Date: on, Offense: "TRESPASS & AFFRAY"}, {Date: on, Offense: "LITTERING"}},
		Prints:  []ebts.Print{print},
		Missing: []ebts.Missing{{Finger: 9, Reason: "XX"}},
	}.Transaction()
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

// written is the package that a transaction makes.
func written(t testing.TB, tx *itl.Transaction) string {
	t.Helper()
	var out strings.Builder
	if err := niem.Write(&out, tx); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestCard holds the package of a CAR to its golden, which the schemas of EBTS 10.0 accept.
func TestCard(t *testing.T) {
	got := written(t, card(t))
	const golden = "testdata/car.xml"
	if os.Getenv("SALLYPORT_UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(got, "TraditionalFields") {
		t.Error("a CAR needs the extension")
	}
}

// odd are transactions that no element can hold as they stand.
func odd(t testing.TB) map[string]*itl.Transaction {
	t.Helper()
	made := map[string]*itl.Transaction{"card": card(t)}
	add := func(name string, change func(first, second *itl.Record) []itl.Record) {
		tx := card(t)
		first, second := tx.Records[0], tx.Records[1]
		others := change(&first, &second)
		made[name] = itl.New(first, append([]itl.Record{second}, others...)...)
	}
	add("unknown fields", func(_, second *itl.Record) []itl.Record {
		second.SetText(3999, "of our own")
		second.Set(3998, []string{"a", "", "c"}, []string{""}, []string{"d"})
		return nil
	})
	add("white space", func(_, second *itl.Record) []itl.Record {
		second.SetText(6, " ATTENTION\r\n\tDESK ")
		return nil
	})
	add("no text", func(_, second *itl.Record) []itl.Record {
		second.SetText(6, "\x00\x01\xff")
		second.SetText(88, "caf\xe9")
		second.SetText(71, "\ufffe")
		second.SetText(80, "<&>\"']]>")
		return nil
	})
	add("empty", func(_, second *itl.Record) []itl.Record {
		second.SetText(6, "")
		second.Set(62, []string{"FP"}, []string{""})
		second.Set(67, []string{"", "MODEL", ""})
		return nil
	})
	add("values that do not convert", func(first, second *itl.Record) []itl.Record {
		first.SetText(5, "20151301")
		first.SetText(14, "yesterday")
		first.SetText(2, "0500A")
		second.SetText(5, "MAYBE")
		second.SetText(18, "NOBODY")
		second.SetText(22, "1990")
		second.SetText(23, "1")
		return nil
	})
	add("other domain", func(first, _ *itl.Record) []itl.Record {
		first.Set(13, []string{"ELSEWHERE", "1"})
		return nil
	})
	add("records without elements", func(_, _ *itl.Record) []itl.Record {
		var all []itl.Record
		for i, recordType := range []int{11, 12, 18, 20, 21, 22, 77} {
			r := itl.NewRecord(recordType, 10+i)
			r.SetText(4, "XX0001000")
			r.SetData([]byte{0, itl.FS, itl.GS, itl.RS, itl.US, 255})
			all = append(all, r)
		}
		return all
	})
	add("every tagged type, all fields", func(_, _ *itl.Record) []itl.Record {
		var all []itl.Record
		for _, recordType := range []int{9, 10, 13, 14, 15, 16, 17, 19, 98, 99} {
			all = append(all, filled(recordType))
		}
		return all
	})
	return made
}

// filled is a record with three subfields of four items in every field up to 905.
func filled(recordType int) itl.Record {
	r := itl.NewRecord(recordType, 3)
	for number := 3; number <= 905; number++ {
		r.Set(number, []string{"1", "22", "333", "4"}, []string{"5"}, []string{"6", "7"})
	}
	if recordType >= 10 {
		r.SetData([]byte("image"))
	}
	return r
}

// TestNothingLost writes odd transactions and reads them back, byte for byte.
func TestNothingLost(t *testing.T) {
	for name, tx := range odd(t) {
		checkRound(t, name, tx.Append(nil))
	}
	for name, edit := range map[string][2]string{
		"two-digit tags":  {"1.003:", "1.03:"},
		"four-digit tags": {"2.018:", "2.0018:"},
		"padded length":   {"2.001:2", "2.001:02"},
	} {
		data := bytes.Replace(card(t).Append(nil), []byte(edit[0]), []byte(edit[1]), 1)
		tx, _, err := itl.ParseLenient(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		checkRound(t, name, tx.Append(nil))
	}
}

func checkRound(t *testing.T, name string, data []byte) {
	t.Helper()
	tx, err := itl.Parse(data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, edition := range []niem.Edition{niem.ITL2011, niem.ITL2008} {
		var out bytes.Buffer
		if err := niem.WriteEdition(&out, tx, edition); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		back, err := niem.Read(&out)
		if err != nil {
			t.Errorf("%s: %v: %v", name, edition, err)
			continue
		}
		if got := back.Append(nil); !bytes.Equal(got, data) {
			t.Errorf("%s: %v: came back as %q, was %q", name, edition, got, data)
		}
	}
}

// TestOrder keeps the order of fields, and fields that occur twice.
func TestOrder(t *testing.T) {
	tx := card(t)
	second := &tx.Records[1]
	second.Fields[3], second.Fields[5] = second.Fields[5], second.Fields[3]
	second.Fields = append(second.Fields, itl.Field{Number: 18, Value: []byte("TWICE,IDA")}, itl.Field{Number: 1, Value: []byte("0")})
	checkRound(t, "order", tx.Append(nil))
}

// TestMemory reads a large image without holding it twice.
func TestMemory(t *testing.T) {
	const size = 32 << 20
	tx := card(t)
	r := itl.NewRecord(14, 2)
	r.SetData(bytes.Repeat([]byte("image..."), size/8))
	tx = itl.New(tx.Records[0], tx.Records[1], tx.Records[2], r)
	text := written(t, tx)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := niem.Read(strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > size+size/16 {
		t.Errorf("%d bytes allocated for an image of %d", got, size)
	}
}
