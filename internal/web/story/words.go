package story

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/a-h/templ"

	"sallyport"
	"sallyport/internal/demo"
	"sallyport/internal/desk"
)

func caseLink(c *demo.Case) templ.SafeURL { return templ.URL("/case/" + c.Reference) }

func asked(a *demo.Asked) string {
	if a.What == "" {
		return "nothing"
	}
	return a.What
}

func answer(a *sallyport.Answer) string {
	if a.Agrees {
		return "yes"
	}
	return "no"
}

// duties are those of the last decision: each door lists all there are.
func duties(a *demo.Asked) []sallyport.Duty {
	for _, j := range []*demo.Judged{a.Served, a.Local, a.Federal} {
		if j != nil {
			return j.Duties
		}
	}
	return nil
}

// waitsForCopy says that a request lacks nothing but the service of its copy.
func waitsForCopy(d *sallyport.Decision) bool {
	return d.Outcome == sallyport.Unresolved && len(d.Unsettled) == 0 && len(d.Missing) == 1 && d.Missing[0] == "request.served_at"
}

// sentence begins with a capital.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// when gives a moment in the zone it happened in.
// index is where a line is in the log, or is to be.
func index(e *desk.Entry) string {
	switch {
	case !e.Planned:
		return "not in the log yet"
	case !e.Logged:
		return fmt.Sprintf("#%d, soon", e.Index)
	}
	return fmt.Sprintf("#%d", e.Index)
}

func when(t time.Time) string { return t.Format("2 January 2006, 15:04 (-07:00)") }

func indented(document string) string {
	var text bytes.Buffer
	if err := json.Indent(&text, []byte(document), "", "  "); err != nil {
		return document
	}
	return text.String()
}
