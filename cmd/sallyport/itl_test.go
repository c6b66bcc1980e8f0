package main

import (
	"bytes"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sallyport/itl"
	"sallyport/itl/ebts"
	"sallyport/itl/itltest"
)

// card writes a small criminal ten-print of an invented person and returns its path.
func card(t *testing.T) string {
	t.Helper()
	thumb, err := ebts.NewPrint(1, true, image.NewGray(image.Rect(0, 0, 64, 48)))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "card.eft")
	if err := os.WriteFile(path, cardWith(t, thumb), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// cardWith is a criminal ten-print of an invented person with these prints.
func cardWith(t *testing.T, prints ...ebts.Print) []byte {
	t.Helper()
	on := time.Date(2015, 7, 2, 0, 0, 0, 0, time.UTC)
	tx, err := ebts.CAR{
		Control: ebts.Control{TCN: "ALDER2015070200017", DAI: "WVIAFIS0Z", ORI: "XX0001000", Date: on},
		CRI:     []string{"XX0001099"},
		Person: ebts.Person{Name: "NOBODY,IDA", Birth: []string{"19900101"}, POB: "XX", Sex: "F", Race: "U",
			HGT: "505", WGT: "140", Eyes: "BRO", Hair: "BLK"},
		Arrest: on, Charges: []ebts.Charge{{Date: on, Offense: "TRESPASS"}}, Prints: prints,
	}.Transaction()
	if err != nil {
		t.Fatal(err)
	}
	return tx.Append(nil)
}

// TestITLCommands runs each command on the card and on what is wrong with it.
func TestITLCommands(t *testing.T) {
	good := card(t)
	dir := filepath.Dir(good)
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cut := write("cut.eft", data[:len(data)-40])
	tail := write("tail.eft", append(bytes.Clone(data), "\r\n"...))
	nameless := write("nameless.eft", bytes.Replace(data, []byte("2.018:"), []byte("2.918:"), 1))
	noisy := bytes.Clone(data)
	noisy[len(noisy)-1] = 0 // half of the image's last marker
	broken := write("broken.eft", noisy)
	other := write("other.txt", []byte("root:x:0:0"))
	two := write("two.eft", append(bytes.Replace(data, []byte("2.018:"), []byte("2.918:"), 1), "\r\n"...))
	pictures := write("pictures.eft", itltest.Pictures())
	tx, err := itl.Parse(itltest.Pictures())
	if err != nil {
		t.Fatal(err)
	}
	slap, _ := tx.Records[4].Image()
	jp2 := write("slap.jp2", slap.Data)
	tests := []struct {
		args   []string
		status int
		out    string // part of standard output
		err    string // part of standard error
	}{
		{[]string{"itl", "show", good}, 0, "  2.018     NOBODY,IDA\n", ""},
		{[]string{"itl", "show", "--json", good}, 0, `"type":2,"idc":0,"offset":169,"length":`, ""},
		{[]string{"itl", "show", "--json", good}, 0, `{"tag":"4.004","items":[["1","255","255","255","255","255"]]}`, ""},
		{[]string{"itl", "show", "--json", good}, 0, `"format":"wsq","width":64,"height":48}`, ""},
		{[]string{"itl", "show", cut}, 2, "", "cut.eft:@348: record 3 4.001 E0004: LEN says"},
		{[]string{"itl", "check", good}, 0, "(note)", ""},
		{[]string{"itl", "check", cut}, 1, "    here: 00 00 ", ""},
		{[]string{"itl", "check", cut}, 1, "    why:  what was cut off cannot be recovered", ""},
		{[]string{"itl", "check", tail}, 1, "    here: ␍␊\n", ""},
		{[]string{"itl", "check", nameless}, 1, "nameless.eft: 1 findings, 0 of them repaired\n", ""},
		{[]string{"itl", "check", two}, 1, "two.eft: 2 findings, 0 of them repaired\n", ""},
		{[]string{"itl", "check", "--lenient", two}, 1, "two.eft: 2 findings, 1 of them repaired\n", ""},
		{[]string{"wsq", "decode", jp2, filepath.Join(dir, "x.png")}, 2, "", "slap.jp2:@0: picture: is JPEG 2000, 1600x1500, 8 bits, 1000 ppi, whose pixels are not decoded here"},
		{[]string{"itl", "show", pictures}, 0, "jp2 image 1600x1500, 8 bits, 1000 ppi", ""},
		{[]string{"itl", "images", pictures, "--out", filepath.Join(dir, "formats")}, 0, "05-t14-f13.jp2\n", "pictures.eft: record 5: jp2 pixels are not decoded here"},
		{[]string{"itl", "check", pictures}, 0, "pictures.eft: unchecked: 1.013 does not declare EBTS", ""},
		{[]string{"itl", "check", "--json", good}, 0, `{"repairs":[],"findings":[],"notes":[{"kind":"finger-lacking","offset":21,"record":1,"field":"1.003","code":"E0006",`, ""},
		{[]string{"itl", "check", cut}, 1, "cut.eft:@348: record 3 4.001 E0004: LEN says", ""},
		{[]string{"itl", "check", tail}, 1, "E0004: 2 line-end or padding bytes", ""},
		{[]string{"itl", "check", "--lenient", tail}, 1, "(repaired)", ""},
		{[]string{"itl", "check", "--json", nameless}, 1, `"field":"2.018","code":"E0001","problem":"mandatory field NAM is missing","why":"a receiver refuses`, ""},
		{[]string{"itl", "check", broken}, 1, "record 3 4.009 L0009: WSQ ", ""},
		{[]string{"itl", "check", good + "x"}, 2, "", "card.eftx:@0: file: no such file or directory; name a file that can be read\n"},
		{[]string{"itl", "from-xml", good + "x", cut}, 2, "", "card.eftx:@0: file: no such file or directory; name"},
		{[]string{"wsq", "decode", dir, filepath.Join(dir, "x.png")}, 2, "", ":@0: file: is a directory; name"},
		{[]string{"itl", "check", other}, 2, "", "other.txt:@0: 1.001 E0005: does not begin with a Type-1 record"},
		{[]string{"itl", "rewrite", good, filepath.Join(dir, "copy.eft")}, 0, "", ""},
		{[]string{"itl", "rewrite", "--normalize", good, filepath.Join(dir, "normal.eft")}, 0, "", ""},
		{[]string{"itl", "images", good, "--out", filepath.Join(dir, "images")}, 0, "03-t4-f01.wsq\n", ""},
		{[]string{"wsq", "decode", filepath.Join(dir, "images/03-t4-f01.wsq"), filepath.Join(dir, "thumb.png")}, 0, "", ""},
		{[]string{"wsq", "encode", filepath.Join(dir, "thumb.png"), filepath.Join(dir, "thumb.wsq"), "--bpp", "2.25"}, 0, "", ""},
		{[]string{"wsq", "decode", filepath.Join(dir, "thumb.wsq"), filepath.Join(dir, "thumb.pgm")}, 0, "", ""},
		{[]string{"wsq", "decode", good, filepath.Join(dir, "x.png")}, 2, "", "card.eft:@0: WSQ SOI"},
		{[]string{"wsq", "decode", filepath.Join(dir, "thumb.wsq"), filepath.Join(dir, "x.gif")}, 2, "", "name it .pgm or .png"},
		{[]string{"wsq", "encode", filepath.Join(dir, "thumb.png"), filepath.Join(dir, "x.wsq"), "--bpp", "99"}, 2, "", "must be from 0.01 to 8"},
	}
	for _, test := range tests {
		var out, errOut bytes.Buffer
		status := run(test.args, streams{in: strings.NewReader(""), out: &out, err: &errOut})
		if status != test.status || !strings.Contains(out.String(), test.out) || !strings.Contains(errOut.String(), test.err) {
			t.Errorf("%v: status %d, out %q, err %q; want %d, %q, %q", test.args, status, out.String(), errOut.String(), test.status, test.out, test.err)
		}
	}
	for _, name := range []string{"copy.eft", "normal.eft"} {
		if copied, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Equal(copied, data) {
			t.Errorf("%s differs from the card: %v", name, err)
		}
	}
	pgm, err := os.ReadFile(filepath.Join(dir, "thumb.pgm"))
	if err != nil || !bytes.Equal(pgm, append([]byte("P5\n64 48\n255\n"), make([]byte, 64*48)...)) {
		t.Errorf("the black thumb came back as %d bytes, %v", len(pgm), err)
	}
}
