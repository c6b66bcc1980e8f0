package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// writeFile writes to a temporary name beside path and renames it, so that nobody sees half a file.
func writeFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // after the rename there is nothing left to remove
	err = write(f)
	if e := f.Chmod(0o644); err == nil {
		err = e
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// progress shows how far long work is, on a terminal only.
type progress struct {
	w     io.Writer // nil when nobody watches
	what  string
	total int
	count atomic.Int64
	began time.Time
	lock  sync.Mutex
	shown time.Time // when it last showed something
}

func newProgress(w io.Writer, what string, total int) *progress {
	p := &progress{what: what, total: total, began: time.Now()}
	if f, ok := w.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.w = w
		}
	}
	return p
}

func (p *progress) step() { p.add(1) }

// add shows n steps more, five times a second at most. It may be called from several goroutines.
func (p *progress) add(n int) {
	done := p.count.Add(int64(n))
	if p.w == nil {
		return
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	if now := time.Now(); now.Sub(p.shown) >= 200*time.Millisecond || done == int64(p.total) {
		p.shown = now
		fmt.Fprintf(p.w, "\r%d of %d %s", done, p.total, p.what)
	}
}

func (p *progress) done() {
	if p.w != nil {
		fmt.Fprintln(p.w)
	}
}
