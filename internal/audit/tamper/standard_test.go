package tamper_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/tiles/tilestest"
	"sallyport/proof"
)

// standard is a tlog-tiles client that this project did not write, with a log that a web server serves.
type standard struct {
	t      *testing.T
	client *torchwood.Client
	tiles  *torchwood.TileFetcher
	policy torchwood.Policy
}

func newStandard(t *testing.T, dir, vkey string) *standard {
	t.Helper()
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(server.Close)
	fetcher, err := torchwood.NewTileFetcher(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	client, err := torchwood.NewClient(fetcher)
	if err != nil {
		t.Fatal(err)
	}
	key, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return &standard{t, client, fetcher, torchwood.ThresholdPolicy(2, torchwood.OriginPolicy(key.Name()), torchwood.SingleVerifierPolicy(key))}
}

func (s *standard) checkpoint() torchwood.Checkpoint {
	s.t.Helper()
	signed, err := s.tiles.ReadEndpoint(s.t.Context(), "checkpoint")
	if err != nil {
		s.t.Fatal(err)
	}
	c, _, err := torchwood.VerifyCheckpoint(signed, s.policy)
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// reads checks that the client reads these leaves, all of them in order and each by its index.
func (s *standard) reads(c torchwood.Checkpoint, leaves [][]byte) {
	s.t.Helper()
	seen := 0
	for i, entry := range s.client.AllEntries(s.t.Context(), c.Tree, 0) {
		if i != int64(seen) || !bytes.Equal(entry, leaves[i]) {
			s.t.Fatalf("entry %d is %x", i, entry)
		}
		seen++
	}
	if err := s.client.Err(); err != nil || seen != len(leaves) || c.N != int64(seen) {
		s.t.Fatal(seen, c.N, err)
	}
	for i := 0; i < seen; i += 37 {
		entry, path, err := s.client.Entry(s.t.Context(), c.Tree, int64(i))
		if err != nil || !bytes.Equal(entry, leaves[i]) {
			s.t.Fatalf("entry %d: %v", i, err)
		}
		if err := tlog.CheckRecord(path, c.N, c.Hash, int64(i), tlog.RecordHash(entry)); err != nil {
			s.t.Fatal(err)
		}
	}
}

// grew checks that a log goes on from an older checkpoint.
func (s *standard) grew(c, older torchwood.Checkpoint) error {
	s.t.Helper()
	path, err := tlog.ProveTree(c.N, older.N, torchwood.TileHashReaderWithContext(s.t.Context(), c.Tree, s.tiles))
	if err != nil {
		s.t.Fatal(err)
	}
	return tlog.CheckTree(path, c.N, c.Hash, older.N, older.Hash)
}

// TestStandardClient: what we take for a log, others do too, and for a witnessed checkpoint.
func TestStandardClient(t *testing.T) {
	t.Parallel()
	n := newNode(t, "hub").days(3)
	early := n.leaves()
	s := newStandard(t, n.dir+"/tiles", n.key.Vkey)
	older := s.checkpoint()
	s.reads(older, early)

	for range 40 { // over the end of a tile
		n.slot()
	}
	n.close()
	newer := s.checkpoint()
	s.reads(newer, n.leaves())
	if err := s.grew(newer, older); err != nil {
		t.Error(err)
	}
	older.Hash[0] ^= 1
	if s.grew(newer, older) == nil {
		t.Error("a log goes on from what it never was")
	}
}

// TestStandardPolicy: the other program reads our policies, and asks for the same cosignatures.
func TestStandardPolicy(t *testing.T) {
	t.Parallel()
	n := newNode(t, "hub").days(1).close()
	one, two := tilestest.NewWitness("one.invalid"), tilestest.NewWitness("two.invalid")
	text := fmt.Appendf(nil, "log %s\nwitness one %s\nwitness two %s\ngroup both all one two\nquorum both\n", n.key.Vkey, one.Vkey, two.Vkey)
	theirs, err := torchwood.ParsePolicy(text)
	if err != nil {
		t.Fatal(err)
	}
	ours, err := proof.ParsePolicy(text)
	if err != nil {
		t.Fatal(err)
	}
	half := one.Cosign(t, n.checkpoint(), n.now)
	for signed, want := range map[string]bool{n.checkpoint(): false, half: false, two.Cosign(t, half, n.now): true} {
		_, _, err := torchwood.VerifyCheckpoint([]byte(signed), theirs)
		_, _, ourErr := ours.Check([]byte(signed))
		if (err == nil) != want || (ourErr == nil) != want {
			t.Errorf("%s%v, %v", signed, err, ourErr)
		}
	}
}
