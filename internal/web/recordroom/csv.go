package recordroom

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"

	"sallyport/record/figures"
)

// mostQueries is how many a download has at most.
const mostQueries = 32

// download answers the figures of some queries as a table for other programs, each beside the checkpoint that gives it. By month, where that is asked for: a
// row for each month of a query's year.
func (m *room) download(w http.ResponseWriter, r *http.Request) {
	asked := r.URL.Query()
	queries, err := parseQueries(asked["query"])
	if err != nil {
		m.show(w, r, http.StatusUnprocessableEntity, "Not a query", notQuery(err.Error()))
		return
	}
	var text bytes.Buffer
	err = m.Board.View(r.Context(), func(l *figures.Log, witnessed bool) error {
		return writeCSV(&text, l, witnessed, queries, asked.Get("by") == "month")
	})
	if err != nil {
		m.failed(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="figures.csv"`)
	_, _ = w.Write(text.Bytes()) // the reader may have left
}

func parseQueries(texts []string) (queries []figures.Query, err error) {
	if len(texts) == 0 || len(texts) > mostQueries {
		return nil, fmt.Errorf("%d queries: give 1 to %d, each as query=", len(texts), mostQueries)
	}
	for _, text := range texts {
		q, err := figures.ParseQuery(text)
		if err != nil {
			return nil, err
		}
		queries = append(queries, q)
	}
	return queries, nil
}

func writeCSV(text *bytes.Buffer, l *figures.Log, witnessed bool, queries []figures.Query, byMonth bool) error {
	rows := csv.NewWriter(text)
	all := [][]string{{"query", "count", "state", "days", "of", "log", "entries", "root", "witnessed"}}
	for _, q := range queries {
		for _, q := range partsOf(l, q, byMonth) {
			f := l.Count(q)
			count := strconv.Itoa(f.Count)
			if f.State == figures.NotReported || f.State == figures.Within {
				count = "" // nobody counted: no zero
			}
			all = append(all, []string{f.Query, count, string(f.State), strconv.Itoa(f.Days), strconv.Itoa(f.Of),
				l.Origin, strconv.FormatUint(l.Size, 10), l.Root, strconv.FormatBool(witnessed)})
		}
	}
	return rows.WriteAll(all)
}

// partsOf is a query, or its months.
func partsOf(l *figures.Log, q figures.Query, byMonth bool) (parts []figures.Query) {
	year := q.Value("year")
	if !byMonth || q.Value("month") != "" {
		return []figures.Query{q}
	}
	for _, y := range yearsOf(l) {
		if year != "" && year != "*" && y != year {
			continue
		}
		_, last, _ := l.Days()
		for _, month := range monthsOf(y, last) {
			parts = append(parts, inMonth(q, month))
		}
	}
	return parts
}
