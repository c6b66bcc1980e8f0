package source_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"sallyport"
	"sallyport/backtest/source"
)

// The headings of two releases, in two ways of writing them.
var (
	title = []string{
		"Detainer Prepare Date", "Facility State", "Facility AOR", "Port of Departure", "Departure Country", "Departed Date", "Case Status",
		"Detainer Prepared Criminality", "Detention Facility", "Detention Facility Code", "Facility City", "Detainer Prep Threat Level", "Gender",
		"Citizenship Country", "Birth Country", "Birth Year", "Entry Status", "Most Serious Conviction (MSC) Charge", "MSC Sentence Days",
		"MSC Sentence Months", "MSC Sentence Years", "MSC Charge Code", "MSC Charge Date", "MSC Conviction Date", "Felon", "Processing Disposition",
		"Case Category", "Case Final Order Yes No", "Final Order Date", "Final Order Yes No", "Resume Custody Yes No", "Detainer Lift Reason",
		"Detainer Type", "Unique Identifier",
	}
	snake = []string{
		"Detainer_Prepare_Date", "facility_state", "facility_aor", "port_of_departure", "departure_country", "departed_date", "case_status",
		"detainer_criminality", "detainer_facility", "detainer_facility_code", "facility_city", "detainer_threat_level", "gender",
		"citizenship_country", "birth_country", "birth_year", "entry_status", "msc_charge", "msc_sentence_days", "msc_sentence_months",
		"msc_sentence_years", "msc_charge_code", "msc_charge_date", "msc_conviction_date", "aggravated_felon_yes_no", "processing_disposition",
		"case_category", "final_order_yes_no", "final_order_date", "federal_register_notice", "resume_custody", "detainer_lift_reason",
		"detainer_type", "anonymized_identifier",
	}
)

// detainer is a row by heading; what is not named is blank.
type detainer map[string]string

// Invented rows, as the release writes them.
var detainerRows = []detainer{
	{"Detainer Prepare Date": "2024-03-05", "Facility State": "TEXAS", "Detention Facility": "HARRIS COUNTY JAIL", "Facility City": "HOUSTON",
		"Detainer Prepared Criminality": "1 Convicted Criminal", "Most Serious Conviction (MSC) Charge": "Dangerous Drugs", "MSC Charge Code": "3599",
		"MSC Conviction Date": "2019-08-16", "Detainer Prep Threat Level": "1", "Case Final Order Yes No": "YES", "Final Order Date": "2017-03-08",
		"Resume Custody Yes No": "NO", "Detainer Type": "I247A - Immigration Detainer - Notice of Action", "Detainer Lift Reason": "Booked into Detention"},
	{"Detainer Prepare Date": "3/6/2024", "Facility State": "CA", "Detention Facility": "b(6), b(7)C", "Facility City": "(b)(6), (b)(7)(c)",
		"Detainer Prepared Criminality": "2 Pending Criminal Charges", "Case Final Order Yes No": "NO", "Resume Custody Yes No": "Yes",
		"Detainer Type": "I247G - Request for Advance Notification of Release"},
	{"Detainer Prepare Date": "2024-03-07 00:00:00", "Facility State": "NEW YORK", "Detention Facility": "QUEENS CENTRAL BOOKING", "Facility City": "QUEENS",
		"Detainer Prepared Criminality": "3 Other Immigration Violator", "Case Final Order Yes No": "YES", "Final Order Date": "4/1/2024",
		"Resume Custody Yes No": "maybe", "Detainer Type": "something else"},
	{"Detainer Prepare Date": "", "Facility State": "TEXAS"},
	{"Detainer Prepare Date": "2024-13-01", "Facility State": "TEXAS"},
}

func (d detainer) cells() []string {
	cells := make([]string, len(title))
	for i, name := range title {
		cells[i] = d[name]
	}
	return cells
}

// wantDetainers is what the rows say, whatever holds them.
var wantDetainers = []string{
	"201 2024-03-05T12:00:00-06:00 us-tx/harris county_jail I-247A hold lent=false order=2017-03-08 convictions=unknown charges=unknown | 1 Convicted Criminal, 1, Dangerous Drugs, 3599, 2019-08-16 | Booked into Detention",
	"202 2024-03-06T12:00:00-08:00 us-ca unknown I-247G notify lent=true order=none convictions=unknown charges=unknown | 2 Pending Criminal Charges, , , ,  | ",
	"203 2024-03-07T12:00:00-05:00 us-ny/nyc unknown unknown unknown lent=unknown order=unknown convictions=unknown charges=unknown | 3 Other Immigration Violator, , , ,  | ",
}

var wantProblems = []string{
	`kept: 203: Detainer Type: "something else" names no form that is known`,
	`kept: 203: Resume Custody: "maybe" is neither Yes nor No`,
	`204: Detainer Prepare Date: blank; a request without a day cannot be judged`,
	`205: Detainer Prepare Date: "2024-13-01" is not a date as in 2015-05-06 or 5/6/2015`,
}

// summary writes what a row says, its line counted from the heading's at 200.
func summary(r *source.Row, c *sallyport.Case, heading int, extras []string) string {
	list := func(o sallyport.Offences) string {
		if !o.Known {
			return "unknown"
		}
		return fmt.Sprint(len(o.List))
	}
	var carried []string
	for _, name := range []string{"criminality", "threat_level", "msc_charge", "msc_charge_code", "msc_conviction_date"} {
		carried = append(carried, r.Extra[slices.Index(extras, name)])
	}
	return fmt.Sprintf("%d %s %s %s %s %s lent=%s order=%s convictions=%s charges=%s | %s | %s", r.Line-heading+200, c.At.Format(time.RFC3339), c.Agency,
		fact(c, "agency_kind"), fact(c, "request.form"), fact(c, "request.action"), fact(c, "request.lent_by_dhs"), fact(c, "person.final_order"),
		list(c.Convictions), list(c.Charges), strings.Join(carried, ", "), r.Lift)
}

// holdDetainers reads a file of the rows above whose heading stands on that line.
func holdDetainers(t *testing.T, file []byte, heading int, how source.How, want []string) {
	t.Helper()
	in := source.Input{Name: "file", Stream: bytes.NewReader(file), At: bytes.NewReader(file), Size: int64(len(file))}
	how.Places = places(t)
	s, err := source.Open(in, how)
	if err != nil {
		t.Fatal(err)
	}
	extras := s.Extras()
	var got []string
	problems, err := read(t, file, how, func(r *source.Row, c *sallyport.Case) { got = append(got, summary(r, c, heading, extras)) })
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var left []string
	for _, p := range problems {
		if strings.Contains(p, "columns that are not read") {
			continue
		}
		for i := range 6 { // lines and the sheet's name out of the way
			p = strings.Replace(p, fmt.Sprintf("%d: ", heading+i), fmt.Sprintf("%d: ", 200+i), 1)
		}
		left = append(left, strings.ReplaceAll(p, "Detainers", ""))
	}
	slices.Sort(left)
	wanted := slices.Clone(wantProblems)
	slices.Sort(wanted)
	if diff := cmp.Diff(wanted, left); diff != "" {
		t.Error(diff)
	}
}

// asCSV writes the rows below a heading, with lines above it.
func asCSV(t *testing.T, heading []string, above int) []byte {
	t.Helper()
	var b bytes.Buffer
	for range above {
		b.WriteString("Official use only\n")
	}
	w := csv.NewWriter(&b)
	if err := w.Write(heading); err != nil {
		t.Fatal(err)
	}
	for _, d := range detainerRows {
		if err := w.Write(d.cells()); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return b.Bytes()
}

func TestDetainersCSV(t *testing.T) {
	holdDetainers(t, asCSV(t, title, 0), 1, source.How{}, wantDetainers)
	holdDetainers(t, asCSV(t, snake, 0), 1, source.How{Format: source.Detainers}, wantDetainers)
	holdDetainers(t, asCSV(t, title, 6), 7, source.How{}, wantDetainers)
}

// TestAtItsWord: read so, "no conviction" is a record that was seen, and "1 Convicted Criminal" still says nothing of which.
func TestAtItsWord(t *testing.T) {
	want := slices.Clone(wantDetainers)
	want[1] = strings.Replace(want[1], "convictions=unknown", "convictions=0", 1)
	want[2] = strings.Replace(want[2], "convictions=unknown charges=unknown", "convictions=0 charges=0", 1)
	holdDetainers(t, asCSV(t, title, 0), 1, source.How{AtItsWord: true}, want)
}

// TestAsked: every row can be asked for one action, whatever its form.
func TestAsked(t *testing.T) {
	want := slices.Clone(wantDetainers)
	want[1] = strings.Replace(want[1], "I-247G notify", "I-247G hold", 1)
	want[2] = strings.Replace(want[2], "unknown unknown lent", "unknown hold lent", 1)
	holdDetainers(t, asCSV(t, title, 0), 1, source.How{Action: "hold"}, want)
}

// asXLSX writes the rows as the release does: six rows above the heading, dates as dates, several sheets.
func asXLSX(t testing.TB, heading []string, sheets int) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	dated, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	for s := range sheets {
		name := "Detainers"
		if s > 0 {
			name = fmt.Sprint("Detainers", s+1)
		}
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		set := func(column, row int, value any) {
			cell, err := excelize.CoordinatesToCellName(column, row)
			if err == nil {
				err = f.SetCellValue(name, cell, value)
			}
			if day, ok := value.(time.Time); ok && !day.IsZero() && err == nil {
				err = f.SetCellStyle(name, cell, cell, dated)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		set(1, 1, "U.S. Immigration and Customs Enforcement")
		set(1, 3, "Enforcement and Removal Operations")
		for i, h := range heading {
			set(i+1, 7, h)
		}
		for row, d := range detainerRows {
			for i, text := range d.cells() {
				if day, err := time.Parse(time.DateOnly, text); err == nil {
					set(i+1, row+8, day)
				} else if text != "" {
					set(i+1, row+8, text)
				}
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDetainersXLSX(t *testing.T) {
	for _, heading := range [][]string{title, snake} {
		holdDetainers(t, asXLSX(t, heading, 1), 7, source.How{}, wantDetainers)
	}
}

// TestSheets: every sheet is read below its own heading, and one without the heading is listed.
func TestSheets(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(asXLSX(t, title, 3)))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellValue("Detainers2", "A7", "Something"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	rows := map[string]int{}
	problems, err := read(t, b.Bytes(), source.How{}, func(r *source.Row, _ *sallyport.Case) { rows[r.Sheet]++ })
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]int{"Detainers": 3, "Detainers3": 3}, rows); diff != "" {
		t.Error(diff)
	}
	if !slices.ContainsFunc(problems, func(p string) bool { return strings.HasPrefix(p, "Detainers20: the sheet is not read") }) {
		t.Errorf("the second sheet is not among %v", problems)
	}
}
