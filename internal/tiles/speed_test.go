package tiles_test

import (
	"crypto/sha256"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/tiles"
	"sallyport/internal/tiles/tilestest"
)

// BenchmarkEntries reads a log of commitments, from a folder and from a web server, and hashes as much as that takes. SALLYPORT_LOG_SIZE says how long a
// log; 100,000 entries unless it does.
func BenchmarkEntries(b *testing.B) {
	size, err := strconv.Atoi(os.Getenv("SALLYPORT_LOG_SIZE"))
	if err != nil {
		size = 100_000
	}
	dir := b.TempDir()
	tilestest.NewKey(b, origin).PublishLarge(b, dir, size)
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer server.Close()
	for name, source := range map[string]string{"folder": dir, "web": server.URL} {
		b.Run(name, func(b *testing.B) {
			c := checkpoint(b, source, "")
			b.SetBytes(int64(size) * 34)
			for b.Loop() {
				readAll(b, c, size)
			}
			b.ReportMetric(float64(size)*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
		})
	}
	b.Run("hashes alone", func(b *testing.B) {
		leaf := sha256.Sum256(nil)
		b.SetBytes(int64(size) * 34)
		for b.Loop() {
			h := tlog.RecordHash(leaf[:])
			for range size {
				h = tlog.NodeHash(h, tlog.RecordHash(leaf[:]))
			}
		}
	})
}

func readAll(b *testing.B, c *tiles.Checkpoint, size int) {
	b.Helper()
	seen := 0
	for _, err := range c.Entries(b.Context(), 0) {
		if err != nil {
			b.Fatal(err)
		}
		seen++
	}
	if seen != size {
		b.Fatal(seen)
	}
}

// TestLarge compares the two ways to publish a log for a test.
func TestLarge(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 255, 256, 257, 70_000} {
		dir := t.TempDir()
		tilestest.NewKey(t, origin).PublishLarge(t, dir, size)
		c := checkpoint(t, dir, "")
		levels, err := c.Tiles(t.Context())
		if err != nil || c.Size != uint64(size) {
			t.Fatal(c.Size, err)
		}
		for _, l := range levels {
			if len(l.Damaged) > 0 {
				t.Error(size, l)
			}
		}
	}
}
