package folder

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"sallyport/itl/ebts"
)

// reject writes why, in plain words and, where the file says whom to answer, as an ERRT, and then moves the file beside both.
func (f *Folder) reject(name string, data []byte, why error, now time.Time) error {
	reason := fmt.Sprintf("%s was not accepted, and nothing of it was kept.\n\n%s\n\nCorrect it and send it again. What is here will be removed by %s.\n",
		name, why, now.Add(24*time.Hour).UTC().Format(time.RFC3339))
	answer, err := ebts.Reject(data, why, ebts.Control{TCN: answerTCN(data), ORI: f.ori, Date: now})
	if err != nil {
		reason += fmt.Sprintf("\nThere is no ERRT: %v\n", err)
	} else if err := f.write(rejected, name+ErrorSuffix, answer.Append(nil), now); err != nil {
		return err
	}
	if err := f.write(rejected, name+ReasonSuffix, []byte(reason), now); err != nil {
		return err
	}
	if err := f.rename(filepath.Join(work, name), filepath.Join(rejected, name)); err != nil {
		return err
	}
	return errors.Join(f.sync(rejected), f.sync(work))
}

// answerTCN is the control number of an ERRT: the same for the same bytes, so that an answer written twice is one.
func answerTCN(data []byte) string {
	return fmt.Sprintf("ERRT%X", sha256.Sum256(data))[:28]
}

// Sweep removes what was rejected Kept before now or earlier. How old it is says the file with the reason, which is ours; what has none is
// the rest of a rejection that was cut off, or was put there by others, and goes at once.
func (f *Folder) Sweep(now time.Time) error {
	entries, wrong := f.list(rejected)
	gone := false
	for _, entry := range entries {
		stays, err := f.stays(entry.Name(), now)
		if err == nil && !stays {
			err = f.removeOne(rejected, entry.Name())
			gone = true
		}
		wrong = errors.Join(wrong, err)
	}
	if gone {
		wrong = errors.Join(wrong, f.sync(rejected))
	}
	return wrong
}

// stays says whether the reason beside a file of rejected/ is young enough.
func (f *Folder) stays(name string, now time.Time) (bool, error) {
	for _, suffix := range []string{ErrorSuffix, ReasonSuffix} {
		name = strings.TrimSuffix(name, suffix)
	}
	info, err := f.root.Lstat(filepath.Join(rejected, name+ReasonSuffix))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("watched folder: %w", err)
	}
	return info.ModTime().Add(Kept).After(now), nil
}

// Remove removes everything that there is of a file: itself, its answer, its rejection. A purge calls it.
func (f *Folder) Remove(name string) error {
	if name == "" || filepath.Base(name) != name {
		return fmt.Errorf("watched folder: %q is not the name of a file", name)
	}
	return errors.Join(
		f.removeAll(".", name),
		f.removeAll(work, name),
		f.removeAll(out, name+AnswerSuffix),
		f.removeAll(rejected, name, name+ErrorSuffix, name+ReasonSuffix),
	)
}
