package returns

import (
	"fmt"
	"time"

	"sallyport"
)

// Filled is a return of one agency and year, as it can be handed in.
type Filled struct {
	Return      string   `json:"return"`
	Title       string   `json:"title"`
	Place       string   `json:"place"`
	Year        int      `json:"year"`
	Whom        string   `json:"whom"`
	Trial       bool     `json:"trial"`
	Law         []Clause `json:"law"`
	Tables      []Table  `json:"tables"`
	Certificate string   `json:"certificate"`
	Beside      []string `json:"beside"`
	NotReported int      `json:"not_reported"` // cells that nobody entered
	Counts      []Count  `json:"counts"`       // every number that the log can bear out
	Sums        []Sum    `json:"sums"`
	Findings    []string `json:"findings"` // what does not hold; none in a sound return
	Log         Source   `json:"log"`
}

// Source is what a return was checked against.
type Source struct {
	Source    string    `json:"source"`
	Origin    string    `json:"origin"`
	Size      uint64    `json:"size"`
	Root      string    `json:"root"`      // base64
	Published string    `json:"published"` // the last day of which the log says what happened
	Lines     int       `json:"lines"`     // of the book, shown to be in the log
	Written   time.Time `json:"written"`   // when the book was
}

// Fill fills in a return of the year n from a book that was written at a time and a log that was read to its end. The error says that the law does not ask it
// of this agency and year, or that the book cannot be of that year; what does not hold is in the findings.
func (f *Form) Fill(book []Entry, written time.Time, log *Log, n int) (*Filled, error) {
	if log.Settings.Node != "agency" {
		return nil, fmt.Errorf("%s: the log of %s says of no agency that it is its own; a return is made from an agency's", f.Name, log.Origin)
	}
	if err := f.Asks(log.Settings.Place, n); err != nil {
		return nil, err
	}
	if written.UTC().Year() < n {
		return nil, fmt.Errorf("the book was written on %s, before %d; export it again", day(written.UTC()), n)
	}
	_, last, _ := log.Days()
	lines, findings, err := shown(book, log, n)
	if err != nil {
		return nil, err
	}
	r := &Filled{Return: f.Name, Title: f.Title, Place: log.Settings.Place, Year: n, Whom: f.Whom, Trial: log.Settings.Trial, Law: f.Law, Beside: f.Beside,
		Log: Source{log.Source, log.Origin, log.Size, log.Root, last, len(lines), written}}
	y := &year{n: n, log: log}
	y.requests, y.notes = gather(lines)
	r.Tables = f.tables(y)
	r.Counts, r.Sums = y.counts, y.sums
	r.Certificate = f.certify(y)
	r.Findings = append(append(append(findings, log.damaged...), whole(log, written, n)...), unborne(y)...)
	for _, t := range r.Tables {
		for _, row := range t.Rows {
			for _, c := range row {
				if c.Absent == NotReported {
					r.NotReported++
				}
			}
		}
	}
	return r, nil
}

// shown are the events of the book that the log is shown to hold. One that it does not hold is a finding and does not count; one of a later year that only
// waits for its slot is neither.
func shown(book []Entry, log *Log, n int) (lines []sallyport.Event, findings []string, err error) {
	for i := range book {
		e, is, err := decode(book[i].Body)
		if err != nil {
			return nil, nil, fmt.Errorf("line %d of the record: %w", book[i].Seq, err)
		}
		if !is {
			continue
		}
		why := log.unheld(&book[i])
		if why == "" {
			lines = append(lines, e)
		} else if book[i].Index != nil || e.At.UTC().Year() <= n {
			findings = append(findings, why)
		}
	}
	return lines, few(findings), nil
}

// whole says what is missing of the year in the book and in the log. A time of which nobody has said anything is no zero.
func whole(log *Log, written time.Time, n int) (findings []string) {
	begin, end := fmt.Sprintf("%04d-01-01", n), fmt.Sprintf("%04d-12-31", n)
	if written.UTC().Year() == n {
		findings = append(findings, fmt.Sprintf("the book was written on %s, before the year had ended (UTC)", day(written.UTC())))
	}
	first, last, _ := log.Days()
	switch {
	case first == "":
		return append(findings, "the log has not published what happened on any day, so it bears out no number")
	case first > begin:
		findings = append(findings, fmt.Sprintf("the log says nothing of the days before %s, so the year is not whole in it", first))
	}
	if last < end {
		findings = append(findings, fmt.Sprintf("the log says what happened up to %s, so the year is not whole in it", last))
	}
	return findings
}

// unborne names every number that the log does not bear out, and every sum that does not come out even.
func unborne(y *year) (findings []string) {
	for i := range y.counts {
		if c := &y.counts[i]; !c.Held() {
			findings = append(findings, fmt.Sprintf("%s: %d by the book, %d by the log", c.Says, c.Value, c.Log))
		}
	}
	for i := range y.sums {
		if s := &y.sums[i]; !s.Holds() {
			findings = append(findings, fmt.Sprintf("%s: %d and %d", s.Says, s.Left, s.Right))
		}
	}
	return findings
}

// certify is the sentence that somebody signs: what there was, or that there was nothing.
func (f *Form) certify(y *year) string {
	told := f.told(y)
	if told == "" {
		told = f.Zero
	}
	return fmt.Sprintf("In %d: %s.", y.n, told)
}

// most is how many lines are named that the log does not hold; a book of another log has nothing but such.
const most = 20

func few(findings []string) []string {
	if len(findings) <= most {
		return findings
	}
	return append(findings[:most:most], fmt.Sprintf("and %d more lines", len(findings)-most))
}
