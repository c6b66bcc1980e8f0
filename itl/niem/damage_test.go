package niem_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"sallyport/itl"
	"sallyport/itl/niem"
)

// plain is a small package with a Type-1, a Type-2, a Type-4 and a Type-14 record.
func plain(t testing.TB) string {
	t.Helper()
	first := itl.NewRecord(1, 0)
	first.SetText(2, "0500")
	first.SetText(4, "CAR")
	first.SetText(5, "20150702")
	first.Set(13, []string{"NORAM", "EBTS 10.0"})
	second := itl.NewRecord(2, 0)
	second.SetText(5, "Y")
	second.SetText(18, "NOBODY,IDA")
	second.SetText(3999, "ours")
	print, err := itl.Type4{IDC: 1, Fingers: []int{1}, Width: 4, Height: 2, Data: []byte("grey img")}.Record()
	if err != nil {
		t.Fatal(err)
	}
	other := itl.NewRecord(14, 2)
	other.SetText(13, "02")
	other.SetData([]byte("more grey"))
	return written(t, itl.New(first, second, print, other))
}

// damage is one way to break the package, and what the reader must say to it.
type damage struct {
	name, from, to string
	want           string // part of the error; "" where the package still reads
	lenient        string // part of what ReadLenient says, or of its error; "" as want
}

var damages = []damage{
	{"nothing", "", "", "", ""},
	{"document type", "<itl:NIST", "<!DOCTYPE x [<!ENTITY a 'b'>]><itl:NIST", "@39: XML: a document type declaration", "declaration"},
	{"entity", ">CAR<", ">&a;<", "not well-formed XML: invalid character entity", "entity"},
	{"not well-formed", "</nc:Date>", "", "not well-formed XML", "not well-formed"},
	{"namespace of the root", "standard/2011", "standard/2013", "is not NISTBiometricInformationExchangePackage of http", "is not NIST"},
	{"other document", "<itl:NIST", "<html/><itl:NIST", "is not NIST", "is not NIST"},
	{"text before", "<itl:NIST", "text<itl:NIST", "does not begin with an element", "does not begin"},
	{"text after", "Package>\n", "Package>text", "something after the package", "after the package"},
	{"second package", "ExchangePackage>\n", "ExchangePackage><a/>", "something after the package", "after the package"},
	{"encoding", `"UTF-8"`, `"ISO-8859-1"`, "write the package in UTF-8", "UTF-8"},
	{"ASCII", `"UTF-8"`, `"US-ASCII"`, "", ""},
	{"comments and instructions", "<biom:Transaction>", "<!-- it's '<' --><?a \"b?><biom:Transaction>", "", ""},
	{"byte order mark", "<?xml", "\ufeff<?xml", "", ""},
	{"schema hint", "<biom:Transaction>", `<biom:Transaction xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:nil="0">`, "", ""},
	{"unknown attribute", "<biom:Transaction>", `<biom:Transaction mood="good">`, "biom:Transaction: attribute mood has no place", "attribute mood"},
	{"too many attributes", "<biom:Transaction>", "<biom:Transaction" + strings.Repeat(` a="b"`, 65) + ">", "more than 64 attributes", "more than 64"},
	{"long tag", "<biom:Transaction>", "<biom:Transaction a='" + strings.Repeat(">", niem.MaxTag) + "'>", "a tag longer than 16384 bytes", "longer than"},
	{"long text", ">CAR<", ">" + strings.Repeat("A", niem.MaxText+1) + "<", "a text longer than 4194304 bytes", "longer than"},
	{"long text with comments", ">CAR<", ">" + strings.Repeat(strings.Repeat("A", 1<<16)+"<!---->", 65) + "<", "a text longer than 4194304 bytes", "longer than"},
	{"depth", "<biom:Transaction>", strings.Repeat("<biom:Transaction>", 70), "biom:Transaction: has no traditional field", "nested more than 64 deep"},
	{"unknown element", "<biom:Transaction>", "<biom:Transaction><biom:Weather>fine</biom:Weather>", "biom:Transaction/biom:Weather: has no traditional field; remove it", "biom:Weather"},
	{"unknown namespace", "<biom:Transaction>", `<biom:Transaction><w:Weather xmlns:w="urn:w"/>`, "{urn:w}Weather: has no traditional field", "{urn:w}Weather"},
	{"line end in a namespace", "<biom:Transaction>", "<biom:Transaction><w:Weather xmlns:w='a\nb'/>", "{a b}Weather: has no traditional field", "{a b}Weather"},
	{"undeclared prefix", "<biom:Transaction>", "<biom:Transaction><w:Weather/>", "{w}Weather: has no traditional field", "{w}Weather"},
	{"unknown record", "<itl:PackageDescriptive", "<itl:PackageWeather/><itl:PackageDescriptive", "itl:PackageWeather: is no record that is known here", "no record"},
	{"text in a container", "<biom:Transaction>", "<biom:Transaction>text", `biom:Transaction: "text" has no traditional field`, `"text"`},
	{"text among records", "<itl:PackageDescriptive", "text<itl:PackageDescriptive", "text outside any element", "outside"},
	{"twice", "<nc:Date>", "<nc:Date>2015-07-01</nc:Date><nc:Date>", `nc:Date: "2015-07-02" occurs more than once`, "more than once"},
	{"date", "2015-07-02", "2015-02-30", `nc:Date: "2015-02-30" cannot be converted; write a date YYYY-MM-DD`, "YYYY-MM-DD"},
	{"indicator", ">true<", ">maybe<", `"maybe" cannot be converted; write true or false`, "true or false"},
	{"type of record", "Code>02</biom:RecordCategoryCode>\n    <biom:Image", "Code>03</biom:RecordCategoryCode>\n    <biom:Image", `"03" cannot be converted; write "02"`, `write "02"`},
	{"second Type-1", "<itl:PackageDescriptive", "<itl:PackageInformationRecord/><itl:PackageDescriptive", "itl:PackageInformationRecord: is not the first record", "not the first"},
	{"count", "Quantity>3<", "Quantity>4<", "1.003 says 4 records, lists 3, and 3 follow", "says 4"},
	{"list", "<biom:RecordCategoryCode>04</biom:RecordCategoryCode>\n        </biom:ContentRecordSummary>", "<biom:RecordCategoryCode>07</biom:RecordCategoryCode>\n        </biom:ContentRecordSummary>", "1.003 lists Type-7 as record 3, which is a Type-4", "lists Type-7"},
	{"IDC of a binary record", "<nc:IdentificationID>01</nc:IdentificationID>\n    </biom:ImageReferenceIdentification>", "<nc:IdentificationID>256</nc:IdentificationID>\n    </biom:ImageReferenceIdentification>", `4.002 is "256", not a number of 8 bits`, "not a number of 8 bits"},
	{"width of a binary record", "Quantity>4<", "Quantity>65536<", `4.006 is "65536", not a number of 16 bits`, "of 16 bits"},
	{"positions of a binary record", "<biom:FingerPositionCode>1<", strings.Repeat("<biom:FingerPositionCode>1</biom:FingerPositionCode>", 6) + "<biom:FingerPositionCode>1<", "4.004 has 7 values", "7 values"},
	{"line ends in base64", ">Z3JleSBpbWc=<", ">\r\n Z3Jl&#13;\n&#xD;eSBp\tbWc=\n<", "", ""},
	{"comment in base64", ">Z3JleSBpbWc=<", ">Z3Jle<!-- SB -->SBpbWc=<", "", ""},
	{"CDATA in base64", ">Z3JleSBpbWc=<", "><![CDATA[Z3JleSBpbWc=]]><", "", ""},
	{"bad base64", ">Z3JleSBpbWc=<", ">Z3J!eSBpbWc=<", "nc:BinaryBase64Object: is not base64", "not base64"},
	{"cut base64", ">Z3JleSBpbWc=<", ">Z3JleSBpbWc<", "is not base64", "not base64"},
	{"padding within base64", ">Z3JleSBpbWc=<", ">Z3JleSBpbWc=Z3Jl<", "is not base64", "not base64"},
	{"reference in base64", ">Z3JleSBpbWc=<", ">Z3J&lt;<", "is not base64", "not base64"},
	{"long reference in base64", ">Z3JleSBpbWc=<", ">Z3J&#00000000000013;<", "is not base64", "not base64"},
	{"element in base64", ">Z3JleSBpbWc=<", "><a/><", "is not base64", "not base64"},
	{"empty base64", ">Z3JleSBpbWc=<", "><", "", ""},
	{"closed base64", "<nc:BinaryBase64Object>Z3JleSBpbWc=</nc:BinaryBase64Object>", "<nc:BinaryBase64Object/>", "", ""},
	{"two images", "<nc:BinaryBase64Object>Z3Jl", "<nc:BinaryBase64Object/><nc:BinaryBase64Object>Z3Jl", "occurs more than once", "more than once"},
	{"number of a field", `number="3999"`, `number="x"`, "tr:Field: has no number of a field", "no number"},
	{"no number", ` number="3999"`, "", "tr:Field: has no number of a field", "no number"},
	{"unknown in the extension", "<tr:Item>", "<tr:Other/><tr:Item>", "tr:Other: has no traditional field", "tr:Other"},
	{"foreign in the extension", "<tr:Subfield>", "<nc:Date/><tr:Subfield>", "nc:Date: has no traditional field", "nc:Date"},
	{"element in an item", "<tr:Item>ours", "<tr:Item><tr:Item/>ours", "tr:Item/tr:Item: has no traditional field", "tr:Item"},
	{"text in the extension", "<tr:Subfield>", "text<tr:Subfield>", "text between elements", "between"},
	{"bytes in the extension", "<tr:Subfield>", "<tr:Bytes>!</tr:Bytes><tr:Subfield>", "tr:Bytes: is not base64", "base64"},
	{"order", "<tr:Field", "<tr:Order>2.001 2.018 2.002</tr:Order><tr:Field", "", ""},
	{"order twice", "<tr:Field", "<tr:Order>2.001</tr:Order><tr:Order/><tr:Field", "tr:Order: occurs more than once", "more than once"},
	{"order without LEN", "<tr:Field", "<tr:Order>2.002</tr:Order><tr:Field", `"2.002" in tr:Order is no tag there`, "no tag"},
	{"order of no tags", "<tr:Field", "<tr:Order>2.001 x</tr:Order><tr:Field", `"x" in tr:Order is no tag there`, "no tag"},
	{"empty order", "<tr:Field", "<tr:Order> </tr:Order><tr:Field", "tr:Order lists no fields", "no fields"},
}

// TestDamage breaks the package in every way, and holds what both readers say.
func TestDamage(t *testing.T) {
	for _, d := range damages {
		whole := plain(t)
		if !strings.Contains(whole, d.from) {
			t.Errorf("%s: %q is not in the package", d.name, d.from)
			continue
		}
		text := strings.Replace(whole, d.from, d.to, 1)
		tx, err := niem.Read(strings.NewReader(text))
		checkSays(t, d.name, err, d.want)
		if err == nil {
			if _, err := itl.Parse(tx.Append(nil)); err != nil {
				t.Errorf("%s: reads as a transaction that does not parse: %v", d.name, err)
			}
		}
		_, left, err := niem.ReadLenient(strings.NewReader(text))
		if err == nil && len(left) > 0 {
			err = &left[0]
		}
		checkSays(t, d.name+", lenient", err, d.lenient)
	}
}

func checkSays(t *testing.T, name string, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("%s: %v", name, err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("%s: %v; want %q", name, err, want)
	case err != nil && strings.ContainsAny(err.Error(), "\r\n"):
		t.Errorf("%s: %q is more than a line", name, err)
	}
}

// TestCut cuts the package short everywhere: always an error, of the format only where no root element was seen.
func TestCut(t *testing.T) {
	whole := strings.TrimRight(plain(t), "\n")
	for n := range whole {
		_, err := niem.Read(strings.NewReader(whole[:n]))
		if err == nil {
			t.Fatalf("cut after %d bytes, it reads", n)
		}
		var f *niem.Finding
		if !errors.As(err, &f) || f.Offset < 0 || f.Offset > int64(n) {
			t.Fatalf("cut after %d bytes: %v", n, err)
		}
	}
	_, err := niem.Read(strings.NewReader(`<a:NISTBiometricInformationExchangePackage xmlns:a="http://biometrics.nist.gov/standard/2011"/>`))
	checkSays(t, "no records", err, "the first record is not itl:PackageInformationRecord")
	if _, err := niem.Read(strings.NewReader("{}")); !errors.Is(err, niem.ErrFormat) {
		t.Errorf("JSON is taken for such a package: %v", err)
	}
}

// TestSource reads byte by byte, and passes the errors of the source on.
func TestSource(t *testing.T) {
	whole := plain(t)
	want, err := niem.Read(strings.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	got, err := niem.Read(iotest.OneByteReader(strings.NewReader(whole)))
	if err != nil || !bytes.Equal(got.Append(nil), want.Append(nil)) {
		t.Errorf("byte by byte it reads otherwise: %v", err)
	}
	for _, n := range []int{0, 100, strings.Index(whole, "Z3Jl") + 2, len(whole) - 3} {
		source := io.MultiReader(strings.NewReader(whole[:n]), iotest.ErrReader(io.ErrNoProgress))
		if _, err := niem.Read(source); !errors.Is(err, io.ErrNoProgress) {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
}
