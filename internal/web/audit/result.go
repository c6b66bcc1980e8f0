package audit

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"sallyport/internal/reconcile"
	"sallyport/internal/web/shell"
	"sallyport/roles"
)

// What an auditor may bring: how large a result is at most, in bytes, and how many findings of it are listed.
const (
	mostResult = 8 << 20
	mostListed = 200
)

// compared is a result of comparing two books, as the auditor brought it.
type compared struct {
	*reconcile.Report
	wrong string // with what was brought
}

// result shows what the auditor's own computer found. Nothing of it is kept, and nothing follows from it here.
func (room *Room) result(w http.ResponseWriter, r *http.Request) {
	who, err := room.Actor(r.Context())
	if err == nil {
		err = roles.Allows(who, roles.ReadJournal)
	}
	if err != nil {
		room.Refuse(w, r, err)
		return
	}
	status := http.StatusOK
	c := compared{}
	if r.Method == http.MethodPost {
		if c.Report, err = brought(w, r); err != nil {
			status, c.wrong = http.StatusUnprocessableEntity, err.Error()
		}
	}
	room.Show(w, r, shell.Page{Title: "The two books compared", Status: status, Content: result(c)})
}

// brought reads a result as sallyport reconcile --json prints it.
func brought(w http.ResponseWriter, r *http.Request) (*reconcile.Report, error) {
	r.Body = http.MaxBytesReader(w, r.Body, mostResult)
	file, _, err := r.FormFile("result")
	if err != nil {
		return nil, errors.New("No file came, or it is longer than 8 MiB. Choose the file that you wrote with --json.")
	}
	defer file.Close()
	report, read := new(reconcile.Report), json.NewDecoder(file)
	read.DisallowUnknownFields()
	if err := read.Decode(report); err != nil || len(report.Nodes) == 0 || report.Differences == nil {
		return nil, errors.New("That is not what sallyport reconcile --json prints. Choose the file that you wrote with it.")
	}
	return report, nil
}

// booked says whether any book was compared, and not the logs alone.
func (c compared) booked() bool {
	for i := range c.Nodes {
		if c.Nodes[i].Book != nil {
			return true
		}
	}
	return false
}

// about is the message, the numbers or the nodes that a finding is about.
func about(f *reconcile.Finding) string {
	if f.From == "" {
		var nodes []string
		for i := range f.Evidence {
			nodes = append(nodes, f.Evidence[i].Node)
		}
		return strings.Join(nodes, " and ")
	}
	text := f.From + " to " + f.To
	if f.Number > 0 {
		text += ", message " + strconv.FormatInt(f.Number, 10)
	}
	if f.Last > f.Number {
		text += " to " + strconv.FormatInt(f.Last, 10)
	}
	return text
}

// found is what a finding says.
func found(f *reconcile.Finding) string {
	if f.Detail == "" {
		return f.Words
	}
	return f.Words + ": " + f.Detail
}

// perhaps is a number that a book says, or that no book was given to say it.
func perhaps(n *int) string {
	if n == nil {
		return "no book"
	}
	return strconv.Itoa(*n)
}
