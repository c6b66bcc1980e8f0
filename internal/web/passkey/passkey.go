// Package passkey is how pages have something signed: one script that adds a passkey and signs with it, and the form that it works on.
//
// A room that gets *roles.Unsigned from a desk shows Form with what the reader had sent. The script asks the passkey, writes its answer into the form's
// field and sends the form again; the room then passes Context(r) to the desk. What is signed is always what the desk says, never what the page says.
package passkey

import (
	"context"
	"embed"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"sallyport/internal/stepup"
	"sallyport/internal/web/shell"
	"sallyport/roles"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

//go:embed passkey.js
var script embed.FS

// Script is the address of the script, for shell.Page.Scripts.
const Script = "/passkey/passkey.js"

// Field is the form's field that carries what the passkey answered.
const Field = "signature"

// Ask is what somebody has to sign, and the form that they sent.
type Ask struct {
	Unsigned *roles.Unsigned
	Action   string     // where the form goes
	Fields   url.Values // as it was sent
}

// names are those of the fields to be sent again, in order.
func (a Ask) names() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(a.Fields)), func(name string) bool { return name == Field })
}

// Context is the request's context with the signature that its form carries.
func Context(r *http.Request) context.Context {
	return stepup.WithAnswer(r.Context(), r.PostFormValue(Field))
}

// Register serves the script, and the page on which somebody adds a passkey.
func Register(mux *http.ServeMux, s *shell.Shell) {
	mux.HandleFunc("GET "+Script, func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, script, "passkey.js")
	})
	mux.HandleFunc("GET /passkey", func(w http.ResponseWriter, r *http.Request) {
		s.Show(w, r, shell.Page{Title: "Your passkey", Content: adding(), Scripts: []string{Script}})
	})
}
