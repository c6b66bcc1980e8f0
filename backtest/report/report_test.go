package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"sallyport/backtest"
	"sallyport/backtest/place"
	"sallyport/backtest/report"
	"sallyport/backtest/source"
	"sallyport/backtest/synth"
	"sallyport/law/packs"
)

// hostile is a file whose every text would do harm, were it taken for anything but text.
const hostile = "Prepare Date,Detainer Type,Detainer Detention Facility,State,City,Detainer Lift Reason\n" +
	`2015-05-08,I247 - Immigration Detainer,COOK COUNTY JAIL,ILLINOIS,CHICAGO,"<script>alert(1)</script>"` + "\n" +
	`2015-05-09,I247N - Immigration Advisal,"</td><img src=x onerror=alert(2)>",TEXAS,"<a href=""javascript:alert(3)"">here</a>","=HYPERLINK(""http://example.org"")"` + "\n" +
	`2015-06-09,"I247D - ""]]></title><svg onload=alert(4)>",LOS ANGELES COUNTY JAIL-TWIN TOWER,CALIFORNIA,LOS ANGELES,@SUM(1)` + "\n" +
	`2015-06-10,"<iframe src=https://example.org>",LOS ANGELES COUNTY JAIL-TWIN TOWER,CALIFORNIA,LOS ANGELES,"{{.Secret}}"` + "\n" +
	`<b>soon</b>,I247 - Immigration Detainer,COOK COUNTY JAIL,ILLINOIS,CHICAGO,` + "\n"

// reported runs the text of a file under some regimes.
func reported(t testing.TB, text, ask string, names ...string) *report.Input {
	t.Helper()
	book, err := packs.Book()
	if err != nil {
		t.Fatal(err)
	}
	regimes, err := backtest.Regimes(book, names)
	if err != nil {
		t.Fatal(err)
	}
	places, err := place.New()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := source.Open(source.Input{Name: "<i>requests</i>.csv", Stream: strings.NewReader(text)}, source.How{Places: places, Action: source.Action(ask)})
	if err != nil {
		t.Fatal(err)
	}
	found, err := backtest.Run(&backtest.Config{Book: book, Regimes: regimes, Rows: 5, Sample: 1000, Ask: ask}, rows)
	if err != nil {
		t.Fatal(err)
	}
	return &report.Input{Results: found, Manifest: report.Manifest{
		Version: 1, Input: report.File{Name: "<i>requests</i>.csv", Bytes: int64(len(text)), SHA256: "00"}, Packs: packs.Digest(), Engine: "<test>",
		Regimes: names, Sample: 1000, Ask: ask, Synthetic: found.Invented,
	}}
}

func pageOf(t testing.TB, in *report.Input) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Page(&b, in); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// element is one of a page, with its attributes and the text directly in it.
type element struct {
	name string
	attr map[string]string
	text string
}

// parsed reads a page as a tree, which must be whole.
func parsed(t testing.TB, page string) []*element {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, []string{"meta"}, xml.HTMLEntity
	var all, open []*element
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("the page is no tree: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attr: map[string]string{}}
			for _, a := range token.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			all, open = append(all, e), append(open, e)
		case xml.EndElement:
			if n := len(open); n == 0 || open[n-1].name != token.Name.Local {
				t.Fatalf("</%s> closes nothing", token.Name.Local)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			if n := len(open); n > 0 {
				open[n-1].text += string(token)
			}
		}
	}
	if len(open) > 0 {
		t.Fatalf("<%s> is never closed", open[0].name)
	}
	return all
}

// elements are all that a page is made of.
var elements = strings.Fields(`html head meta title style body a header h1 p strong code em nav ul li main section h2 h3 div span svg desc rect text line path circle
	details summary table caption thead tbody tr th td figure figcaption dl dt dd footer wbr`)

// TestPageHoldsHostileText: what a file says is text on the page, whatever it looks like, and the page asks for nothing from anywhere.
func TestPageHoldsHostileText(t *testing.T) {
	in := reported(t, hostile, "", "law-of-the-day", "us/pep", "us/secure-communities")
	in.Population = &synth.Statement{Name: "<script>name</script>", Says: "<script>says</script>", Notes: []string{"<script>note</script>"}}
	page := pageOf(t, in)
	tables := []string{"manifest.json"}
	for _, table := range report.Tables(in) {
		tables = append(tables, table.Name+".csv")
	}
	for _, e := range parsed(t, strings.ReplaceAll(page, "<wbr>", "")) {
		if !slices.Contains(elements, e.name) {
			t.Errorf("<%s> stands on the page", e.name)
		}
		for name, value := range e.attr {
			switch {
			case strings.HasPrefix(name, "on"), name == "src", name == "style":
				t.Errorf("<%s %s=%q>", e.name, name, value)
			case name == "href" && !strings.HasPrefix(value, "#") && !slices.Contains(tables, value):
				t.Errorf("a link leads to %q", value)
			}
		}
		if e.name == "style" && (strings.Contains(e.text, "url(") || strings.Contains(e.text, "@import")) {
			t.Error("the style asks for something from elsewhere")
		}
	}
	for _, text := range []string{
		"&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;/td&gt;&lt;img src=x onerror=alert(2)&gt;", "javascript:alert(3)",
		"{{.Secret}}", "&lt;iframe src=https://example.org&gt;", "&lt;i&gt;requests&lt;/i&gt;.csv", "&lt;script&gt;note&lt;/script&gt;",
	} {
		if !strings.Contains(page, text) {
			t.Errorf("the page does not say %s", text)
		}
	}
}

// TestPicturesSayWhatTheyShow: every picture has a title and is drawn within its frame.
func TestPicturesSayWhatTheyShow(t *testing.T) {
	page := pageOf(t, reported(t, hostile, "hold", "law-of-the-day", "us/pep"))
	kinds := map[string]int{}
	for _, rest := range strings.Split(page, "<svg ")[1:] {
		picture, _, _ := strings.Cut("<svg "+rest, "</svg>")
		all := parsed(t, picture+"</svg>")
		kind, _, _ := strings.Cut(all[0].attr["class"], " ")
		kinds[kind]++
		if all[1].name != "title" || all[1].text == "" || all[0].attr["viewBox"] == "" {
			t.Errorf("%s: no title or no frame", kind)
		}
		if strings.Contains(picture, "NaN") || strings.Contains(picture, "Inf") || strings.Contains(picture, `width="-`) {
			t.Errorf("%s: drawn nowhere:\n%s", kind, picture)
		}
	}
	for kind, n := range map[string]int{"bar": 2, "chart": 2, "matrix": 1, "map": 2} {
		if kinds[kind] != n {
			t.Errorf("%d pictures of the kind %s; want %d", kinds[kind], kind, n)
		}
	}
}

// TestOneWeekIsSeen: requests of a single week are points, and states without rows have no share.
func TestOneWeekIsSeen(t *testing.T) {
	page := pageOf(t, reported(t, `{"v":1,"id":"a","at":"2015-06-24T12:00:00Z","agency":"us-tx/harris","request":{"form":"I-247D","action":"hold"}}`+"\n", "", "law-of-the-day"))
	if n := strings.Count(page, "<circle "); n != 2 { // for a wide screen and for a narrow one
		t.Errorf("%d points; want 2", n)
	}
	if n := strings.Count(page, `class="cell none"`); n != 53 {
		t.Errorf("%d states without rows; want 53", n)
	}
}

// TestTablesAddUp: every break-down counts every row under every regime once, and pairs count every row.
func TestTablesAddUp(t *testing.T) {
	in := reported(t, hostile, "", "law-of-the-day", "us/pep", "federal-only:us/secure-communities")
	rows := in.Results.Rows
	if rows != 4 || in.Results.Unread != 1 {
		t.Fatalf("%d rows, %d unread", rows, in.Results.Unread)
	}
	sums := map[string]int64{}
	for _, table := range report.Tables(in) {
		for _, row := range table.Rows {
			at := func(name string) any {
				return row[slices.IndexFunc(table.Columns, func(c report.Column) bool { return c.Name == name })]
			}
			switch {
			case table.Name == "regimes" || strings.HasPrefix(table.Name, "by_"):
				if at("rows") != at("permitted").(int64)+at("refused").(int64)+at("unresolved").(int64) {
					t.Errorf("%s: %v", table.Name, row)
				}
				sums[table.Name+" "+at("regime").(string)] += at("rows").(int64)
			case table.Name == "transitions":
				sums[at("from_regime").(string)+" to "+at("to_regime").(string)] += at("rows").(int64)
			case table.Name == "changes":
				if at("permitted_then_refused_lower").(int64) > at("permitted_then_refused_upper").(int64) {
					t.Errorf("changes: %v", row)
				}
			}
		}
	}
	if len(sums) != 3*9+3 {
		t.Errorf("%d sums: %v", len(sums), sums)
	}
	for name, sum := range sums {
		if sum != rows {
			t.Errorf("%s: %d rows; want %d", name, sum, rows)
		}
	}
}

// TestTablesAreTheSameInParquet reads both files of every table again.
func TestTablesAreTheSameInParquet(t *testing.T) {
	for _, table := range report.Tables(reported(t, hostile, "", "law-of-the-day", "us/pep")) {
		var asCSV, asParquet bytes.Buffer
		if err := table.CSV(&asCSV); err != nil {
			t.Fatal(err)
		}
		if err := table.Parquet(&asParquet, "a test"); err != nil {
			t.Fatal(err)
		}
		lines, err := csv.NewReader(&asCSV).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		file, err := parquet.OpenFile(bytes.NewReader(asParquet.Bytes()), int64(asParquet.Len()))
		if err != nil {
			t.Fatal(err)
		}
		if about, _ := file.Lookup("sallyport.report"); about != "a test" {
			t.Errorf("%s: about %q", table.Name, about)
		}
		if int(file.NumRows()) != len(lines)-1 || len(lines)-1 != len(table.Rows) {
			t.Fatalf("%s: %d rows in Parquet, %d in CSV, %d in the table", table.Name, file.NumRows(), len(lines)-1, len(table.Rows))
		}
		rows := make([]parquet.Row, len(table.Rows))
		if n, err := parquet.NewReader(file).ReadRows(rows); n != len(rows) { //nolint:staticcheck // the rows have no Go type
			t.Fatalf("%s: %d of %d rows: %v", table.Name, n, len(rows), err)
		}
		for i, row := range rows {
			for j, c := range table.Columns {
				leaf, _ := file.Schema().Lookup(c.Name)
				value := row[leaf.ColumnIndex]
				if got := value.String(); c.Kind != report.Share && got != strings.TrimPrefix(lines[i+1][j], "'") {
					t.Errorf("%s, row %d, %s: %q in Parquet, %q in CSV", table.Name, i, c.Name, got, lines[i+1][j])
				}
			}
		}
	}
}

// TestCellsAreNoFormulas: a spreadsheet runs nothing that the file said.
func TestCellsAreNoFormulas(t *testing.T) {
	seen := 0
	for _, table := range report.Tables(reported(t, hostile, "", "law-of-the-day")) {
		var b bytes.Buffer
		if err := table.CSV(&b); err != nil {
			t.Fatal(err)
		}
		lines, err := csv.NewReader(&b).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range slices.Concat(lines...) {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%s: %q", table.Name, cell)
			}
			if strings.HasPrefix(cell, "'=HYPERLINK") || strings.HasPrefix(cell, "'@SUM") {
				seen++
			}
		}
	}
	if seen == 0 {
		t.Error("the file's formulas are in no table")
	}
}

// TestMethods: the page says what the data cannot say, what was not read, how much was checked, and from what it was made.
func TestMethods(t *testing.T) {
	in := reported(t, hostile, "", "law-of-the-day", "us/pep")
	page := pageOf(t, in)
	for _, text := range []string{
		"No stored set has the request's form, the history of convictions and the outcome together.",
		"The bounds are not a margin of error", "It is not an effect",
		"Every row was decided a second time", "8 decisions, all of which agree",
		"counted nowhere above: 1.", `<a href="problems.csv">`, "Of 4 rows, 3 (75%) name a custodian",
		"Facilities whose custodian no rule or table settles: 1, with 1 of the rows.", "Secure Communities, which sent bookings",
		"SHA-256 <code>" + in.Manifest.Packs, "&lt;test&gt;",
	} {
		if !strings.Contains(page, text) {
			t.Errorf("the page does not say %q", text)
		}
	}
	if strings.Contains(page, "ynthetic population") {
		t.Error("requests are called synthetic")
	}
	in.Results.Sample.Wrong = []backtest.Disagreement{{Line: 2}}
	if page := pageOf(t, in); !strings.Contains(page, "do not use this report") {
		t.Error("the page does not say that planes and engine disagree")
	}
}

// TestSyntheticIsSaid: page, tables and manifest say that rows are invented.
func TestSyntheticIsSaid(t *testing.T) {
	in := reported(t, `{"v":1,"id":"synthetic-1-1","at":"2015-06-24T12:00:00Z","agency":"us-tx/harris","request":{"form":"I-247D","action":"hold"}}`+"\n", "", "law-of-the-day")
	if page := pageOf(t, in); !strings.Contains(page, "Synthetic population: every row of this file is invented.") || !strings.Contains(page, "(synthetic)</title>") {
		t.Error("the page does not")
	}
	for _, table := range report.Tables(in) {
		if last := table.Columns[len(table.Columns)-1]; last.Name != "population" {
			t.Errorf("%s does not", table.Name)
		}
	}
	var b strings.Builder
	if err := in.Manifest.Write(&b); err != nil || !strings.Contains(b.String(), `"synthetic": 1`) {
		t.Errorf("the manifest does not: %s", b.String())
	}
}
