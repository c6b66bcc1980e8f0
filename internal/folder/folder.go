// Package folder watches a folder that a jail's machines drop transactions into, and answers beside them.
//
// A file appears by a rename from another name of the same folder, one that begins with a dot or has .tmp in it. It is taken into
// work/, handed on, and then either answered in out/ and removed, or kept in rejected/ with an ERRT and the reason in
// plain words until Sweep removes all three. Where something of ours failed, it stays in work/ and is tried again.
//
// It promises that a file is handed on at least once, whenever the process is killed: whoever takes it has to know it
// again. One process watches a folder.
package folder

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sallyport/itl"
)

// Folders below the one that is watched.
const (
	work     = "work"
	out      = "out"
	rejected = "rejected"
)

// What is written beside a file has its name, and one of these.
const (
	AnswerSuffix = ".answer.eft"
	ErrorSuffix  = ".errt.eft"
	ReasonSuffix = ".reason.txt"
)

// Kept is how long a rejected file stays: a look into the folder each hour makes it less than a day.
const Kept = 23 * time.Hour

// MaxFile is how many bytes of a file are read; a larger one is rejected.
const MaxFile = itl.MaxBytes

// maxName leaves room for a suffix.
const maxName = 200

// Extensions of the files that are taken, in small or capital letters.
var Extensions = []string{".eft", ".an2", ".nist", ".xml"}

// Rejection is an error that says that the file is at fault: to try it again would not help.
type Rejection interface {
	error
	Rejected()
}

// Accept takes a file. It returns when what it took is safe, with the transaction that answers the file (nil for none), and
// must take the same bytes a second time for the same thing. An error that is a Rejection rejects the file.
type Accept func(ctx context.Context, name string, data []byte) (answer []byte, err error)

// Folder is a watched folder.
type Folder struct {
	accept Accept
	ori    string // the agency that ERRTs come from
	root   *os.Root
	last   string            // file of work/ that the last pass ended with
	before func(what string) // called before each change on the disk; nil but in tests
}

// Open makes the folders below path where they are not there, and removes what a kill left half-written. ori is the
// agency that ERRTs come from.
func Open(path, ori string, accept Accept) (*Folder, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("watched folder: %w", err)
	}
	f := &Folder{accept: accept, ori: ori, root: root}
	for below, mode := range map[string]fs.FileMode{work: 0o700, out: 0o770, rejected: 0o770} { // the senders' group reads, and removes, what is theirs
		if err := root.Mkdir(below, mode); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, errors.Join(fmt.Errorf("watched folder: %w", err), root.Close())
		}
		if err := f.removeHalfWritten(below); err != nil {
			return nil, errors.Join(err, root.Close())
		}
	}
	return f, nil
}

// Close closes the folder.
func (f *Folder) Close() error { return f.root.Close() }

// Watch looks into the folder at once and then at every interval, until ctx ends; it returns ctx's error. report is
// called with what went wrong; the next look tries again.
func (f *Folder) Watch(ctx context.Context, every time.Duration, report func(error)) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		now := time.Now()
		if err := errors.Join(f.Pass(ctx, now), f.Sweep(now)); err != nil && ctx.Err() == nil {
			report(err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// Pass takes the files that are there, those first that an earlier pass could not finish. The error joins what went wrong with
// single files; the others were taken. After ten failures it leaves the rest to the next pass: where the database is away,
// it would read every file there is for nothing.
func (f *Folder) Pass(ctx context.Context, now time.Time) error {
	waiting, err := f.names(work)
	wrong := errors.Join(err, f.each(ctx, f.inTurn(waiting), func(name string) error {
		f.last = name
		return f.take(ctx, name, now)
	}))
	arrived, err := f.names(".")
	return errors.Join(wrong, err, f.each(ctx, arrived, func(name string) error {
		claimed, err := f.claim(name)
		if claimed {
			err = f.take(ctx, name, now)
		}
		return err
	}))
}

// patience is how many failures end a part of a pass.
const patience = 10

func (f *Folder) each(ctx context.Context, names []string, do func(string) error) (wrong error) {
	failures := 0
	for _, name := range names {
		if ctx.Err() != nil {
			return errors.Join(wrong, ctx.Err())
		}
		err := do(name)
		if wrong = errors.Join(wrong, err); err != nil {
			failures++
		}
		if failures == patience {
			break
		}
	}
	return wrong
}

// inTurn begins after the file that the pass before ended with, so that a few that always fail keep nobody waiting.
func (f *Folder) inTurn(names []string) []string {
	at, found := slices.BinarySearch(names, f.last)
	if found {
		at++
	}
	return slices.Concat(names[at:], names[:at])
}

// claim takes a file into work/, where nobody replaces it. A file whose name is still being worked on waits.
func (f *Folder) claim(name string) (bool, error) {
	info, err := f.root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil // the sender took it back
	case err != nil:
		return false, fmt.Errorf("watched folder: %w", err)
	case !info.Mode().IsRegular():
		return false, fmt.Errorf("watched folder: %q is not a plain file; remove it", name)
	case strings.HasSuffix(name, AnswerSuffix) || strings.HasSuffix(name, ErrorSuffix):
		return false, fmt.Errorf("watched folder: %q has the name of an answer; give it another", name)
	case len(name) > maxName:
		return false, fmt.Errorf("watched folder: %.40q…: a name of %d bytes; give it at most %d", name, len(name), maxName)
	}
	if _, err := f.root.Lstat(filepath.Join(work, name)); !errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err := f.rename(name, filepath.Join(work, name)); err != nil {
		return false, err
	}
	return true, errors.Join(f.sync("."), f.sync(work))
}

// names are the files of a folder that are to be taken, in order.
func (f *Folder) names(below string) ([]string, error) {
	entries, err := f.list(below)
	var names []string
	for _, entry := range entries {
		if !entry.IsDir() && taken(entry.Name()) {
			names = append(names, entry.Name())
		}
	}
	slices.Sort(names)
	return names, err
}

// taken says whether a file of this name is handed on. Half-written files have other names.
func taken(name string) bool {
	name = strings.ToLower(name)
	return !strings.HasPrefix(name, ".") && !strings.Contains(name, ".tmp") && slices.Contains(Extensions, filepath.Ext(name))
}
