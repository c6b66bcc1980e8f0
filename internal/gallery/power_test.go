package gallery

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// powerless is a disk that keeps for certain only what was there at the last Sync. Of the writes since, any sectors may have
// reached it, and of one shorter than a sector any beginning if it has a checksum.
type powerless struct {
	disk
	r       *rand.Rand
	durable []byte
	pending []pendingWrite
	lose    func(image []byte) // called with what may be on the disk, after each write
}

type pendingWrite struct {
	at   int64
	data []byte
}

const sector = 512

func (p *powerless) WriteAt(data []byte, at int64) (int, error) {
	p.pending = append(p.pending, pendingWrite{at, bytes.Clone(data)})
	for range 2 {
		p.lose(p.image())
	}
	return p.disk.WriteAt(data, at)
}

func (p *powerless) Sync() error {
	for _, w := range p.pending {
		p.durable = put(p.durable, w.at, w.data)
	}
	p.pending = nil
	p.lose(bytes.Clone(p.durable))
	return p.disk.Sync()
}

// image is one of the many that a loss of power now may leave.
func (p *powerless) image() []byte {
	image := bytes.Clone(p.durable)
	for _, w := range p.pending {
		if len(w.data) == commitBytes && p.r.IntN(2) == 0 {
			image = put(image, w.at, w.data[:p.r.IntN(commitBytes)])
			continue
		}
		for from := int64(0); from < int64(len(w.data)); {
			to := min(int64(len(w.data)), (w.at+from)/sector*sector+sector-w.at)
			if p.r.IntN(2) == 0 {
				image = put(image, w.at+from, w.data[from:to])
			}
			from = to
		}
	}
	return image
}

func put(image []byte, at int64, data []byte) []byte {
	if missing := at + int64(len(data)) - int64(len(image)); missing > 0 {
		image = append(image, make([]byte, missing)...)
	}
	copy(image[at:], data)
	return image
}

// TestLossOfPower loses power after every write of some changes, several times with other sectors lost: the gallery holds
// what it held before the change or what it holds after it, and nobody whose removal was acknowledged.
func TestLossOfPower(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "gallery")
	r := rand.New(rand.NewPCG(2, 2))
	all := subjects(0, perChunk+40)
	change(t, path, func(w *Writer) error { return w.Append(all[:perChunk-3]...) })
	w, err := OpenWriter(path)
	if err != nil {
		t.Fatal(err)
	}
	durable, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	there := wanted(all[:perChunk-3])
	var adding, going []Subject
	lost := 0
	w.file = &powerless{disk: w.file, r: r, durable: durable, lose: func(image []byte) {
		lost++
		failed := filepath.Join(dir, fmt.Sprint("lost", lost))
		if err := os.WriteFile(failed, image, 0o600); err != nil {
			t.Fatal(err)
		}
		afterLoss(t, failed, there, adding, going)
	}}
	do := func(add, remove []Subject) {
		adding, going = add, remove
		var ids []string
		for _, s := range remove {
			ids = append(ids, s.ID)
		}
		if err := errors.Join(w.Append(add...), w.Remove(ids...)); err != nil {
			t.Fatal(err)
		}
		for _, s := range add {
			there[s.ID] = s
		}
		for _, id := range ids {
			delete(there, id)
		}
		adding, going = nil, nil
	}
	next := perChunk - 3
	for n, size := range []int{1, 1, 3, 5} { // into the second chunk
		do(all[next:next+size], nil)
		next += size
		do(nil, append([]Subject{all[next-1]}, all[2*n:2*n+2]...))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("power was lost %d times", lost)
}

// afterLoss opens what is left, as a reader and then for changes.
func afterLoss(t *testing.T, path string, there map[string]Subject, adding, going []Subject) {
	t.Helper()
	now := contents(t, path)
	found, gone := 0, []Subject{}
	for _, s := range adding {
		if _, ok := now[s.ID]; ok {
			found++
			delete(now, s.ID)
		}
	}
	if found != 0 && found != len(adding) {
		t.Fatalf("%d of an append of %d are there", found, len(adding))
	}
	for _, s := range going {
		if _, ok := now[s.ID]; !ok {
			now[s.ID], gone = s, append(gone, s)
		}
	}
	for _, s := range adding { // compared above
		delete(now, s.ID)
	}
	want := map[string]Subject{}
	for id, s := range there {
		want[id] = s
	}
	for _, s := range adding {
		delete(want, s.ID)
	}
	if len(now) != len(want) {
		t.Fatalf("(-want +got):\n%s", cmp.Diff(want, now))
	}
	change(t, path, func(*Writer) error { return nil })
	sound(t, path)
	noTrace(t, path, gone...)
	for _, name := range []string{path, path + ".lock"} {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
}
