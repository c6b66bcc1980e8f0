// Package vault keeps one data key for each person-record, outside the database, and seals what is stored of the person
// with it. Who destroys the key destroys every copy of what it sealed: rows, backups of rows, files, messages on their way.
//
// It promises that a key is on the disk before anything is sealed with it; that a shredded key's bytes are overwritten on
// the disk before Shred returns; that what was sealed for one record and field opens for no other; and that a kill or a
// loss of power at any moment leaves a record with its key or with none, never with another's. It relies on the disk
// writing a sector of 512 bytes wholly or not at all. It promises nothing about copies that others keep of the key file:
// snapshots, blocks that a flash disk or a copying file system has set aside. Keys lie in the memory of the process
// while they are used. docs/operate/retention.md says how long each kind of record lasts.
//
// Sealing is AES-256-GCM (NIST SP 800-38D) by tink-go; the data keys are wrapped the same way by a key-encryption key.
package vault

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/tink-crypto/tink-go/v2/tink"

	"sallyport/internal/lasting"
)

// ErrShredded says that a record has no key: it was shredded, or none was ever made.
var ErrShredded = errors.New("has no key: it was shredded, or never had one")

// ErrRestored says that the vault came back from a backup and that purges made since must be re-applied: see Reapply.
var ErrRestored = errors.New("came back from a backup; re-apply the purges before it is opened")

// Vault is an open vault. It may be used from several goroutines at once; one process has it open at a time.
type Vault struct {
	dir    string
	lock   *os.File
	random io.Reader
	hash   []byte // the key of Hash

	long    sync.Mutex // held by what goes through the whole key file: a rotation, a backup
	syncing sync.Mutex // held by the one group that is being synced

	mu        sync.RWMutex // guards what follows
	file      disk
	slots     int // that the file has
	keks      map[uint32]tink.AEAD
	newest    uint32
	places    map[digest]int // of the keys that are on the disk
	free      []int          // slots whose being free is on the disk
	busy      map[digest]*group
	gathering *group
	damaged   []*Damage
	failed    error // nothing is certain after a write that failed, before the vault is opened anew
}

// disk is what the vault needs of the key file. Tests lose power half-way with one of their own.
type disk interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
	Sync() error
}

// What stands in a vault's directory, besides kek-N.json.
const (
	keysName     = "keys"
	lockName     = "lock"
	restoredName = "restored" // the marker that Reapply takes away
)

// Open opens the vault in dir, makes it where there is none, and finishes what a kill cut off. Keys come from random, which is
// crypto/rand.Reader outside tests; the nonces are tink's own. It fails where another process has the vault open, where
// a file in it is damaged beyond single slots (see Damaged), and with ErrRestored before purges were re-applied.
func Open(dir string, random io.Reader) (*Vault, error) {
	if _, err := os.Stat(filepath.Join(dir, restoredName)); err == nil {
		return nil, fmt.Errorf("vault %s: %w", dir, ErrRestored)
	}
	return open(dir, random)
}

func open(dir string, random io.Reader) (*Vault, error) {
	v, err := load(dir, random)
	if err != nil {
		return nil, err
	}
	err = v.loadHash()
	if err == nil {
		err = v.rewrap() // a rotation that was cut off
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("vault %s: %w", dir, err), v.Close())
	}
	return v, nil
}

// load locks the vault, reads its keys and makes what is missing: first the key file, then a KEK.
func load(dir string, random io.Reader) (*Vault, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("vault: %w", err)
	}
	lock, err := lasting.Lock(filepath.Join(dir, lockName))
	if err != nil {
		return nil, fmt.Errorf("vault %s: another process may have it open (%w); wait until it has ended", dir, err)
	}
	v := &Vault{dir: dir, lock: lock, random: random, keks: map[uint32]tink.AEAD{}, places: map[digest]int{}, busy: map[digest]*group{}}
	err = wipeParts(dir)
	if err == nil {
		err = v.loadKeys()
	}
	if err == nil {
		err = v.loadKEKs()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("vault %s: %w", dir, err), v.Close())
	}
	return v, nil
}

// Close gives the files and the lock back. Nothing is lost without it.
func (v *Vault) Close() error {
	var err error
	if v.file != nil {
		err = v.file.Close()
	}
	return errors.Join(err, lasting.Unlock(v.lock))
}

// Damaged lists the slots that are not whole. While there are any, a record whose key is not found may have it there: Open
// and Shred say so with the slot, rather than that it is gone. Mend takes them from a backup.
func (v *Vault) Damaged() []*Damage { return v.damaged }
