package monitor_test

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport/internal/monitor"
	"sallyport/internal/tiles"
	"sallyport/internal/tiles/tilestest"
	"sallyport/proof"
	"sallyport/record"
)

const (
	hub    = "trial.sallyport.invalid/hub"
	agency = "trial.sallyport.invalid/us-oh.franklin"
	place  = "us-oh/franklin"
)

// world is a log that is published at some place, and a monitor that looks at it.
type world struct {
	t       *testing.T
	origin  string
	dir     string
	leaves  [][]byte
	now     time.Time
	config  monitor.Config
	witness tilestest.Witness
}

func newWorld(t *testing.T, origin string) *world {
	t.Helper()
	w := &world{t: t, origin: origin, dir: t.TempDir(), now: time.Date(2015, 8, 3, 12, 0, 0, 0, time.UTC), witness: tilestest.NewWitness("witness.invalid")}
	settings := record.Settings{Node: "hub", Slot: 60, Width: 4, Batch: "02:00", Volume: 300, Trial: true}
	if origin == agency {
		settings.Node, settings.Place = "agency", place
	}
	w.say(settings)
	w.slot()
	w.publish()
	w.config = monitor.Config{Dir: filepath.Join(t.TempDir(), "state"), Logs: []*tiles.Log{w.open(w.dir)}, Grace: 10 * time.Minute}
	return w
}

func (w *world) open(source string) *tiles.Log {
	w.t.Helper()
	log, err := tiles.Open(w.t.Context(), source, tilestest.NewKey(w.t, w.origin).Vkey)
	if err != nil {
		w.t.Fatal(err)
	}
	return log
}

func (w *world) say(all ...record.Published) {
	w.t.Helper()
	for _, p := range all {
		leaf, err := record.Encode(p)
		if err != nil {
			w.t.Fatal(err)
		}
		w.leaves = append(w.leaves, leaf)
	}
}

func (w *world) slot() {
	for range 4 {
		sum := sha256.Sum256(fmt.Append(nil, w.origin, len(w.leaves)))
		w.leaves = append(w.leaves, sum[:])
	}
}

func (w *world) batch(day string, lines []record.Line, messages ...string) {
	w.t.Helper()
	b := record.Batch{Day: day, Need: 1, Room: 1, Lines: lines}
	for _, m := range messages {
		b.Sums = append(b.Sums, record.Shared([]byte("salt"), m))
	}
	leaves, err := b.Leaves()
	if err != nil {
		w.t.Fatal(err)
	}
	w.leaves = append(w.leaves, leaves...)
}

// publish publishes what the log has.
func (w *world) publish() {
	w.t.Helper()
	tilestest.NewKey(w.t, w.origin).Publish(w.t, w.dir, w.leaves)
}

func (w *world) checkpoint() string { return filepath.Join(w.dir, "tiles", "checkpoint") }

func (w *world) read() string {
	w.t.Helper()
	text, err := os.ReadFile(w.checkpoint())
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

func (w *world) write(text string) {
	w.t.Helper()
	if err := os.WriteFile(w.checkpoint(), []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// forked is a copy of the log, from some entry on with others.
func (w *world) forked(at int) *world {
	other := *w
	other.dir = w.t.TempDir()
	other.leaves = slices.Clone(w.leaves[:at])
	for range len(w.leaves) - at {
		sum := sha256.Sum256(fmt.Append(nil, "another", len(other.leaves)))
		other.leaves = append(other.leaves, sum[:])
	}
	other.publish()
	return &other
}

// poll looks once, with what a monitor that was begun anew remembers.
func (w *world) poll() *monitor.Seen {
	w.t.Helper()
	m, err := monitor.Open(w.config)
	if err != nil {
		w.t.Fatal(err)
	}
	seen, err := m.Poll(w.t.Context(), w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	return seen
}

// expect looks once, and compares the kinds of the alarms.
func (w *world) expect(want ...monitor.Kind) *monitor.Seen {
	w.t.Helper()
	seen := w.poll()
	var got []monitor.Kind
	for _, a := range seen.Alarms {
		got = append(got, a.Kind)
		w.t.Log(&a)
		if a.Ask == "" || a.Detail == "" || a.Log == "" {
			w.t.Errorf("%+v", a)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		w.t.Fatal(diff, seen.Alarms)
	}
	return seen
}

// grow lets a minute pass in which the log does as it should.
func (w *world) grow() {
	w.now = w.now.Add(time.Minute)
	w.slot()
	w.publish()
}

func TestLogThatGrows(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hub)
	for range 100 {
		w.grow()
		seen := w.expect()
		if seen.Logs[0].Size != uint64(len(w.leaves)) {
			t.Fatal(seen.Logs)
		}
	}
}

// TestFork: a log that was rewritten, at the same size and at a greater one; it is known for good, also by a monitor that was killed since, and the
// evidence verifies.
func TestFork(t *testing.T) {
	t.Parallel()
	for name, more := range map[string]int{"same size": 0, "grown": 3} {
		w := newWorld(t, hub)
		w.grow()
		w.expect()
		for range more {
			w.slot()
		}
		other := w.forked(5)
		other.config.Logs = []*tiles.Log{other.open(other.dir)}
		seen := other.expect(monitor.Fork)
		evidence := seen.Alarms[0].Evidence
		if len(evidence) != 2 {
			t.Fatal(name, evidence)
		}
		for _, file := range evidence {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := proof.Open(text, w.config.Logs[0].Key); err != nil {
				t.Error(err)
			}
		}
		w.expect(monitor.Fork) // the log is as it was, and the fork is not forgotten
	}
}

// TestPlacesDiffer: one log at two places that show different things, each sound in itself.
func TestPlacesDiffer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hub)
	w.grow()
	other := w.forked(5)
	w.config.Logs = append(w.config.Logs, other.open(other.dir))
	w.expect(monitor.Fork)

	behind := newWorld(t, hub)
	mirror := *behind
	mirror.dir = t.TempDir()
	mirror.publish()
	behind.grow()
	behind.config.Logs = append(behind.config.Logs, mirror.open(mirror.dir))
	behind.expect() // a mirror may be late
}

func TestRollback(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hub)
	early := w.read()
	w.grow()
	w.expect()
	w.write(early)
	w.expect(monitor.Rollback)
	w.expect(monitor.Rollback) // as long as it lasts
	moved := *w
	moved.dir = t.TempDir()
	moved.leaves = w.leaves[:3]
	moved.publish()
	moved.config.Logs = []*tiles.Log{moved.open(moved.dir)}
	moved.expect(monitor.Rollback) // a place that was not watched before
	w.grow()
	w.expect()
}

func TestStale(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hub)
	w.expect()
	w.now = w.now.Add(15 * time.Minute)
	w.expect()
	w.now = w.now.Add(time.Second)
	w.expect(monitor.Stale)
	w.grow()
	w.expect()
}

func TestBatchLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hub)
	w.expect()
	for day := 4; day < 8; day++ {
		w.now = time.Date(2015, 8, day, 2, 10, 0, 0, time.UTC)
		w.grow()
		w.now = w.now.Add(-time.Minute) // 02:10: no later than the grace
		w.expect()
		w.grow()
		seen := w.expect(monitor.BatchLate)
		if want := fmt.Sprintf("the batch of 2015-08-%02d was due at 2015-08-%02d 02:00:00", day-1, day); seen.Alarms[0].Detail != want {
			t.Error(seen.Alarms)
		}
		w.batch(fmt.Sprintf("2015-08-%02d", day-1), nil)
		w.publish()
		w.expect()
	}
}

func TestUnsigned(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hub)
	w.expect()
	signed := w.read()
	w.write(strings.Replace(signed, "\n5\n", "\n6\n", 1))
	w.expect(monitor.Unsigned)
	w.write(signed)
	w.expect()
}

func TestDamaged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hub)
	w.expect()
	w.grow()
	bundle := filepath.Join(w.dir, "tiles", "tile", "entries", "000.p", fmt.Sprint(len(w.leaves)))
	data, err := os.ReadFile(bundle)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)-1] ^= 1
	if err := os.WriteFile(bundle, data, 0o644); err != nil {
		t.Fatal(err)
	}
	w.expect(monitor.Damaged)
	w.publish()
	w.expect()
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hub)
	down := false
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		if down {
			http.Error(out, "down", http.StatusServiceUnavailable)
			return
		}
		http.FileServer(http.Dir(w.dir)).ServeHTTP(out, in)
	}))
	defer server.Close()
	w.config.Logs = []*tiles.Log{w.open(server.URL)}
	w.expect()
	down = true
	w.expect(monitor.Unreachable)
	down = false
	w.expect()
}

// witnessed has the world's witness asked for.
func (w *world) witnessed() *world {
	w.t.Helper()
	policy, err := proof.ParsePolicy(fmt.Appendf(nil, "log %s\nwitness W %s\nquorum W\n", tilestest.NewKey(w.t, w.origin).Vkey, w.witness.Vkey))
	if err != nil {
		w.t.Fatal(err)
	}
	w.config.Policy = policy
	return w
}

func (w *world) cosign(at time.Time) { w.write(w.witness.Cosign(w.t, w.read(), at)) }

func TestNotWitnessed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hub).witnessed()
	w.cosign(w.now)
	if seen := w.expect(); !slices.Equal(seen.Logs[0].Witnessed, []string{"W"}) {
		t.Error(seen.Logs)
	}
	for range 10 { // the first look without starts the grace
		w.grow()
		w.expect()
	}
	w.grow()
	w.expect(monitor.NotWitnessed)
	w.cosign(w.now)
	w.expect()
	signed := w.read()
	w.write(signed[:len(signed)-10] + "AAAAAAAA=\n")
	if seen := w.poll(); len(seen.Alarms) == 0 || seen.Alarms[0].Kind != monitor.Unsigned {
		t.Error(seen.Alarms)
	}
}

// TestReplayed: a monitor that is new cannot know that there was more; the witnesses' times tell.
func TestReplayed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hub).witnessed()
	w.cosign(w.now)
	w.now = w.now.Add(26 * time.Minute)
	w.expect(monitor.Stale)
}

func TestWitnessLied(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hub).witnessed()
	w.grow()
	w.cosign(w.now)
	w.expect()
	other := w.forked(5)
	other.grow()
	other.cosign(other.now)
	other.config.Logs = []*tiles.Log{other.open(other.dir)}
	seen := other.expect(monitor.Fork, monitor.WitnessLied)
	if !strings.HasPrefix(seen.Alarms[1].Detail, "W cosigned") {
		t.Error(seen.Alarms[1])
	}
}

// TestWitnessGoesBack: a witness that cosigned less, later. Nobody forked.
func TestWitnessGoesBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hub).witnessed()
	early := w.read()
	w.grow()
	w.cosign(w.now)
	w.expect()
	late := w.witness.Cosign(t, early, w.now.Add(time.Minute))
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		if in.URL.Path != fmt.Sprintf("/%x/checkpoint", sha256.Sum256([]byte(hub))) {
			http.NotFound(out, in)
			return
		}
		fmt.Fprint(out, late)
	}))
	defer server.Close()
	w.config.Witnesses = []string{server.URL}
	seen := w.expect(monitor.WitnessLied)
	if !strings.Contains(seen.Alarms[0].Detail, "after it had cosigned it with") {
		t.Error(seen.Alarms)
	}
}

// TestHidden: the witness has seen what nobody else is shown.
func TestHidden(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hub).witnessed()
	w.cosign(w.now)
	public := w.read()
	w.slot()
	w.publish()
	w.cosign(w.now)
	hidden := w.read()
	w.write(public)
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) { fmt.Fprint(out, hidden) }))
	defer server.Close()
	w.config.Witnesses = []string{server.URL}
	w.expect()
	w.now = w.now.Add(10 * time.Minute)
	w.expect(monitor.Hidden)
	w.write(hidden)
	w.expect()
}

func TestNewsOfLaw(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hub)
	law := record.Law{Pack: "us-ca/trust", Version: "2014-01-01", Text: strings.Repeat("a", 64), Rules: strings.Repeat("b", 64), Cases: strings.Repeat("c", 64), Engine: "law 1", Loaded: "2015-08-03"}
	w.say(law)
	w.publish()
	if seen := w.expect(); len(seen.News) > 0 {
		t.Error(seen.News) // what was there when it was seen first
	}
	law.Rules = strings.Repeat("d", 64)
	w.say(law)
	law.Text = strings.Repeat("d", 64)
	w.say(law)
	law.Removed = true
	w.say(law)
	w.grow()
	var got []string
	for _, n := range w.expect().News {
		got = append(got, n.Text)
	}
	want := []string{
		"entry 6: the rules of us-ca/trust@2014-01-01 were changed on 2015-08-03, from bbbbbbbbbbbbbbbb to dddddddddddddddd",
		"entry 7: what is said of us-ca/trust@2014-01-01 was changed on 2015-08-03, its rules were not",
		"entry 8: us-ca/trust@2014-01-01 is applied no more since 2015-08-03",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if seen := w.expect(); len(seen.News) > 0 {
		t.Error(seen.News)
	}
}

// TestPeerMissing: what the jail says went between the two, and the hub does not, once the hub's batch with it is due.
func TestPeerMissing(t *testing.T) {
	t.Parallel()
	byName := []record.Line{{Kind: "booked", Day: "2015-08-04", Place: place, N: 1}}
	for name, c := range map[string]struct {
		lines []record.Line // of the hub
		days  int           // of batches until it is missing
	}{"a place with a name": {byName, 3}, "a small one": {nil, 151}} {
		h, a := newWorld(t, hub), newWorld(t, agency)
		h.config.Logs = append(h.config.Logs, a.config.Logs...)
		start := time.Date(2015, 8, 4, 0, 0, 0, 0, time.UTC)
		for n := range 153 {
			day := start.AddDate(0, 0, n).Format(time.DateOnly)
			var sent, got []string
			if n == 0 {
				sent, got = []string{"one"}, []string{"one", "two"}
			}
			h.batch(day, c.lines, sent...)
			c.lines = nil
			a.batch(day, nil, got...)
			if n > 5 && n < 148 {
				continue
			}
			h.now = start.AddDate(0, 0, n+1).Add(2 * time.Hour)
			h.publish()
			a.publish()
			if n+1 < c.days {
				h.expect()
				continue
			}
			seen := h.expect(monitor.PeerMissing)
			if want := "1 messages since the batch of 2015-08-04 are not in the batches of " + hub; seen.Alarms[0].Detail != want {
				t.Error(name, seen.Alarms)
			}
		}
	}
}

// TestKilled: what a kill leaves half written does not matter, and nothing is told as news twice.
func TestKilled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hub)
	w.expect()
	for _, name := range []string{"trial.sallyport.invalid%2Fhub.json.tmp", "trial.sallyport.invalid%2Fhub.messages.json.tmp"} {
		if err := os.WriteFile(filepath.Join(w.config.Dir, name), []byte(`{"origin":`), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	w.grow()
	w.expect()
	if err := os.WriteFile(filepath.Join(w.config.Dir, "trial.sallyport.invalid%2Fhub.json"), []byte(`{"origin":`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := monitor.Open(w.config); err == nil || !strings.Contains(err.Error(), "take the file away") {
		t.Error(err)
	}
}

func TestBegun(t *testing.T) {
	t.Parallel()
	stale := func(detail string) *monitor.Seen {
		return &monitor.Seen{Alarms: []monitor.Alarm{{Kind: monitor.Stale, Log: hub, Detail: detail}}}
	}
	if len(stale("a").Begun(nil)) != 1 || len(stale("a").Begun(stale("b"))) != 0 || len(stale("a").Begun(&monitor.Seen{})) != 1 {
		t.Error("what has begun is not told once")
	}
}
