package vault

import (
	"bytes"
	crypto "crypto/rand"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// powerless is a disk that keeps for certain only what was there at the last Sync. Of the writes since, any sectors may have reached it.
type powerless struct {
	disk
	r       *rand.Rand
	durable []byte
	pending []pendingWrite
	lose    func(image []byte) // called with what may be on the disk, after writes and syncs
}

type pendingWrite struct {
	at   int64
	data []byte
}

const sector = 512

func (p *powerless) WriteAt(data []byte, at int64) (int, error) {
	p.pending = append(p.pending, pendingWrite{at, bytes.Clone(data)})
	if p.r.IntN(len(p.pending)) < 3 { // a rotation writes every slot
		p.loseSome()
	}
	return p.disk.WriteAt(data, at)
}

func (p *powerless) loseSome() {
	for range 3 {
		p.lose(p.image())
	}
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

// TestLossOfPower loses power after the writes and syncs of some changes: every acknowledged key is there and
// opens what it sealed, no acknowledged shred comes back, and no slot is damaged.
func TestLossOfPower(t *testing.T) {
	t.Parallel()
	v := opened(t, t.TempDir())
	sealed := map[string][]byte{}
	for n := range perChunk - 8 { // near the end of the chunk
		record := fmt.Sprint("before ", n)
		sealed[record] = seal(t, v, record, "name", record)
	}
	durable, err := os.ReadFile(filepath.Join(v.dir, keysName))
	if err != nil {
		t.Fatal(err)
	}
	gone := map[string]bool{}
	var going string
	lost := 0
	power := &powerless{disk: v.file, r: rand.New(rand.NewPCG(3, 3)), durable: durable, lose: func(image []byte) {
		lost++
		afterLoss(t, v.dir, image, sealed, gone, going)
	}}
	v.file = power
	for n := range 20 {
		record := fmt.Sprint("new ", n)
		sealed[record] = seal(t, v, record, "name", record)
		if n%3 == 0 {
			going = fmt.Sprint("before ", n)
			if err := v.Shred(going); err != nil {
				t.Fatal(err)
			}
			delete(sealed, going)
			gone[going], going = true, ""
		}
		if n == 15 {
			if err := v.Rotate(someDay); err != nil {
				t.Fatal(err)
			}
		}
		power.loseSome()
	}
	t.Logf("power was lost %d times", lost)
}

// afterLoss opens what is left: the image of the key file, and the KEKs as they are now.
func afterLoss(t *testing.T, dir string, image []byte, sealed map[string][]byte, gone map[string]bool, going string) {
	t.Helper()
	lost := t.TempDir()
	err := os.WriteFile(filepath.Join(lost, keysName), image, 0o600)
	numbers, failed := kekNumbers(dir)
	for _, n := range numbers {
		err = errors.Join(err, copyFile(filepath.Join(dir, kekName(n)), filepath.Join(lost, kekName(n))))
	}
	if err := errors.Join(err, failed); err != nil {
		t.Fatal(err)
	}
	v, err := Open(lost, crypto.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(lost)
	defer v.Close()
	if len(v.Damaged()) > 0 {
		t.Fatalf("damaged: %v", v.Damaged()[0])
	}
	for record, text := range sealed {
		if record != going {
			opens(t, v, record, "name", text, record)
		}
	}
	for record := range gone {
		if v.Has(record) {
			t.Errorf("%s is back", record)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
}
