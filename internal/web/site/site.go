// Package site puts a node's pages together: every room by hand, each behind the same headers and in the same frame, beside the API.
package site

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/mod/sumdb/note"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/internal/feed"
	"sallyport/internal/identity"
	"sallyport/internal/web/account"
	"sallyport/internal/web/counsel"
	"sallyport/internal/web/examiner"
	"sallyport/internal/web/explorer"
	"sallyport/internal/web/jail"
	"sallyport/internal/web/lawroom"
	"sallyport/internal/web/office"
	"sallyport/internal/web/passkey"
	"sallyport/internal/web/receipt"
	"sallyport/internal/web/recordroom"
	"sallyport/internal/web/records"
	"sallyport/internal/web/shell"
	"sallyport/law"
	"sallyport/law/tree"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

// Config is what a node's pages need to know beside its desk.
type Config struct {
	Origin string                                        // where the pages are, as readers’ browsers have it
	Trial  bool                                          // every page says so
	Who    func(context.Context) (sallyport.Actor, bool) // nil where nobody is anybody here
	People *identity.Service                             // what they sign in at; nil where they do not
	Switch templ.Component                               // the demonstration's, in the place of signing in
	API    http.Handler
	Now    func() time.Time
	Log    *slog.Logger

	KnownLaw func(context.Context) (feed.Known, error) // what the node's log says of law
	Counsel  []note.Verifier                           // whose signatures on texts of law are believed
	Record   recordroom.Config                         // what the public record is made from, but for the desk's board
}

// everybody's are the ways that need no account.
var everybodys = []shell.Way{{Path: "/explore", Name: "What would happen"}, {Path: lawroom.Path, Name: "The law"}, {Path: recordroom.Path, Name: "Public record"}}

// Hub serves the pages of the federal side's node.
func Hub(h *desk.Hub, c Config) http.Handler {
	s, mux := hub(h, c)
	return finish(s, mux, c)
}

// hub puts the hub's rooms where they are served.
func hub(h *desk.Hub, c Config) (*shell.Shell, *http.ServeMux) {
	s, mux := begin(&h.Node, h.Name, c, slices.Concat(counsel.Ways, examiner.Ways, records.Ways, []shell.Way{office.Way}))
	counsel.Hub(mux, h, s, c.Now)
	explorer.Register(mux, h.Law, s, c.Now)
	lawroom.Register(mux, s, c.law(h.Law))
	examiner.Register(mux, h, s, c.Now)
	records.Register(mux, h, s, c.Now)
	c.fieldOffice(mux, s, h)
	c.inside(mux, s, &h.Node, time.UTC)
	return s, mux
}

// Agency serves the pages of a jail's node.
func Agency(j *desk.Jail, c Config) http.Handler {
	s, mux := agency(j, c)
	return finish(s, mux, c)
}

// agency puts a jail's rooms where they are served.
func agency(j *desk.Jail, c Config) (*shell.Shell, *http.ServeMux) {
	s, mux := begin(&j.Node, j.Place, c, slices.Concat([]shell.Way{{Path: "/receipt", Name: "Receipt"}}, jail.Ways, counsel.Ways, counsel.PolicyWays))
	jail.Register(mux, j, s, c.Now)
	counsel.Agency(mux, j, s, c.Now)
	explorer.Register(mux, j.Law, s, c.Now)
	lawroom.Register(mux, s, c.law(j.Law))
	receipt.Register(mux, j, s, c.Now)
	c.inside(mux, s, &j.Node, tree.Zone(j.Place, time.UTC))
	return s, mux
}

// law is what the law's pages are made from.
func (c Config) law(book *law.Book) lawroom.Config {
	return lawroom.Config{Book: book, Counsel: c.Counsel, Now: c.Now, Known: c.KnownLaw}
}

// begin makes the frame, and serves what hub and agency have alike.
func begin(n *desk.Node, name string, c Config, ways []shell.Way) (*shell.Shell, *http.ServeMux) {
	s := &shell.Shell{Node: name, Origin: c.Origin, Trial: c.Trial, Ways: slices.Concat(ways, everybodys, insiders), Log: c.Log, Who: c.Who, Switch: c.Switch}
	mux := http.NewServeMux()
	shell.Static(mux)
	if c.People != nil {
		passkey.Register(mux, s)
	}
	c.Record.Board, c.Record.Book, c.Record.Now = n.Board, n.Law, c.Now
	recordroom.Register(mux, s, c.Record)
	for _, path := range []string{"/api/", "/problems/"} {
		mux.Handle(path, c.API)
	}
	return s, mux
}

// finish serves the first page, and says of everything else that it is not here.
func finish(s *shell.Shell, mux *http.ServeMux, c Config) http.Handler {
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		s.Show(w, r, shell.Page{Title: "Two doors", Content: home(s, waysOf(s, r))})
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.Show(w, r, shell.Page{Title: "Not here", Status: http.StatusNotFound, Content: shell.Missing()})
	})
	if c.People == nil {
		return shell.Secure(mux)
	}
	return shell.Secure(account.Register(mux, c.People, s).Guard(mux))
}

// waysOf are the pages of whoever is signed in.
func waysOf(s *shell.Shell, r *http.Request) (own []shell.Way) {
	var who sallyport.Actor
	if s.Who != nil {
		who, _ = s.Who(r.Context())
	}
	for _, way := range s.Ways {
		if len(way.Roles) > 0 && way.For(who.Role) {
			own = append(own, way)
		}
	}
	return own
}
