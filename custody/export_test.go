package custody_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/custody"
)

const plainMap = `
zone: America/Chicago
formats: ["M/D/YYYY h:mm A", "YYYY-MM-DD HH:mm"]
complete: [charges]
blank: ["?"]
columns:
  No: booking
  TCN: tcn
  In: booked_at
  Out: release.eligible_at
  POB: {fact: person.citizenship_indicated, values: {US: true}, others: unknown}
  What: charge
  Statute: charges.statute
  Days: charges.max_term_days
`

// TestCSVProblems reads a heading and lines, one of which is wrong.
func TestCSVProblems(t *testing.T) {
	const heading = "No,TCN,In,Out,POB,What,Statute,Days\n"
	tests := []struct{ name, text, problems, bookings string }{
		{"empty", "", "a.csv:1: empty", ""},
		{"heading only", heading, "", ""},
		{"no column", "No,TCN\n", `a.csv:1: no column "`, ""},
		{"column twice", "No," + heading, "a.csv:1: No: two columns have this name", ""},
		{"broken heading", "a\"b\n", "a.csv:1: not CSV", ""},
		{"too few cells", heading + "1,,,,,,,\n2,,\n3,,,,,,,\n", "a.csv:3: 3 cells, and the heading has 8", "1? 3?"},
		{"bare quote", heading + "1,,,,,,,\n2,,\",,,,,\n", "a.csv:3: not CSV", "1?"},
		{"not UTF-8", heading + "1,,,,,\xff,,\n2,,,,,,,\n", "a.csv:2: not UTF-8", "2?"},
		{"no number", heading + ",,,,,THEFT,,\n2,,,,,,,\n", "a.csv:2: no booking number", "2?"},
		{"number too long", heading + strings.Repeat("1", 501) + ",,,,,,,\n2,,,,,,,\n", "a.csv:2: No: longer than 500 bytes", "2?"},
		{"bad time", heading + "1,,soon,,,,,\n2,,,,,,,\n", `a.csv:2: In: "soon" is not a date with a time of day`, "2"},
		{"time without a time of day", heading + "1,,2015-05-06,,,,,\n2,,,,,,,\n", `a.csv:2: In: "2015-05-06" is not a date with a time of day`, "2"},
		{"hour that was not", heading + "1,,2015-03-08 02:30,,,,,\n2,,,,,,,\n", "a.csv:2: In: the clocks of America/Chicago never showed", "2"},
		{"hour that was twice", heading + "1,,2015-11-01 01:30,,,,,\n2,,,,,,,\n", "a.csv:2: In: the clocks of America/Chicago showed 2015-11-01 01:30:00 twice", "2"},
		{"year", heading + "1,,0015-11-01 01:30,,,,,\n", "years 1900 to 2200", ""},
		{"bad number of days", heading + "1,,,,,THEFT,,many\n2,,,,,,,\n", `a.csv:2: Days: "many" is not a whole number`, "2"},
		{"a bad row of a good booking", heading + "1,,,,,THEFT,,1\n2,,,,,,,\n1,,,,,THEFT,,x\n", "a.csv:4: Days:", "2"},
		{"rows that disagree", heading + "1,,2015-05-06 10:00,,,,,\n2,,,,,,,\n1,,2015-05-06 11:00,,,,,\n", "a.csv:4: In: booking 1: another value than on line 2", "2"},
		{"rows that say it in two ways", heading + "1,,2015-05-06 10:00,,,,,\n1,,5/6/2015 10:00 AM,,,,,\n", "", "1"},
		{"release before the booking", heading + "1,,2015-05-06 10:00,2015-05-05 10:00,,,,\n2,,,,,,,\n", "a.csv:2: Out: booking 1: release before the booking", "2"},
		{"short control number", heading + "1,SHORT,,,,,,\n2,,,,,,,\n", "a.csv:2: booking 1: control number (TCN) of 5 characters", "2"},
		{"charge too long", heading + "1,,,,," + strings.Repeat("A", 501) + ",,\n2,,,,,,,\n", "a.csv:2: a cell is longer than 500 bytes", "2"},
		{"too many rows", heading + strings.Repeat("1,,,,,THEFT,,\n", 1002) + "2,,,,,,,\n", "a.csv:1002: booking 1: more than 1000 rows", "2"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bookings, problems := all(t, "a.csv", csv(test.text), mapping(t, plainMap))
			if !strings.Contains(problems, test.problems) || strings.Count(problems, "\n") != min(1, len(test.problems)) {
				t.Errorf("problems %q, want one that says %q", problems, test.problems)
			}
			var names []string
			for _, b := range bookings {
				names = append(names, b.Number+strings.Repeat("?", len(b.Doubts)))
			}
			if got := strings.Join(names, " "); got != test.bookings {
				t.Errorf("bookings %q, want %q", got, test.bookings)
			}
		})
	}
}

// TestWhatIsSaid reads cells that say something, and cells that do not.
func TestWhatIsSaid(t *testing.T) {
	text := "\ufeffNo,TCN,In,Out,POB,What,Statute,Days\r\n" +
		"1,,2015-11-01 01:30,2015-11-01T01:30:00-05:00,US,?,?,\r\n" +
		"2,,,5/6/2015 2:05 PM,MX,,PC 484,0\r\n" +
		"3,,,?,,,,\r\n"
	text = strings.Replace(text, "2015-11-01 01:30,", ",", 1)
	bookings, problems := all(t, "a.csv", csv(text), mapping(t, plainMap))
	want := `1  , booked 0001-01-01T00:00:00Z, 
  person.citizenship_indicated = true (a.csv:2 (POB))
  release.eligible_at = "2015-11-01T01:30:00-05:00" (a.csv:2 (Out))
2  , booked 0001-01-01T00:00:00Z, 
  charges = [{"statute":"PC 484","max_term_days":0}] (a.csv:3)
  release.eligible_at = "2015-05-06T14:05:00-05:00" (a.csv:3 (Out))
3  , booked 0001-01-01T00:00:00Z, 
`
	if diff := cmp.Diff(want, shown(bookings)); diff != "" || problems != "" {
		t.Errorf("%s\n(-want +got):\n%s", problems, diff)
	}
}

func TestWindows1252AndSemicolons(t *testing.T) {
	m := mapping(t, "separator: ;\nencoding: windows-1252\ncolumns: {Num\u00e9ro: booking, Where: facility}")
	bookings, problems := all(t, "a.csv", csv("Num\xe9ro;Where\n1;A\xf1o\n"), m)
	if problems != "" || bookings[0].Facility != "Año" {
		t.Errorf("%v, %s", bookings, problems)
	}
}

const jsonMap = `
zone: America/Chicago
formats: ["YYYY-MM-DD HH:mm"]
list: offenses
complete: [charges]
columns:
  id: booking
  person.dob: {fact: person.born, values: {x: 1990-01-01}}
  date: [booked_at, charges.released_on]
  pending: charges.pending
  text: charge
`

// TestJSON reads bookings as objects, in a list and one after the other.
func TestJSON(t *testing.T) {
	tests := []struct{ name, text, problems, want string }{
		{"list", `[{"id": 17, "person": {"dob": "x", "names": ["a", ["b"]]}, "date": "2015-05-06 10:00",
			"offenses": [{"text": "THEFT", "pending": true, "date": "none"},
			{"text": "ICE HOLD"}]}]`, "", `17  , booked 2015-05-06T10:00:00-05:00, 
  charges = [{"released_on":"none","pending":true}] (a.json:2)
  person.born = "1990-01-01" (a.json:1 (person.dob))
  hold: immigration, line 3: ICE HOLD
`},
		{"one after the other", "{\"id\": \"1\", \"offenses\": []}\n{\"id\": \"2\", \"offenses\": null}\n{\"id\": \"3\", \"offenses\": [{}]}", "",
			"1  , booked 0001-01-01T00:00:00Z, \n  charges = [] (a.json:1)\n2  , booked 0001-01-01T00:00:00Z, \n" +
				"3  , booked 0001-01-01T00:00:00Z, \n  charges = [{}] (a.json:3)\n"},
		{"booking twice", `[{"id": 1},` + "\n" + `{"id": 2}, {"id": 1}]`, "a.json:2: booking 1 came on line 1 already; neither is taken", "2  , booked 0001-01-01T00:00:00Z, \n"},
		{"no number", `[{"date": null}, {"id": 2, "offenses": [{"text":"THEFT"}]}]`, "a.json:1: no booking number",
			"2  , booked 0001-01-01T00:00:00Z, \n  charges = [{}] (a.json:1)\n"},
		{"bad cell", "[{\"id\": 1,\n\"date\": \"soon\"}, {\"id\": 2}]", "a.json:2: date:", "2  , booked 0001-01-01T00:00:00Z, \n"},
		{"bad charge", "[{\"id\": 1, \"offenses\": [{\"text\": \"THEFT\",\n\"pending\": 1}]}, {\"id\": 2}]", "a.json:2: pending:", "2  , booked 0001-01-01T00:00:00Z, \n"},
		{"list where a value is read", `[{"id": [1]}]`, "a.json:1: id: a list", ""},
		{"value where the list is read", `[{"id": 1, "offenses": "THEFT"}]`, "a.json:1: offenses: expected a list of charges", ""},
		{"list twice", `[{"id": 1, "offenses": [], "offenses": []}]`, "a.json:1: offenses: a list", ""},
		{"member twice", `[{"id": 1, "id": 2}]`, "a.json:1: id: given twice", ""},
		{"charge that is no object", `[{"id": 1, "offenses": [1]}]`, "a.json:1: expected a list of at most 1000 charges", ""},
		{"no object", "[1]", "a.json:1: expected a booking", ""},
		{"cut off", `[{"id": 1},` + "\n" + `{"id": 2}`, "a.json:2: not JSON: unexpected EOF", ""},
		{"cut off within", `[{"id": 1, "offenses": [{"text":`, "a.json:1: not JSON: unexpected EOF", ""},
		{"too deep", strings.Repeat(`{"a":`, 40), "nested deeper than", ""},
		{"too deep, in a list", `{"a":` + strings.Repeat(`[`, 40), "nested deeper than", ""},
		{"not UTF-8", "\xff", "a.json: not UTF-8", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bookings, problems := all(t, "a.json", json(test.text), mapping(t, jsonMap))
			if !strings.Contains(problems, test.problems) || strings.Count(problems, "\n") != min(1, len(test.problems)) {
				t.Errorf("problems %q, want one that says %q", problems, test.problems)
			}
			if diff := cmp.Diff(test.want, shown(bookings)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestMappingForTheOtherKind(t *testing.T) {
	if _, problems := all(t, "a.csv", csv("id\n"), mapping(t, jsonMap)); !strings.Contains(problems, "leave it out for CSV") {
		t.Error(problems)
	}
	if _, problems := all(t, "a.json", json("[]"), mapping(t, plainMap)); !strings.Contains(problems, "as in list: charges") {
		t.Error(problems)
	}
}

// endless gives the same bytes for ever.
type endless struct{ text []byte }

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e.text[i%len(e.text)]
	}
	return len(p), nil
}

// TestLimits reads exports without an end.
func TestLimits(t *testing.T) {
	m := mapping(t, "columns: {No: booking}")
	ignore := func(*custody.Booking, error) error { return nil }
	start := bytes.NewReader
	for name, test := range map[string]struct {
		err  error
		want string
	}{
		"rows":       {custody.CSV("a.csv", io.MultiReader(start([]byte("No\n")), endless{[]byte("1\n")}), m, ignore), "more than 200000 rows"},
		"one cell":   {custody.CSV("a.csv", io.MultiReader(start([]byte("No\n\"")), endless{[]byte("1")}), m, ignore), "larger than 64 MiB"},
		"columns":    {custody.CSV("a.csv", start([]byte(strings.Repeat("a,", 501)+"a\n")), m, ignore), "more than 500 columns"},
		"JSON":       {custody.JSON("a.json", endless{[]byte(" ")}, m, ignore), "larger than 64 MiB"},
		"JSON items": {custody.JSON("a.json", strings.NewReader("["+strings.Repeat("{},", 200_001)+"{}]"), m, ignore), "more than 200000 bookings"},
	} {
		if test.err == nil || !strings.Contains(test.err.Error(), test.want) {
			t.Errorf("%s: error %v, want it to say %q", name, test.err, test.want)
		}
	}
}

// TestEachStops stops at the first problem, and at the first booking.
func TestEachStops(t *testing.T) {
	enough := errors.New("enough")
	m := mapping(t, "columns: {No: booking}")
	for _, text := range []string{"No\n\n1,2\n1,2\n", "No\n1\n2\n"} {
		calls := 0
		err := custody.CSV("a.csv", strings.NewReader(text), m, func(*custody.Booking, error) error { calls++; return enough })
		if !errors.Is(err, enough) || calls != 1 {
			t.Errorf("%v after %d calls", err, calls)
		}
	}
}

func ExampleCSV() {
	m, err := custody.ReadMapping("jail.yaml", strings.NewReader("complete: [charges]\ncolumns: {Booking: booking, Offense: charge, Code: charges.statute}"))
	if err != nil {
		fmt.Println(err)
		return
	}
	export := "Booking,Offense,Code\n15-0417,TRESPASS,PC 602\n15-0417,ICE HOLD,\n,THEFT,\n"
	err = custody.CSV("jail.csv", strings.NewReader(export), m, func(b *custody.Booking, wrong error) error {
		if wrong != nil {
			fmt.Println(wrong)
			return nil
		}
		fmt.Println(b.Number, b.Charges, b.Holds, b.Doubts)
		return nil
	})
	fmt.Println(err)
	// Output:
	// jail.csv:4: no booking number, so it cannot be told whose row this is
	// 15-0417 [{{"statute":"PC 602"} 2}] [{immigration ICE HOLD  3}] [{ the first of 1 lines that could not be read, and may be a charge of this booking 4}]
	// <nil>
}
