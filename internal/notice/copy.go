// Package notice is what a jail gives the person on paper: the copy of a request, in a language that they read, with the receipt's code to be read by people
// and by telephones. It is one HTML document with a style for letter paper, black on white, and holds no name: there is a line to write it on.
package notice

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/internal/web/words"
	"sallyport/law"
	"sallyport/law/tree"
	"sallyport/proof"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

//go:embed copy.css
var style []byte

// stylePath is where the copy's style is.
const stylePath = "/notice/copy.css"

// Style serves what a copy is dressed with.
func Style(mux *http.ServeMux) {
	mux.HandleFunc("GET "+stylePath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(style) // the reader may have left
	})
}

// Copy is one copy.
type Copy struct {
	Lang words.Lang
	Node string // where the agency's pages are: https://jail.example
	Code proof.Code
	At   time.Time // when it was served or given
	Said *sallyport.Statement
	Zone *time.Location // of the agency, in which the copy gives its times

	Log, Key string // the log's origin, and its key; "" where it is not published
	Trial    bool   // the copy says so
	Back     string // where whoever prints it goes on; on the screen alone

	// Says are a rule's plain words, in English; "" for a rule that is not known any more.
	Says func(sallyport.Ground) string
}

// Of makes the copy that a code was just drawn for, as the record has it. The code is told once, so whoever served shows the copy in answer to that.
func Of(ctx context.Context, j *desk.Jail, code string) (Copy, error) {
	read, err := proof.ParseCode(code)
	if err != nil {
		return Copy{}, err
	}
	found, err := j.LookUp(ctx, code)
	if err != nil {
		return Copy{}, err
	}
	c := Copy{Lang: words.English, Code: read, At: found.Statement.At, Said: found.Statement.Statement,
		Zone: tree.Zone(j.Place, time.UTC), Says: Says(j.Law)}
	if j.Published != nil {
		c.Log, c.Key = j.Published.Key.Name(), j.Published.Vkey
	}
	return c, nil
}

// Write writes the copy, or, when it cannot be made, none of it.
func (c Copy) Write(ctx context.Context, w io.Writer) error {
	if c.Said == nil {
		return errors.New("notice: a copy says what was asked; this one has no statement")
	}
	drawn, err := QR(Address(c.Node, c.Code), c.say("qr"))
	if err != nil {
		return err
	}
	return document(c, drawn).Render(ctx, w)
}

// Says finds the plain words of a rule that decided: the one of its name and citation.
func Says(book *law.Book) func(sallyport.Ground) string {
	type named struct{ id, cite string }
	all := map[named]string{}
	for _, p := range book.Packs {
		for _, v := range p.Versions {
			for _, r := range v.Rules {
				all[named{r.ID, r.Cite}] = r.Says
			}
		}
	}
	return func(g sallyport.Ground) string { return all[named{g.Rule, g.Cite}] }
}

// grounds are the rules of all judgements, each once, in the order in which they decided.
func (c Copy) grounds() (all []sallyport.Ground) {
	seen := map[sallyport.Ground]bool{}
	for _, d := range c.Said.Doors {
		for _, g := range d.Grounds {
			if !seen[g] {
				seen[g] = true
				all = append(all, g)
			}
		}
	}
	return all
}

// roomFor is how many rules a copy of two pages has room to say in plain words. Of more, only those are that refuse or are open.
const roomFor = 5

// plain are a rule's plain words, where they are known.
func (c Copy) plain(g sallyport.Ground) string {
	if c.Says == nil || g.Effect == sallyport.Permits && len(c.grounds()) > roomFor {
		return ""
	}
	return c.Says(g)
}

func (c Copy) moment(t time.Time) string { return Moment(c.Lang, t.In(c.Zone)) }

// timed says a text that has a day and a time of day in it.
func (c Copy) timed(key string, t time.Time) string {
	t = t.In(c.Zone)
	return c.say(key, "day", words.Day(c.Lang, t), "clock", words.Clock(c.Lang, t))
}

func (c Copy) say(key string, pairs ...string) string { return texts.Say(c.Lang, key, pairs...) }

// check is how the receipt is checked without the agency.
func (c Copy) check() string {
	if c.Key == "" {
		return "sallyport receipt verify receipt.json"
	}
	return fmt.Sprintf("sallyport receipt verify receipt.json --key '%s'", c.Key)
}
