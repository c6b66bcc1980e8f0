//go:build unix && !aix && !solaris && !illumos

package gallery

import (
	"path/filepath"
	"syscall"
	"testing"
)

// TestLockOutlivesNoWriter: a program that is being started has every open file too, for as long as its start takes; the lock
// must not last with it.
func TestLockOutlivesNoWriter(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gallery")
	var inherited int
	change(t, path, func(w *Writer) (err error) {
		inherited, err = syscall.Dup(int(w.lock.Fd()))
		return err
	})
	defer syscall.Close(inherited)
	if err := second(path); err != nil {
		t.Error(err)
	}
}
