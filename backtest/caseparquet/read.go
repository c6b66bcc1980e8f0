package caseparquet

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/parquet-go/parquet-go"

	"sallyport"
)

// readColumn is a column of the file and what it fills.
type readColumn struct {
	column int
	name   string
	full   int // the definition level of a value
	list   listLevels
	decode decoder
	field  *field
	own    func(*draft, sallyport.Value)
}

// listLevels say which list a column belongs to, and from which definition levels on the list is known and an offence is there.
type listLevels struct {
	of           int // 0 for the case itself, 1 convictions, 2 charges
	known, there int
}

var ofCase listLevels

// draft is a case being read, with what is no fact of it.
type draft struct {
	c      *sallyport.Case
	micros int64 // at
	offset int64 // minutes
	fault  string
}

// ownFill fills what is no fact.
type ownFill struct {
	kind sallyport.Kind
	fill func(*draft, sallyport.Value)
}

var ownFills = map[string]ownFill{
	columnID:      {sallyport.Text, func(d *draft, v sallyport.Value) { d.c.ID = v.S }},
	columnAt:      {sallyport.Time, func(d *draft, v sallyport.Value) { d.micros, d.c.At = v.N, time.Unix(0, 0) }},
	columnOffset:  {sallyport.Int, func(d *draft, v sallyport.Value) { d.offset = v.N }},
	columnAgency:  {sallyport.Text, func(d *draft, v sallyport.Value) { d.c.Agency = v.S }},
	columnProgram: {sallyport.Text, func(d *draft, v sallyport.Value) { d.c.Program = v.S }},
}

// together is how many cases are filled side by side: few enough to stay in the near caches while each column passes over them.
const together = 16

// Group reads the cases of a row group, one after the other.
type Group struct {
	streams []stream
	left    int64
	drafts  [together]draft
	zones   map[int64]*time.Location
	places  map[string]bool // texts already held against the form of a place
}

// Group begins to read a row group. Several groups may be read at once, each by one goroutine.
func (f *File) Group(group int) (g *Group, err error) {
	defer hold(&err)
	rows := f.file.RowGroups()[group]
	g = &Group{left: rows.NumRows(), zones: map[int64]*time.Location{}, places: map[string]bool{}}
	seen := [3]bool{true}
	for i := range f.columns {
		c := &f.columns[i]
		chunk, ok := rows.ColumnChunks()[c.column].(*parquet.FileColumnChunk)
		if !ok {
			return nil, errors.New("damaged: a column is missing")
		}
		meta := &f.file.Metadata().RowGroups[group].Columns[c.column].MetaData
		if seen[c.list.of] && meta.NumValues > 0 && chunk.NullCount() == meta.NumValues && c.own == nil {
			continue // nothing is known; of a list, one column must say how long it is
		}
		seen[c.list.of] = true
		if err := checkPages(f.in, f.file.Size(), meta); err != nil {
			return nil, fmt.Errorf("column %s: %w", c.name, err)
		}
		g.streams = append(g.streams, stream{readColumn: c, pages: chunk.Pages(), values: values{decoder: c.decode}})
	}
	return g, nil
}

// Read fills cases, whose memory is used again, and says how many were read. Where fault[i] is not "", it says what is wrong
// with the i-th. It returns io.EOF when there are no more.
func (g *Group) Read(cases []sallyport.Case, faults []string) (n int, err error) {
	defer hold(&err)
	for n < len(cases) && g.left > 0 {
		k := int(min(int64(len(cases)-n), together, g.left))
		if err := g.fill(cases[n : n+k]); err != nil {
			return n, err
		}
		for i := range k {
			faults[n+i] = g.finish(&g.drafts[i])
		}
		n += k
		g.left -= int64(k)
	}
	if n == 0 && len(cases) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

// Close gives the memory of the pages back.
func (g *Group) Close() {
	for i := range g.streams {
		g.streams[i].close()
	}
}

func (g *Group) fill(cases []sallyport.Case) error {
	for i := range cases {
		c := &cases[i]
		convictions, charges := c.Convictions.List[:0], c.Charges.List[:0]
		*c = sallyport.Case{}
		c.Convictions.List, c.Charges.List = convictions, charges
		g.drafts[i] = draft{c: c}
	}
	for i := range g.streams {
		s := &g.streams[i]
		if err := s.fill(g.drafts[:len(cases)]); err != nil {
			return fmt.Errorf("column %s: %w", s.name, err)
		}
	}
	return nil
}

var placePattern = regexp.MustCompile(`^us(-[a-z]{2})?(/[a-z0-9][a-z0-9-]*)*$`)

// finish puts together what several columns say, and says what is wrong with the case.
func (g *Group) finish(d *draft) string {
	c := d.c
	switch {
	case d.fault != "":
		return d.fault
	case c.At.IsZero():
		return "at: missing; every case has it"
	case c.Agency == "":
		return "agency: missing; every case has it"
	case !g.isPlace(c.Agency):
		return fmt.Sprintf("agency: %q is not a place; write it as in us-ca/san-francisco", c.Agency)
	case c.Program != "" && !g.isPlace(c.Program):
		return fmt.Sprintf("program: %q is not a programme", c.Program)
	case d.offset < -18*60 || d.offset > 18*60:
		return fmt.Sprintf("%s: %d minutes; an offset is less than 18 hours", columnOffset, d.offset)
	}
	c.At = time.UnixMicro(d.micros).In(g.zone(d.offset))
	if year := c.At.Year(); year < 1900 || year > 2200 {
		return fmt.Sprintf("at: year %d; years 1900 to 2200 are read", year)
	}
	return tidy(c)
}

func (g *Group) isPlace(s string) bool {
	is, ok := g.places[s]
	if !ok {
		is = placePattern.MatchString(s)
		if len(g.places) < 10_000 {
			g.places[s] = is
		}
	}
	return is
}

func (g *Group) zone(minutes int64) *time.Location {
	if minutes == 0 {
		return time.UTC
	}
	zone, ok := g.zones[minutes]
	if !ok {
		zone = time.FixedZone("", int(minutes)*60)
		g.zones[minutes] = zone
	}
	return zone
}

// tidy makes objects consistent: what is below a none is none, and an object with something below it is given.
func tidy(c *sallyport.Case) string {
	for _, o := range objects {
		parent, known := &c.Facts[o.parent], false
		for _, child := range o.children {
			if parent.State == sallyport.None {
				if c.Facts[child].State != sallyport.Unknown {
					return sallyport.CaseFacts[child].Path + ": given, while " + sallyport.CaseFacts[o.parent].Path + " is none"
				}
				c.Facts[child] = sallyport.NoneValue
			}
			known = known || c.Facts[child].State == sallyport.Known
		}
		if known {
			*parent = sallyport.IntValue(1)
		}
	}
	return ""
}

type object struct {
	parent   int
	children []int
}

var objects = func() []object {
	var all []object
	for i := range sallyport.CaseFacts {
		if sallyport.CaseFacts[i].Kind != sallyport.Object {
			continue
		}
		o := object{parent: i}
		for j := range sallyport.CaseFacts {
			if sallyport.CaseFacts[j].Parent == sallyport.CaseFacts[i].Path {
				o.children = append(o.children, j)
			}
		}
		all = append(all, o)
	}
	return all
}()

func dayOf(year int) int64 { return sallyport.Day(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)) }
