package publish_test

import (
	"path/filepath"
	"testing"

	"sallyport/internal/publish"
	"sallyport/internal/publish/publishtest"
	"sallyport/internal/store/sqlite"
	"sallyport/internal/tiles"
	"sallyport/record/figures"
	"sallyport/record/figures/testdata/recount"
)

// TestEveryFigureIsRecounted: a program that shares nothing with what makes figures comes to each of them, from the tiles.
func TestEveryFigureIsRecounted(t *testing.T) {
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "hub.db"))
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	dir := publishtest.Log(t, s)
	log, err := tiles.Open(t.Context(), dir, "")
	must(t, err)
	checkpoint, err := log.Checkpoint(t.Context())
	must(t, err)
	l, err := publish.Read(t.Context(), checkpoint)
	must(t, err)
	again, err := recount.Read(filepath.Join(dir, "tiles"))
	must(t, err)
	if again.Origin != l.Origin || again.Size != l.Size || again.Root != l.Root || again.Days("") == 0 {
		t.Fatalf("counted under %+v, counted again under %s %d %s", l.Checkpoint, again.Origin, again.Size, again.Root)
	}
	states, n := map[figures.State]int{}, 0
	check := func(name string, f figures.Figure) {
		n++
		states[f.State]++
		query, err := figures.ParseQuery(f.Query)
		must(t, err)
		if month := query.Value("month"); month > "1" && again.Days(month) != f.Days {
			t.Errorf("%s: %s: %d days; counted again: %d", name, f.Query, f.Days, again.Days(month))
		}
		if got := again.Count(f.Query); got != f.Count {
			t.Errorf("%s: %s: %d; counted again: %d", name, f.Query, f.Count, got)
		}
	}
	for _, table := range l.Tables() {
		if len(table.Rows) == 0 {
			t.Errorf("nothing in table %s", table.Name)
		}
		for _, r := range table.Rows {
			check(table.Name, r.Figure)
		}
	}
	for _, s := range l.Shares() {
		for _, f := range append(s.Part, s.Whole...) {
			check(s.Name, f)
		}
	}
	for _, state := range []figures.State{figures.Counted, figures.Zero, figures.SoFar, figures.NotReported, figures.Within} {
		if states[state] == 0 {
			t.Errorf("no figure is %q: %v", state, states)
		}
	}
	t.Logf("%d figures: %v", n, states)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
