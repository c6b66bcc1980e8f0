package returns

import (
	_ "embed"
	"html/template"
	"io"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Parse(pageText))

// WriteHTML writes the return as one page that needs nothing else and prints on paper.
func (r *Filled) WriteHTML(w io.Writer) error {
	return page.Execute(w, struct {
		*Filled
		Checked string
	}{r, r.checked()})
}
