package gallery

import (
	"fmt"
	"path/filepath"
	"strconv"
	"testing"
)

// BenchmarkAppend acknowledges so many synthetic subjects at a time, each time on the disk.
func BenchmarkAppend(b *testing.B) {
	var people []Subject
	for n := range perChunk {
		people = append(people, synthetic(n, 0))
	}
	for _, size := range []int{1, 32, perChunk} {
		b.Run(strconv.Itoa(size), func(b *testing.B) {
			w, err := OpenWriter(filepath.Join(b.TempDir(), "gallery"))
			if err != nil {
				b.Fatal(err)
			}
			batch, next := people[:size], 0
			for b.Loop() {
				for n := range batch {
					batch[n].ID, next = strconv.Itoa(next), next+1
				}
				if err := w.Append(batch...); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(next)/b.Elapsed().Seconds(), "subjects/s")
			b.ReportMetric(float64(w.commit.end)/float64(next), "B/subject")
			if err := w.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// BenchmarkRemove removes one of 1,000 subjects at a time.
func BenchmarkRemove(b *testing.B) {
	path, all := filepath.Join(b.TempDir(), "gallery"), subjects(0, 1000)
	w, err := OpenWriter(path)
	if err != nil {
		b.Fatal(err)
	}
	for n := 0; b.Loop(); n++ {
		if n%len(all) == 0 {
			b.StopTimer()
			for k := range all {
				all[k].ID = fmt.Sprint(n + k)
			}
			if err := w.Append(all...); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
		if err := w.Remove(all[n%len(all)].ID); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkOpen opens a gallery of 100,000 subjects for reading, and for changes.
func BenchmarkOpen(b *testing.B) {
	const people = 100_000
	path := filepath.Join(b.TempDir(), "gallery")
	change(b, path, func(w *Writer) error {
		for n := 0; n < people; n += perChunk {
			if err := w.Append(subjects(n, min(n+perChunk, people))...); err != nil {
				return err
			}
		}
		return nil
	})
	b.Run("reading", func(b *testing.B) {
		for b.Loop() {
			f, err := Open(path)
			if err != nil {
				b.Fatal(err)
			}
			if err := f.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("changing", func(b *testing.B) {
		for b.Loop() {
			if err := second(path); err != nil {
				b.Fatal(err)
			}
		}
	})
}
