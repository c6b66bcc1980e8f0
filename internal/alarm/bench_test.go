package alarm_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"sallyport/internal/outside/postgrestest"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
)

// BenchmarkRing answers alarms that are all due, each with a transaction of its own.
func BenchmarkRing(b *testing.B) {
	for name, place := range map[string]func(b *testing.B) string{
		"sqlite":   func(b *testing.B) string { return filepath.Join(b.TempDir(), "db") },
		"postgres": func(b *testing.B) string { return postgrestest.Start(b).Database(b) },
	} {
		b.Run(name, func(b *testing.B) {
			s := opened(b, engines[name], place(b))
			a := alarms(b, s)
			var all []rung
			for n := range b.N {
				all = append(all, rung{"hold", fmt.Sprint(n), in(-time.Hour)})
			}
			set(b, s, a, true, all...)
			b.ResetTimer()
			heard, stop := ringing(b, a, func(r rung) error {
				return s.InTx(b.Context(), func(tx *store.Tx) error { return nil })
			})
			for range all {
				hear(b, heard)
			}
			b.StopTimer()
			stop()
		})
	}
}

// BenchmarkSet sets alarms on SQLite, each in a transaction of its own, with and without somebody who answers beside it.
func BenchmarkSet(b *testing.B) {
	for _, running := range []bool{false, true} {
		b.Run(fmt.Sprint("running=", running), func(b *testing.B) {
			s := opened(b, sqlite.Open, filepath.Join(b.TempDir(), "db"))
			a := alarms(b, s)
			if running {
				ringing(b, a, heardAll)
			}
			for n := 0; b.Loop(); n++ {
				set(b, s, a, true, rung{"hold", fmt.Sprint(n), in(time.Hour)})
			}
		})
	}
}
