package publish_test

import (
	"encoding/json"
	"os"
	"strconv"
	"testing"
	"time"

	"sallyport"
	"sallyport/internal/publish"
	"sallyport/internal/store"
)

// TestWhatWaitsIsReadOnce: a batch reads what is of small places once, and then that of 31 December.
func TestWhatWaitsIsReadOnce(t *testing.T) {
	t.Parallel()
	b := newBook(t, publish.Rules{Volume: 300})
	at := day("2015-08-03")
	b.add(t, at, "us-oh/franklin", "examined")
	b.batch(t, at)
	read := func(day time.Time) (unread, waiting int) {
		b.tx(t, func(tx *store.Tx) error {
			events, err := tx.Unpublished(store.DayOf(day), 0, 100)
			if err != nil {
				return err
			}
			unread = len(events)
			events, err = tx.PutOff(store.DayOf(day), 0, 100)
			waiting = len(events)
			return err
		})
		return unread, waiting
	}
	if unread, waiting := read(at); unread != 0 || waiting != 1 {
		t.Errorf("%d to read again, %d waiting", unread, waiting)
	}
	last := day("2015-12-31")
	if made := b.batch(t, last); len(made.Lines) != 1 {
		t.Errorf("%+v", made)
	}
	if unread, waiting := read(last); unread+waiting != 0 {
		t.Errorf("%d to read again, %d waiting", unread, waiting)
	}
}

// BenchmarkWaiting makes the batch of a day without events where many events wait, and the year's last. SALLYPORT_WAITING says how many; 10,000 unless it does.
func BenchmarkWaiting(b *testing.B) {
	count, err := strconv.Atoi(os.Getenv("SALLYPORT_WAITING"))
	if err != nil {
		count = 10_000
	}
	book, at := newBook(b, publish.Rules{Volume: 300}), day("2015-08-03")
	body, err := json.Marshal(sallyport.Event{Submission: "s", Kind: "examined", Place: "us-oh/franklin", At: at})
	if err != nil {
		b.Fatal(err)
	}
	for range count / 1000 {
		lines := make([]store.Line, 1000)
		for i := range lines {
			lines[i] = store.Line{Submission: "s", Body: string(body), Salt: "00", At: at}
		}
		book.tx(b, func(tx *store.Tx) error { return tx.AddEvents(lines) })
	}
	book.tx(b, func(tx *store.Tx) error { _, err := publish.Batch(tx, store.DayOf(at), book.rules); return err })
	n := 0
	b.Run("a day", func(b *testing.B) {
		for b.Loop() {
			n++
			book.tx(b, func(tx *store.Tx) error {
				_, err := publish.Batch(tx, store.DayOf(at.AddDate(0, 0, n%100)), book.rules)
				return err
			})
		}
	})
	begun := time.Now()
	book.tx(b, func(tx *store.Tx) error {
		_, err := publish.Batch(tx, store.DayOf(day("2015-12-31")), book.rules)
		return err
	})
	b.Logf("the year's last: %s", time.Since(begun))
}
