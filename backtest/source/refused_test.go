package source_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"sallyport"
	"sallyport/backtest/source"
)

const fyHead = "Prepare Date,Detainer Type,Detainer Detention Facility,State,City,Detainer Lift Reason\n"

// fyRow is a good row of the FY2015 file.
const fyRow = "2015-05-08,I247 - Immigration Detainer,COOK COUNTY JAIL,ILLINOIS,CHICAGO,\n"

func gzipped(t testing.TB, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func utf16(s string) []byte {
	b := []byte{0xff, 0xfe}
	for _, r := range s {
		b = append(b, byte(r), 0)
	}
	return b
}

// TestRefused: each file is refused by one line that says what is wrong.
func TestRefused(t *testing.T) {
	good := []byte(fyHead + strings.Repeat(fyRow, 300))
	packed := gzipped(t, good)
	for _, test := range []struct {
		name string
		file []byte
		how  source.How
		want string
		rows int // read before it
	}{
		{"nothing", nil, source.How{}, "file:1: empty", 0},
		{"UTF-16", utf16(string(good)), source.How{}, "file:1: UTF-16; save it as UTF-8, for example with: iconv -f UTF-16 -t UTF-8", 0},
		{"UTF-16 without a mark", utf16(string(good))[2:], source.How{}, "file@1: a zero byte: not text, or UTF-16; save it as UTF-8", 0},
		{"another file", []byte("a,b,c\n1,2,3\n"), source.How{Format: source.FY2015},
			"file:1: no column prepare_date, detainer_type, detainer_detention_facility, state, city, detainer_lift_reason; the columns are a, b, c", 0},
		{"a column missing", []byte(strings.Replace(string(good), "Prepare Date,", "", 1)), source.How{Format: source.FY2015},
			"file:1: no column prepare_date; the columns are Detainer Type, Detainer Detention Facility, State, City, Detainer Lift Reason", 0},
		{"semicolons", []byte(strings.ReplaceAll(string(good), ",", ";")), source.How{Format: source.FY2015},
			"file:1: no column prepare_date, detainer_type, detainer_detention_facility, state, city, detainer_lift_reason; the columns are Prepare Date;Detainer Type;Detainer Detention Facility;State;City;Detainer Lift Reason (is the separator another than a comma?)", 0},
		{"a column twice", []byte(strings.Replace(string(good), "City", "State", 1) + "x"), source.How{Format: source.FY2015}, "file:1: column State: given twice", 0},
		{"given twice", []byte("City," + fyHead + "x," + fyRow), source.How{Format: source.FY2015}, "file:1: column City: given twice", 0},
		{"gzip cut short", packed[:len(packed)-9], source.How{}, "file: cut short: the gzip data ends after 22287 bytes of text", 0},
		{"gzip damaged", append(bytes.Clone(packed[:len(packed)-8]), 1, 2, 3, 4, 5, 6, 7, 8), source.How{}, "file: damaged after 22287 bytes of text: gzip: invalid checksum", 0},
		{"no gzip", []byte("\x1f\x8bnothing else"), source.How{}, "file: not gzip, though it begins so: gzip: invalid header", 0},
		{"a quote that never ends", []byte(fyHead + fyRow + "\"" + strings.Repeat(fyRow, 30_000)), source.How{}, "file:3: a record of more than 1048576 bytes; is a quote missing, or is this no CSV?", 1},
		{"a file of zeros", bytes.Repeat([]byte("0"), 3<<20), source.How{Format: source.FY2015}, "file:1: a record of more than 1048576 bytes; is a quote missing, or is this no CSV?", 0},
		{"too many columns", []byte(strings.Repeat("a,", 2000) + "\n"), source.How{Format: source.FY2015}, "file:1: 2001 columns; at most 1000 are read", 0},
		{"no such format", good, source.How{Format: "excel"}, `format "excel" is not cases, fy2015 or detainers`, 0},
		{"no such action", good, source.How{Action: "arrest"}, `action: "arrest" is not one of notify, hold, transfer, interview`, 0},
		{"no Parquet", []byte("PAR1 and nothing else"), source.How{}, "file: does not end as a Parquet file does; it may be cut short", 0},
		{"Parquet of requests", []byte("PAR1"), source.How{Format: source.FY2015}, "file: a Parquet file; only native cases are read from Parquet: --format cases", 0},
		{"no workbook", []byte("PK\x03\x04 and nothing else"), source.How{}, "file: not a workbook that can be read: zip: not a valid zip file", 0},
		{"a workbook of requests", []byte("PK\x03\x04"), source.How{Format: source.FY2015}, "file: a workbook or another archive; only the detainer file is read from XLSX: --format detainers", 0},
	} {
		rows := 0
		_, err := read(t, test.file, test.how, func(*source.Row, *sallyport.Case) { rows++ })
		if err == nil || err.Error() != test.want {
			t.Errorf("%s:\n got %v\nwant %s", test.name, err, test.want)
		}
		if rows < test.rows {
			t.Errorf("%s: %d rows before the error, want %d", test.name, rows, test.rows)
		}
	}
}

// TestListed: a row that cannot be read is listed with its line, and the others are read.
func TestListed(t *testing.T) {
	file := fyHead + fyRow +
		"2015-05-08,I247 - Immigration Detainer,COOK COUNTY JAIL,ILLINOIS\n" + // ragged
		",I247 - Immigration Detainer,COOK COUNTY JAIL,ILLINOIS,CHICAGO,\n" + // no day
		"08.05.2015,I247 - Immigration Detainer,COOK COUNTY JAIL,ILLINOIS,CHICAGO,\n" +
		"31/12/2015,I247 - Immigration Detainer,COOK COUNTY JAIL,ILLINOIS,CHICAGO,\n" + // no month
		"5/8/15,I247 - Immigration Detainer,COOK COUNTY JAIL,ILLINOIS,CHICAGO,\n" + // which century?
		"1215-06-15,I247 - Immigration Detainer,COOK COUNTY JAIL,ILLINOIS,CHICAGO,\n" +
		"2015-05-08,I247 - Immigration Detainer,COOK \"COUNTY\" JAIL,ILLINOIS,CHICAGO,\n" +
		"2015-05-08,I247 - Immigration Detainer,\"COOK COUNTY\" JAIL,ILLINOIS,CHICAGO,\n" +
		"2015-05-08,I247 - Immigration Detainer,CA\xd1ON CITY JAIL,COLORADO,CANON CITY,\n" + // Latin-1
		"2015-05-08,I247 - Immigration Detainer," + strings.Repeat("x", 70_000) + ",ILLINOIS,CHICAGO,\n" +
		"2015-05-08,I-9,COOK COUNTY JAIL,Transylvania,CHICAGO,\n" + // kept
		"5/8/2015,I247 - Immigration Detainer,COOK COUNTY JAIL,ILLINOIS,CHICAGO,\n"
	rows := 0
	problems, err := read(t, []byte(file), source.How{}, func(r *source.Row, c *sallyport.Case) {
		rows++
		if r.Line == 13 && (fact(c, "request.form") != "unknown" || c.Agency != "us") {
			t.Errorf("line 13: form %s, agency %s", fact(c, "request.form"), c.Agency)
		}
	})
	if err != nil || rows != 3 {
		t.Fatal(rows, err)
	}
	want := []string{
		"3: 4 cells; the heading has 6",
		"9: a quote inside a cell that does not begin with one; quote the whole cell",
		"10: a quoted cell does not end as one; write a quote inside it twice",
		"4: Prepare Date: blank; a request without a day cannot be judged",
		`5: Prepare Date: "08.05.2015" is not a date as in 2015-05-06 or 5/6/2015`,
		`6: Prepare Date: "31/12/2015" is not a date as in 2015-05-06 or 5/6/2015`,
		`7: Prepare Date: "5/8/15" is not a date as in 2015-05-06 or 5/6/2015`,
		`8: Prepare Date: "1215-06-15": years 1900 to 2200 are read`,
		`11: detainer_detention_facility: "CA?ON CITY JAIL" is not UTF-8; if the file is Latin-1: iconv -f LATIN1 -t UTF-8`,
		"12: detainer_detention_facility: a cell of 70000 bytes; at most 65536 are read",
		`kept: 13: Detainer Type: "I-9" names no form that is known`,
		`kept: 13: State: "Transylvania" is no state`,
	}
	if got := strings.Join(problems, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

// zeros is an endless file of one byte.
type zeros byte

func (z zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(z)
	}
	return len(p), nil
}

// TestMemory: a gigabyte of nothing, plain or packed, is refused with little memory, and so are files of nothing but problems. (What is packed is smaller: packing takes time.)
func TestMemory(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := io.Copy(w, io.LimitReader(zeros('0'), 64<<20)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	lines := func(line string) io.Reader { return io.LimitReader(&repeat{text: []byte(line)}, 4<<20) }
	for name, in := range map[string]io.Reader{
		"zero bytes":      io.LimitReader(zeros(0), 1<<30),
		"zeros":           io.LimitReader(zeros('0'), 1<<30),
		"zeros, packed":   &packed,
		"short lines":     lines("0\n"),
		"unread rows":     io.MultiReader(strings.NewReader(fyHead), lines("0\n")),
		"rows":            io.MultiReader(strings.NewReader(fyHead), lines(fyRow)),
		"lines of a case": io.MultiReader(strings.NewReader("{\"v\":1}\n"), io.LimitReader(lines("{\"v\":1,\"v\":2}\n"), 1<<20)),
	} {
		before, peak := heap(), uint64(0)
		s, err := source.Open(source.Input{Name: "file", Stream: in}, source.How{Places: places(t)})
		batches := 0
		if err == nil {
			err = source.Each(s, func(*source.Batch) error {
				if batches++; batches%50 == 0 {
					peak = max(peak, heap())
				}
				return nil
			})
		}
		if peak = max(peak, heap()); peak > before+40<<20 {
			t.Errorf("%s: %d MiB of memory (%v)", name, (peak-before)>>20, err)
		}
	}
}

// repeat is an endless file of one text.
type repeat struct {
	text []byte
	at   int
}

func (r *repeat) Read(p []byte) (int, error) {
	n := copy(p, r.text[r.at:])
	r.at = (r.at + n) % len(r.text)
	return n, nil
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}

// archive makes a workbook by hand, with a sheet of that XML.
func archive(t testing.TB, sheet func(io.Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	add := func(name string, write func(io.Writer)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		write(w)
	}
	text := func(s string) func(io.Writer) { return func(w io.Writer) { fmt.Fprint(w, s) } }
	add("[Content_Types].xml", text(`<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`))
	add("_rels/.rels", text(`<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`))
	add("xl/workbook.xml", text(`<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Bomb" sheetId="1" r:id="r1"/></sheets></workbook>`))
	add("xl/_rels/workbook.xml.rels", text(`<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`))
	add("xl/worksheets/sheet1.xml", func(w io.Writer) {
		fmt.Fprint(w, `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
		sheet(w)
		fmt.Fprint(w, `</sheetData></worksheet>`)
	})
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestBombs: workbooks that unpack to gigabytes, or to one endless cell, are refused before memory is taken.
func TestBombs(t *testing.T) {
	head := func(w io.Writer) {
		fmt.Fprint(w, `<row r="1">`)
		for i, name := range title {
			fmt.Fprintf(w, `<c r="%s1" t="inlineStr"><is><t>%s</t></is></c>`, column(i), name)
		}
		fmt.Fprint(w, `</row>`)
	}
	long := func(w io.Writer) {
		head(w)
		fmt.Fprint(w, `<row r="2"><c r="A2" t="inlineStr"><is><t>`)
		_, _ = io.Copy(w, io.LimitReader(zeros('0'), 50<<20))
		fmt.Fprint(w, `</t></is></c></row>`)
	}
	wide := func(w io.Writer) {
		head(w)
		fmt.Fprint(w, `<row r="2"><c r="XFD2"><v>1</v></c></row>`)
	}
	deep := func(w io.Writer) {
		head(w)
		for range 1_000_000 {
			fmt.Fprint(w, `<row><c><v>`)
		}
	}
	lied := archive(t, head)
	at := bytes.LastIndex(lied, []byte("PK\x01\x02")) // the directory's entry of the sheet: its unpacked size
	copy(lied[at+24:], []byte{1, 0, 0, 0})
	for _, test := range []struct {
		name   string
		file   []byte
		limits source.Limits
		want   string
	}{
		{"a cell of 50 MB", archive(t, long), source.DefaultLimits, "file: xl/worksheets/sheet1.xml: a text of more than 262136 bytes, which no cell can hold"},
		{"more than the limit", archive(t, deep), small(10 << 20), "file: xl/worksheets/sheet1.xml: says that it unpacks to 11002235 bytes; at most "},
		{"a column far out", archive(t, wide), source.DefaultLimits, "file:Bomb:2: 16384 columns; at most 1000 are read"},
		{"a size that lies", lied, source.DefaultLimits, "file: xl/worksheets/sheet1.xml: zip: not a valid zip file"},
	} {
		before := heap()
		in := source.Input{Name: "file", Stream: bytes.NewReader(test.file), At: bytes.NewReader(test.file), Size: int64(len(test.file)), Limits: test.limits}
		_, err := readInput(t, in, source.How{}, func(*source.Row, *sallyport.Case) {})
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s:\n got %v\nwant %s", test.name, err, test.want)
		}
		if after := heap(); after > before+100<<20 {
			t.Errorf("%s: %d MiB of memory", test.name, (after-before)>>20)
		}
	}
	_, err := readInput(t, source.Input{Name: "-", Stream: bytes.NewReader(lied)}, source.How{}, func(*source.Row, *sallyport.Case) {})
	if err == nil || err.Error() != "-: an XLSX file cannot be read from a pipe; give the file's name" {
		t.Error(err)
	}
}

// small are limits with little unpacked.
func small(unpacked int64) source.Limits {
	l := source.DefaultLimits
	l.Unpacked = unpacked
	return l
}

// column is the letters of a workbook's column, from 0.
func column(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return column(i/26-1) + column(i%26)
}

// TestLimits: more rows, or more unpacked bytes, than are allowed.
func TestLimits(t *testing.T) {
	file := []byte(fyHead + strings.Repeat(fyRow, 2000))
	for _, test := range []struct {
		file   []byte
		limits func(*source.Limits)
		want   string
	}{
		{file, func(l *source.Limits) { l.Rows = 1500 }, "file:1502: more than 1500 rows"},
		{gzipped(t, file), func(l *source.Limits) { l.Unpacked = 50_000 }, "file: unpacks to more than 50000 bytes"},
	} {
		limits := source.DefaultLimits
		test.limits(&limits)
		rows := 0
		_, err := readInput(t, source.Input{Name: "file", Stream: bytes.NewReader(test.file), Limits: limits}, source.How{}, func(*source.Row, *sallyport.Case) { rows++ })
		if err == nil || err.Error() != test.want || rows == 0 {
			t.Errorf("%d rows, got %v, want %s", rows, err, test.want)
		}
	}
}
