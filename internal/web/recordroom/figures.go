package recordroom

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"sallyport/casework"
	"sallyport/internal/web/shell"
	"sallyport/record"
	"sallyport/record/figures"
)

// page is what the record has of a place and a year.
type page struct {
	figures.Checkpoint
	choice

	Witnessed   bool
	Unknown     string // what was asked for and is not in the record
	First, Last string // days, in words
	Days        int
	Settings    record.Settings
	Places      []string
	Years       []string
	Sections    []section
	Shares      []share
}

// section is pictures and a table of the same numbers.
type section struct {
	tongue

	Wide            bool // its names are too long for columns
	ID, Title, Says string
	Axis            string // what its columns stand for
	Ticks           []tick
	Series          []series
}

// tick is a column of a picture, a row of its table.
type tick struct {
	Short, Long string
	Term        figures.Term // what its figures ask besides the series' query, or instead of its year
	Address     string       // where it is explained
}

// series is one picture, one column of a table.
type series struct {
	Name  string
	Query figures.Query // of place and year
	Cells []cell
}

// cell is a figure.
type cell struct {
	figures.Figure
	Link string
}

// share is a part of a whole.
type share struct {
	figures.Share
	Part, Whole []cell
	Download    string
}

// summary shows the record of a place and a year.
func (m *room) summary(w http.ResponseWriter, r *http.Request) {
	asked := r.URL.Query()
	p, err := m.page(r.Context(), choice{asked.Get("place"), asked.Get("year"), tongue{shell.Lang(r, langs...)}})
	if err != nil {
		m.failed(w, r, err)
		return
	}
	status := http.StatusOK
	if p.Unknown != "" {
		status = http.StatusNotFound
	}
	m.Show(w, r, shell.Page{Title: p.say("The public record"), Status: status, Langs: langs, Content: summaryPage(p), Styles: []string{stylePath}})
}

func contains(all []string, one string) bool { return one != "" && slices.Contains(all, one) }

func yearsOf(l *figures.Log) (years []string) {
	for _, month := range l.Months() {
		years = append(years, month[:len("2006")])
	}
	return slices.Compact(years)
}

// pageOf counts what the log has of a place and a year.
func (m *room) pageOf(l *figures.Log, c choice) *page {
	p := &page{Checkpoint: l.Checkpoint, choice: c, Settings: l.Settings}
	first, last, days := l.Days()
	p.First, p.Last, p.Days = c.day(first), c.day(last), days
	if c.year == "" {
		return p
	}
	months := monthsOf(c.year, last)
	for i := range plans {
		if plans[i].node == "" || l.Settings.Node == "" || plans[i].node == l.Settings.Node {
			p.Sections = append(p.Sections, plans[i].section(l, c, months))
		}
	}
	p.Sections = append(p.Sections, waits(l, c))
	for _, s := range []section{m.rules(l, c), m.unresolved(l, c)} {
		if len(s.Ticks) > 0 {
			p.Sections = append(p.Sections, s)
		}
	}
	for _, s := range l.SharesOf(c.terms()...) {
		p.Shares = append(p.Shares, share{s, cellsOf(s.Part), cellsOf(s.Whole), downloadOf(append(slices.Clone(s.Part), s.Whole...)...)})
	}
	return p
}

// terms are those that every query of a choice has.
func (c choice) terms() (terms []figures.Term) {
	if c.place != "" {
		terms = append(terms, figures.Term{Key: "place", Value: c.place})
	}
	return append(terms, figures.Term{Key: "year", Value: c.year})
}

// monthsOf are the months of a year, as far as there are batches.
func monthsOf(year, last string) (months []string) {
	for m := range 12 {
		month := year + time.Date(2000, time.Month(m+1), 1, 0, 0, 0, 0, time.UTC).Format("-01")
		if month <= last {
			months = append(months, month)
		}
	}
	return months
}

func (p *plan) section(l *figures.Log, c choice, months []string) section {
	s := section{tongue: c.tongue, ID: p.id, Title: c.say(p.title), Says: c.say(p.says), Axis: c.say("Month")}
	for _, month := range months {
		at, _ := time.Parse("2006-01", month) // monthsOf wrote it
		s.Ticks = append(s.Ticks, tick{Short: c.letter(at), Long: c.month(at), Term: figures.Term{Key: "month", Value: month}})
	}
	for _, of := range p.series {
		query := mustQuery(of.query).With(c.terms()...)
		one := series{Name: c.say(of.name), Query: query}
		for _, month := range months {
			one.Cells = append(one.Cells, cellOf(l.Count(inMonth(query, month))))
		}
		s.Series = append(s.Series, one)
	}
	return s
}

// inMonth asks for a month instead of its year.
func inMonth(q figures.Query, month string) figures.Query {
	q = slices.DeleteFunc(slices.Clone(q), func(t figures.Term) bool { return t.Key == "year" })
	return q.With(figures.Term{Key: "month", Value: month})
}

// waits is how long requests waited for their answers.
func waits(l *figures.Log, c choice) section {
	s := section{tongue: c.tongue, ID: "waits", Title: c.say("How long a request waited for its answer"), Axis: c.say("At most"), Says: c.say("waits")}
	one := series{Name: c.say("Answers"), Query: mustQuery("kind=answered").With(c.terms()...)}
	for _, band := range casework.Bands {
		term := figures.Term{Key: "took", Value: band}
		s.Ticks = append(s.Ticks, tick{Short: c.say("short " + band), Long: c.band(band), Term: term})
		one.Cells = append(one.Cells, cellOf(l.Count(one.Query.With(term))))
	}
	s.Series = []series{one}
	return s
}

func cellOf(f figures.Figure) cell { return cell{f, linkOf(f.Query)} }

func cellsOf(all []figures.Figure) (cells []cell) {
	for _, f := range all {
		cells = append(cells, cellOf(f))
	}
	return cells
}

// withNumbers are the cells that have a number, or else the first.
func withNumbers(cells []cell) []cell {
	told := slices.DeleteFunc(slices.Clone(cells), func(c cell) bool { return c.State == figures.NotReported || c.State == figures.Within })
	if len(told) == 0 {
		return cells[:1]
	}
	return told
}

func linkOf(query string) string { return figuresPath + "?query=" + url.QueryEscape(query) }

// downloadOf is where the numbers of some queries are.
func downloadOf(all ...figures.Figure) string {
	values := url.Values{}
	for _, f := range all {
		values.Add("query", f.Query)
	}
	return csvPath + "?" + values.Encode()
}

// Download is where the numbers of a section are.
func (s *section) Download() string {
	values := url.Values{}
	for i := range s.Series {
		if len(s.Ticks) > 0 && s.Ticks[0].Term.Key == "month" {
			values.Add("query", s.Series[i].Query.String())
			values.Set("by", "month")
			continue
		}
		for _, c := range s.Series[i].Cells {
			values.Add("query", c.Query)
		}
	}
	return csvPath + "?" + values.Encode()
}
