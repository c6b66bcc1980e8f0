// Package figures counts what logs have published. Each figure names the query and the checkpoint that it comes from, so that anyone can count again.
// It is pure: the leaves are handed to it, and whether they are the log's is for the reader to have checked.
package figures

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"time"

	"sallyport/record"
)

// Checkpoint says over which entries of which log something was counted.
type Checkpoint struct {
	Origin string `json:"origin"`
	Size   uint64 `json:"size"`
	Root   string `json:"root"` // base64
}

// Log is what one log has published, added up by month. The zero value with a checkpoint has published nothing.
type Log struct {
	Checkpoint
	Settings record.Settings // the last that the log says; zero where it says none

	hides   bool                         // it publishes, or has published, small places within larger ones
	rows    []*record.Line               // added up: their days are YYYY-MM, or YYYY of what was published for a year only
	named   map[[2]string][]*record.Line // rows by place and time: YYYY-MM and YYYY, "" for all of either
	whole   map[string][]*record.Line    // the same by time, without their places: what a query that asks for none is counted from
	sums    map[string]*record.Line      // those, by all that they say
	known   map[string]counted           // the rows, by what a leaf says besides its day of the month and its number
	days    map[string]bool              // that have a batch
	covered map[[2]int64]covered         // what was found out of them, by span; anew when a day comes
	valid   map[string]bool              // texts that are days
	key     []byte
}

// counted is where a leaf's number is added: to its row, and to that of all places.
type counted struct{ row, all *record.Line }

func (c counted) add(n int) {
	c.row.N += n
	c.all.N += n
}

// Add takes the leaf at an index of the log. Commitments say nothing, and are passed over. The error is about a published leaf that has not its only form.
func (l *Log) Add(index uint64, leaf []byte) error {
	if len(leaf) == record.Size || l.again(leaf) {
		return nil
	}
	published, err := record.Decode(leaf)
	if err != nil {
		return fmt.Errorf("entry %d: %w", index, err)
	}
	switch p := published.(type) {
	case record.Settings:
		l.Settings, l.hides = p, l.hides || p.Volume > 0
	case record.Day:
		if l.days == nil {
			l.days = map[string]bool{}
		}
		l.days[p.Day], l.covered = true, nil
	case record.Line:
		l.add(leaf, p)
	}
	return nil
}

func (l *Log) add(leaf []byte, line record.Line) {
	if l.known == nil {
		l.known, l.valid, l.named = map[string]counted{}, map[string]bool{}, map[[2]string][]*record.Line{}
		l.whole, l.sums = map[string][]*record.Line{}, map[string]*record.Line{}
	}
	l.valid[line.Day] = true
	key, _, _ := l.cut(leaf)
	n := line.N
	line.Day, line.N = month(line.Day), 0
	l.rows = append(l.rows, &line)
	for _, time := range timesOf(&line) {
		for _, place := range []string{line.Place, ""} {
			at := [2]string{place, time}
			l.named[at] = append(l.named[at], &line)
		}
	}
	c := counted{&line, l.everywhere(line)}
	l.known[string(key)] = c
	c.add(n)
}

// everywhere is the row of all places that says the same.
func (l *Log) everywhere(line record.Line) *record.Line {
	line.Place = ""
	key := fmt.Sprintf("%#v", line)
	if sum := l.sums[key]; sum != nil {
		return sum
	}
	l.sums[key] = &line
	for _, time := range timesOf(&line) {
		l.whole[time] = append(l.whole[time], &line)
	}
	return &line
}

// timesOf are the times that a row is found by.
func timesOf(line *record.Line) []string {
	return slices.Compact([]string{line.Day, line.Day[:len("2006")], ""})
}

func month(day string) string { return day[:min(len(day), len("2006-01"))] }

// again counts a leaf that is like one that was read before, but for its day and number: reading its text anew could find nothing else in it.
func (l *Log) again(leaf []byte) bool {
	key, day, n := l.cut(leaf)
	if n == 0 {
		return false
	}
	c, known := l.known[string(key)]
	if !known || !l.isDay(day) {
		return false
	}
	c.add(n)
	return true
}

func (l *Log) isDay(text []byte) bool {
	if l.valid[string(text)] {
		return true
	}
	form := time.DateOnly[:min(len(text), len(time.DateOnly))]
	if _, err := time.Parse(form, string(text)); err != nil || len(text) != len("2006") && len(text) != len(time.DateOnly) {
		return false
	}
	l.valid[string(text)] = true
	return true
}

var (
	lineHead = []byte("sallyport line v1\n")
	dayKey   = []byte(`,"day":"`)
	numKey   = []byte(`,"n":`)
)

// cut parts a line's leaf into what it says besides its day of the month and number, and those two; the number is 0 where it is no such leaf. No text of
// a line can look like a key: the quotes in it are escaped.
func (l *Log) cut(leaf []byte) (key, day []byte, n int) {
	if !bytes.HasPrefix(leaf, lineHead) {
		return nil, nil, 0
	}
	before, rest, _ := bytes.Cut(leaf, dayKey)
	day, rest, _ = bytes.Cut(rest, []byte(`"`))
	at := bytes.LastIndex(rest, numKey)
	if at < 0 || !bytes.HasSuffix(rest, []byte("}\n")) {
		return nil, nil, 0
	}
	digits := rest[at+len(numKey) : len(rest)-2]
	n, err := strconv.Atoi(string(digits))
	if err != nil || n < 1 || digits[0] < '1' || digits[0] > '9' || len(day) < 4 {
		return nil, nil, 0
	}
	l.key = append(append(append(l.key[:0], before...), month(string(day))...), rest[:at]...)
	return l.key, day, n
}

// Days are the first and the last day that the log has a batch of, "" where it has none, and how many it has.
func (l *Log) Days() (first, last string, count int) {
	for day := range l.days {
		if first == "" || day < first {
			first = day
		}
		last = max(last, day)
	}
	return first, last, len(l.days)
}

// Months are those of which the log has a batch of some day, in order.
func (l *Log) Months() (months []string) {
	for day := range l.days {
		if m := month(day); !slices.Contains(months, m) {
			months = append(months, m)
		}
	}
	slices.Sort(months)
	return months
}

// Places are those that stand in the log's lines, in order.
func (l *Log) Places() (places []string) {
	for n := range l.named {
		if n[0] != "" && n[1] == "" {
			places = append(places, n[0])
		}
	}
	slices.Sort(places)
	return places
}

// Values are those of a key in the lines that meet a query, in order.
func (l *Log) Values(key string, q Query) (values []string) {
	at := keyOf(key)
	if at < 0 {
		return nil
	}
	rows := l.rowsOf(q)
	if key == "place" {
		rows = l.placed(q)
	}
	for _, r := range rows {
		if q.meets(r) {
			values = append(values, keys[at].of(r)...)
		}
	}
	slices.Sort(values)
	return slices.Compact(values)
}
