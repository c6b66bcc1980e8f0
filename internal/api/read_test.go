package api

import (
	"encoding/json"
	"testing"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/internal/store"
)

// TestNoIndexBeforeItsSlot: a line that has no place in the log yet shows none, and not the first.
func TestNoIndexBeforeItsSlot(t *testing.T) {
	t.Parallel()
	e := sallyport.Event{Submission: "s", Kind: "booked"}
	shown := recordOf(&desk.Record{Submission: new(store.Submission), Entries: []desk.Entry{{Event: e}, {Planned: true, Event: e}, {Index: 7, Planned: true, Logged: true, Event: e}}})
	text, err := json.Marshal(shown.Entries)
	if err != nil {
		t.Fatal(err)
	}
	var read []map[string]any
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	if _, there := read[0]["index"]; there || read[1]["index"] != 0.0 || read[2]["index"] != 7.0 || read[1]["logged"] != false {
		t.Errorf("%s", text)
	}
}
