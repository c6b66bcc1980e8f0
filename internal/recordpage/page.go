// Package recordpage serves a node's public record: what its log has published, in tables, each number with a link to the query and the checkpoint that give
// it. It is open to anyone, needs no script, and shows nothing that the log has not published.
package recordpage

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"

	"sallyport/internal/publish"
	"sallyport/record"
	"sallyport/record/figures"
)

// Path is where the page is.
const Path = "/record"

// figuresPath is where a query's figure is, with its checkpoint.
const figuresPath = "/api/v1/figures"

//go:embed page.html
var pageText string

//go:embed style.css
var style []byte

var page = template.Must(template.New("record").Parse(pageText))

// months is how many of the last are on a page; the figures of all are behind its links.
const months = 12

// shown is the page.
type shown struct {
	figures.Checkpoint
	Witnessed   bool
	First, Last string
	Days        int
	Settings    record.Settings
	Place       string // "" for the whole log
	Places      []string
	Months      []string
	Measures    []measure
	Shares      []share
}

// measure is a row of a table of months.
type measure struct {
	Name  string
	Cells []cell
}

// cell is a figure and where it stands alone.
type cell struct {
	Text, Link string
	Number     bool
	Bar        int // in per cent of the row's greatest
}

// share is a part of a whole, with a bar. Each adds up figures.
type share struct {
	Says        string
	Part, Whole []cell
	N, Of       int
	Percent     int
}

// Register puts the page on a mux.
func Register(mux *http.ServeMux, b *publish.Board, log *slog.Logger) {
	mux.HandleFunc("GET "+Path, func(w http.ResponseWriter, r *http.Request) {
		var text bytes.Buffer
		status, err := write(r.Context(), &text, b, r.URL.Query().Get("place"))
		if err != nil {
			log.ErrorContext(r.Context(), "the public record could not be shown", "error", err)
			http.Error(w, "the record cannot be shown now; its log is published beside it", http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write(text.Bytes()) // the reader may have left
	})
	mux.HandleFunc("GET "+Path+"/style.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(style)
	})
}

func write(ctx context.Context, out *bytes.Buffer, b *publish.Board, place string) (status int, err error) {
	status = http.StatusOK
	err = b.View(ctx, func(l *figures.Log, witnessed bool) error {
		s := pageOf(l, witnessed, place)
		if place != "" && s.Place == "" {
			status = http.StatusNotFound
		}
		return page.Execute(out, s)
	})
	return status, err
}

func pageOf(l *figures.Log, witnessed bool, place string) *shown {
	s := &shown{Checkpoint: l.Checkpoint, Witnessed: witnessed, Settings: l.Settings, Places: l.Places(), Months: l.Months()}
	s.First, s.Last, s.Days = l.Days()
	s.Months = s.Months[max(0, len(s.Months)-months):]
	for _, known := range s.Places {
		if known == place {
			s.Place = place
		}
	}
	for _, m := range l.Measures() {
		if s.Place != "" {
			m.Query = m.Query.With(figures.Term{Key: "place", Value: s.Place})
		}
		s.Measures = append(s.Measures, measureOf(l, m, s.Months))
	}
	if s.Place == "" {
		s.Shares = sharesOf(l)
	}
	return s
}

func measureOf(l *figures.Log, m figures.Measure, months []string) measure {
	row, most := measure{Name: m.Name}, 1
	for _, month := range months {
		f := l.Count(m.Query.With(figures.Term{Key: "month", Value: month}))
		c := cell{Text: string(f.State), Link: linkOf(f.Query), Bar: f.Count}
		if c.Number = f.Count > 0 || f.State == figures.Zero; c.Number {
			c.Text = strconv.Itoa(f.Count)
		}
		if f.State == figures.SoFar {
			c.Text += " so far"
		}
		row.Cells, most = append(row.Cells, c), max(most, f.Count)
	}
	for i := range row.Cells {
		row.Cells[i].Bar = row.Cells[i].Bar * 100 / most
	}
	return row
}

func sharesOf(l *figures.Log) (all []share) {
	for _, s := range l.Shares() {
		if s.Month == "" {
			all = append(all, share{s.Says, cellsOf(s.Part), cellsOf(s.Whole), s.N, s.Of, s.N * 100 / s.Of})
		}
	}
	return all
}

func cellsOf(all []figures.Figure) (cells []cell) {
	for _, f := range all {
		cells = append(cells, cell{Text: strconv.Itoa(f.Count), Link: linkOf(f.Query)})
	}
	return cells
}

func linkOf(query string) string { return figuresPath + "?query=" + url.QueryEscape(query) }
