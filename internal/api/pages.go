package api

import (
	"bytes"
	_ "embed"
	"html/template"
	"maps"
	"net/http"
	"slices"

	"sallyport/internal/link"
)

//go:embed problems.css
var style []byte

//go:embed problems.html
var pageText string

// page is one kind of problem as its page shows it.
type page struct {
	Kind             string
	Status           int
	Title            string
	Happened, Remedy string
}

// linkKinds are the problems that nodes answer one another with; see package link.
var linkKinds = map[kind]explanation{
	link.ProblemMalformed: {http.StatusBadRequest, "A message between nodes does not read",
		"What a node sent to this one is not what this version writes.", "Compare the versions of the two nodes; the newer one's release notes say which it still talks to."},
	link.ProblemTooLarge: {http.StatusRequestEntityTooLarge, "A batch of messages is too large",
		"A node sent more in one request than this one reads.", "A sender of this version sends less by itself; look into what was changed in it."},
	link.ProblemSlow: {http.StatusRequestTimeout, "A batch of messages came too slowly",
		"The connection was ended before the batch was there.", "Nothing is lost: the sender sends it again. Look into the line between the two nodes where it goes on."},
	link.ProblemStranger: {http.StatusForbidden, "Not a peer of this node",
		"The node at the other end showed a certificate, or a name, that this node's configuration has for none of its peers.",
		"Compare the pin that the other node prints with --check with the one in this node's configuration, by another way than the link itself."},
	link.ProblemSignature: {http.StatusForbidden, "A message is not signed by the peer",
		"A message came over the peer's connection and does not carry a signature by the peer's key.", "Compare the keys in the configuration with what the other node prints with --check."},
	link.ProblemClock: {http.StatusForbidden, "The clocks are too far apart",
		"The two nodes do not agree on the time, and clocks of holds are counted by it.", "Set the clock of the node that is off; both log how far."},
	link.ProblemSession: {http.StatusConflict, "No such session",
		"The sender speaks of a session that this node does not have, after a restart for instance.", "Nothing has to be done: the sender begins a new one."},
	link.ProblemReplayed: {http.StatusConflict, "A batch was seen before",
		"The same batch, or a later one, came in this session already. It had no second effect.", "Nothing has to be done where it happens once. Where it goes on, somebody replays what they recorded: look into the line."},
	link.ProblemEquivocation: {http.StatusConflict, "Two messages under one number",
		"The peer's node sent two different messages under one number, which a sound node does not do.", "Stop the link and have both books compared: one of the two nodes has lost, or changed, what it had sent."},
	link.ProblemUnavailable: {http.StatusServiceUnavailable, "Not possible now",
		"This node cannot take messages at the moment.", "Nothing is lost: the sender tries again."},
}

// problemPages serves a page for each kind of problem, and a list of them. They need no script, and no page is without its explanation.
func problemPages(mux *http.ServeMux) {
	t := template.Must(template.New("page").Parse(pageText))
	pages := map[string]page{}
	for _, table := range []map[kind]explanation{kinds, linkKinds} {
		for k, e := range table {
			pages[string(k)] = page{string(k), e.status, e.title, e.happened, e.remedy}
		}
	}
	list := slices.SortedFunc(maps.Values(pages), func(a, b page) int { return bytes.Compare([]byte(a.Kind), []byte(b.Kind)) })
	mux.HandleFunc("GET "+problemPath+"{$}", func(w http.ResponseWriter, _ *http.Request) { show(w, t, http.StatusOK, "list", list) })
	mux.HandleFunc("GET "+problemPath+"{kind}", func(w http.ResponseWriter, r *http.Request) {
		if one, known := pages[r.PathValue("kind")]; known {
			show(w, t, http.StatusOK, "one", one)
			return
		}
		show(w, t, http.StatusNotFound, "list", list)
	})
	mux.HandleFunc("GET "+problemPath+"style.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(style) // the reader may have left
	})
}

func show(w http.ResponseWriter, t *template.Template, status int, name string, about any) {
	var text bytes.Buffer
	if err := t.ExecuteTemplate(&text, name, about); err != nil {
		http.Error(w, "this page could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(text.Bytes())
}
