package publish_test

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sallyport"
	"sallyport/internal/link"
	"sallyport/internal/publish"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
	"sallyport/record"
)

// book is a node's store with events of its own, and what their batches published.
type book struct {
	store *store.Store
	rules publish.Rules
	n     int

	waiting []func(*store.Tx) error // written with the next batch
}

func newBook(t testing.TB, rules publish.Rules) *book {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "book.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return &book{store: s, rules: rules}
}

func day(text string) time.Time {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return at.Add(10 * time.Hour)
}

type fataler interface{ Fatal(...any) }

func (b *book) tx(t fataler, do func(*store.Tx) error) {
	if err := b.store.InTx(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

// add puts an event on record.
func (b *book) add(t fataler, at time.Time, place, kind string) {
	b.n++
	salt := salt(b.n)
	body, err := json.Marshal(sallyport.Event{Submission: fmt.Sprint("case ", b.n), Kind: kind, At: at, Place: place})
	if err != nil {
		t.Fatal(err)
	}
	b.waiting = append(b.waiting, func(tx *store.Tx) error { return tx.AddEvent("", string(body), salt, at) })
}

func salt(n int) string { return hex.EncodeToString([]byte(fmt.Sprintf("%032d", n))) }

// message puts a message about a new case of a place on record.
func (b *book) message(t fataler, at time.Time, place string) {
	b.n++
	id := fmt.Sprint("message ", b.n)
	body, err := json.Marshal(struct {
		Message link.Line `json:"message"`
	}{link.Line{From: "hub", To: "jail", Number: int64(b.n), Case: id, Kind: "closed", Digest: strings.Repeat("0", 64)}})
	if err != nil {
		t.Fatal(err)
	}
	salt := salt(b.n)
	b.waiting = append(b.waiting, func(tx *store.Tx) error {
		s := &store.Submission{ID: id, Booking: sallyport.Booking{TCN: id, ORI: "X", Agency: place, At: at}}
		if err := tx.AddSubmission(s); err != nil {
			return err
		}
		return tx.AddEvent(id, string(body), salt, at)
	})
}

func (b *book) batch(t fataler, at time.Time) (made record.Batch) {
	b.tx(t, func(tx *store.Tx) (err error) {
		for _, write := range b.waiting {
			if err := write(tx); err != nil {
				return err
			}
		}
		b.waiting = nil
		made, err = publish.Batch(tx, store.DayOf(at), b.rules)
		return err
	})
	made.Need, made.Room = 1, 1
	if _, err := made.Leaves(); err != nil {
		t.Fatal(err)
	}
	return made
}

// bookings books n people at a place on a day.
func (b *book) bookings(t fataler, at time.Time, place string, n int) {
	for range n {
		b.add(t, at, place, "received")
	}
}

func names(b record.Batch) (all []string) {
	for _, l := range b.Lines {
		all = append(all, fmt.Sprint(l.Place, " ", l.Day, " ", l.N))
	}
	slices.Sort(all)
	return all
}

// TestLadder walks down it: its own name, its state, the country, the year.
func TestLadder(t *testing.T) {
	b := newBook(t, publish.Rules{Volume: 10})
	first := day("2015-06-20")
	for place, n := range map[string]int{
		"us-ca/big": 10, "us-ca/a": 9, "us-ca/b": 1, "us-ca/c": 1, // three small ones, eleven bookings
		"us-oh/a": 9, "us-oh/b": 9, // two
		"us-il/a": 1, // with Ohio's three
	} {
		b.bookings(t, first, place, n)
	}
	if made := b.batch(t, first); len(made.Lines) != 0 {
		t.Errorf("published before anything is known of the volume: %v", names(made))
	}
	july := day("2015-07-01")
	for _, place := range []string{"us-ca/big", "us-ca/a", "us-ca/b", "us-ca/new", "us-oh/a", "us-il/a", ""} {
		b.add(t, july, place, "requested")
	}
	if got := names(b.batch(t, july)); !slices.Equal(got, []string{"us 2015-07-01 3", "us-ca 2015-07-01 3", "us-ca/big 2015-07-01 1"}) {
		t.Errorf("%q", got)
	}
	august := day("2015-08-01") // nobody was booked in the 28 days before
	for _, place := range []string{"us-ca/big", "us-ca/a", "us-oh/a"} {
		b.add(t, august, place, "requested")
	}
	if made := b.batch(t, august); len(made.Lines) != 0 {
		t.Errorf("%q", names(made))
	}
	last := b.batch(t, day("2015-12-31"))
	if got := names(last); !slices.Equal(got, []string{"us 2015 3", "us 2015 40"}) { // three requests, and the bookings of June
		t.Errorf("%q", got)
	}
}

// TestAnAgencyWaitsForTheYear: its own log names it, so there is no larger place to be in.
func TestAnAgencyWaitsForTheYear(t *testing.T) {
	b := newBook(t, publish.Rules{Place: "us-ca/a", Volume: 3})
	for range 2 {
		b.add(t, day("2015-06-20"), "us-ca/a", "booked")
	}
	b.message(t, day("2015-06-20"), "us-ca/a")
	b.batch(t, day("2015-06-20"))
	b.add(t, day("2015-07-02"), "us-ca/a", "booked")
	b.add(t, day("2015-07-02"), "", "person added")
	if made := b.batch(t, day("2015-07-02")); len(made.Lines)+len(made.Sums) != 0 {
		t.Errorf("%q", names(made))
	}
	made := b.batch(t, day("2015-12-31"))
	if got := names(made); !slices.Equal(got, []string{"us-ca/a 2015 1", "us-ca/a 2015 3"}) || len(made.Sums) != 1 {
		t.Errorf("%q, %d messages", got, len(made.Sums))
	}
	if made := b.batch(t, day("2016-12-31")); len(made.Lines)+len(made.Sums) != 0 {
		t.Errorf("published twice: %q", names(made))
	}
}

// TestAMessageIsPublishedNoFinerThanByTheAgency: what the hub's line counts under the state's name, the agency's log publishes for the year, and the two
// commitments are alike.
func TestAMessageIsPublishedNoFinerThanByTheAgency(t *testing.T) {
	b := newBook(t, publish.Rules{Volume: 10})
	june, july := day("2015-06-20"), day("2015-07-01")
	for place, n := range map[string]int{"us-ca/big": 10, "us-ca/a": 9, "us-ca/b": 9, "us-ca/c": 9} {
		b.bookings(t, june, place, n)
	}
	b.batch(t, june)
	b.message(t, july, "us-ca/big")
	b.message(t, july, "us-ca/a")
	b.add(t, july, "us-ca/a", "requested")
	made := b.batch(t, july)
	if len(made.Sums) != 1 || len(made.Lines) != 1 {
		t.Errorf("%d messages, %q", len(made.Sums), names(made))
	}
	if made := b.batch(t, day("2015-12-31")); len(made.Sums) != 1 {
		t.Errorf("%d messages", len(made.Sums))
	}
}

// TestEverythingIsPublishedOnce draws days, places and delays: in the end each event is in one line or one commitment, and no place of less than the volume
// stands by its own name.
func TestEverythingIsPublishedOnce(t *testing.T) {
	places := []string{"us-ca/a", "us-ca/b", "us-ca/c", "us-oh/a", "us-oh/b", "us-il/a", ""}
	rapid.Check(t, func(rt *rapid.T) {
		volume := rapid.IntRange(0, 6).Draw(rt, "volume")
		own := rapid.SampledFrom([]string{"", "us-ca/a"}).Draw(rt, "whose")
		b := newBook(t, publish.Rules{Place: own, Volume: volume})
		start := day("2015-12-10")
		booked := map[string]map[string]int{} // by month whose 28 days before they are in, by place
		lines, messages, wantLines, wantMessages := 0, 0, 0, 0
		for n := range 30 {
			today := start.AddDate(0, 0, n)
			for range rapid.IntRange(0, 4).Draw(rt, "events") {
				late := rapid.SampledFrom([]int{0, 0, 0, 1, 40}).Draw(rt, "late")
				at, place := today.AddDate(0, 0, -late), rapid.SampledFrom(places).Draw(rt, "place")
				if own != "" {
					place = own
				}
				switch rapid.IntRange(0, 3).Draw(rt, "what") {
				case 0:
					b.message(rt, at, place)
					wantMessages++
				case 1:
					b.add(rt, at, place, "requested")
					wantLines++
				default:
					b.add(rt, at, place, "booked")
					wantLines++
					if late == 0 {
						count(booked, today, place)
					}
				}
			}
			made := b.batch(rt, today)
			for _, l := range made.Lines {
				lines += l.N
				if month := l.Day[:min(7, len(l.Day))]; strings.Contains(l.Place, "/") && booked[month][l.Place] < volume && !(len(l.Day) == 4 && l.Place == own) {
					rt.Fatalf("%s stands by its own name on %s with %d bookings", l.Place, l.Day, booked[month][l.Place])
				}
			}
			messages += len(made.Sums)
		}
		made := b.batch(rt, day("2016-12-31"))
		for _, l := range made.Lines {
			lines += l.N
		}
		messages += len(made.Sums)
		if lines != wantLines || messages != wantMessages {
			rt.Fatalf("%d of %d events, %d of %d messages", lines, wantLines, messages, wantMessages)
		}
	})
}

// count notes a booking for every month that begins within 28 days of it.
func count(booked map[string]map[string]int, at time.Time, place string) {
	next := time.Date(at.Year(), at.Month()+1, 1, 10, 0, 0, 0, time.UTC)
	if next.Sub(at) > 28*24*time.Hour {
		return
	}
	month := next.Format("2006-01")
	if booked[month] == nil {
		booked[month] = map[string]int{}
	}
	booked[month][place]++
}

// TestTheOrderOfTheDaySaysNothing: the same events in another order are the same batch.
func TestTheOrderOfTheDaySaysNothing(t *testing.T) {
	kinds := []string{"received", "requested", "received", "confirmed", "received"}
	var batches [2][][]byte
	for i := range batches {
		b := newBook(t, publish.Rules{})
		for _, kind := range kinds {
			b.add(t, day("2015-08-03"), "us-ca/a", kind)
		}
		slices.Reverse(kinds)
		made := b.batch(t, day("2015-08-03"))
		leaves, err := made.Leaves()
		if err != nil {
			t.Fatal(err)
		}
		batches[i] = leaves
	}
	if !slices.EqualFunc(batches[0], batches[1], slices.Equal[[]byte]) {
		t.Errorf("%q\n%q", batches[0], batches[1])
	}
}

// TestTheWindow: the 28 days before a month decide on it, and no day more.
func TestTheWindow(t *testing.T) {
	for from, own := range map[string]bool{"2015-06-02": false, "2015-06-03": true, "2015-06-30": true, "2015-07-01": false} {
		b := newBook(t, publish.Rules{Volume: 3})
		b.bookings(t, day(from), "us-ca/a", 3)
		b.batch(t, day(from))
		b.add(t, day("2015-07-31"), "us-ca/a", "requested")
		if got := names(b.batch(t, day("2015-07-31"))); slices.Contains(got, "us-ca/a 2015-07-31 1") != own {
			t.Errorf("booked on %s: %q", from, got)
		}
	}
}
