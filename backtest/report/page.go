package report

import (
	"embed"
	"html/template"
	"io"
	"strings"
)

//go:embed page.html page.css
var files embed.FS

var page = template.Must(template.New("page.html").Funcs(template.FuncMap{
	"breakable": breakable, "count": thousands, "percent": percent, "int64": func(n int) int64 { return int64(n) }, "table": newTableView,
}).ParseFS(files, "page.html", "page.css"))

// Page writes the report as one HTML document. The error is w's.
func Page(w io.Writer, in *Input) error { return page.Execute(w, newView(in)) }

// Limits of what the page shows; the tables have all of it.
const (
	maxMatrices = 6
	maxMaps     = 4
	maxPlaces   = 30
	maxRules    = 12
	maxListed   = 15
)

// breakable lets a long name break where its parts meet.
func breakable(name string) template.HTML {
	return template.HTML(breaks.Replace(template.HTMLEscapeString(name)))
}

var breaks = strings.NewReplacer("/", "/<wbr>", "@", "<wbr>@", ":", ":<wbr>", ".", ".<wbr>")
