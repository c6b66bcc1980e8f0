package record

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

const (
	dayForm   = "2006-01-02"
	clockForm = "15:04"
)

// MaxWidth is the greatest width of a slot, and MaxSlot the most commitments that one has with its room. A slot is planned and appended as a whole, in the time until
// the next, and kept for good: 65,536 a minute are 94 million entries a day, 3 GB of them. It also bounds what a reader has to take a log's word for.
const (
	MaxWidth = 1 << 16
	MaxSlot  = 1 << 24
)

func (s Settings) check() error {
	_, err := time.Parse(clockForm, s.Batch)
	switch {
	case s.Node != "hub" && s.Node != "agency":
		return fmt.Errorf("node %q: hub or agency", s.Node)
	case s.Node == "agency" && s.Place == "":
		return errors.New("an agency's place is missing")
	case s.Slot < 1 || s.Width < 1 || s.Volume < 0:
		return errors.New("slot and width are 1 at least, volume 0 at least")
	case s.Width > MaxWidth:
		return fmt.Errorf("width %d: %d at most, since every slot is full; where it is too small, room makes up for it", s.Width, MaxWidth)
	}
	return err
}

func (l Law) check() error {
	if l.Pack == "" || l.Version == "" {
		return errors.New("pack and version are missing")
	}
	return isDay(l.Loaded)
}

func (d Day) check() error {
	if d.Lines < 0 || d.Events < d.Lines || d.Shared < 0 || d.Common < d.Shared || !isPower(d.Need) || !isPower(d.Room) || d.Room < d.Need || d.Room > MaxSlot || len(d.Digest) != 2*Size {
		return errors.New("its numbers cannot be")
	}
	return isDay(d.Day)
}

func isPower(n int) bool { return n > 0 && n&(n-1) == 0 }

func (l Line) check() error {
	switch {
	case l.Kind == "" || l.Place == "" || l.N < 1:
		return errors.New("kind, place and number are never missing")
	case l.Kept != "" && l.Kept != "yes" && l.Kept != "no":
		return fmt.Errorf("kept %q: yes or no", l.Kept)
	}
	for _, text := range []string{l.Kind, l.Place, l.Action, l.Form, l.Outcome, l.Reason, l.About, l.Took} {
		if !isCode(text) {
			return fmt.Errorf("%q is no code", text)
		}
	}
	for _, codes := range [][]string{l.Rules, l.Packs, l.Unresolved} {
		if err := areCodes(codes); err != nil {
			return err
		}
	}
	if len(l.Day) == len("2006") {
		_, err := time.Parse("2006", l.Day)
		return err
	}
	return isDay(l.Day)
}

// isCode says whether a text is short and of visible ASCII without quotes: a term of a query can hold it.
func isCode(text string) bool {
	return len(text) <= 150 && !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' || r == '\\' })
}

func areCodes(list []string) error {
	if len(list) > longest {
		return fmt.Errorf("a list of %d; it has %d at most", len(list), longest)
	}
	for i, text := range list {
		switch {
		case text == "" || !isCode(text):
			return fmt.Errorf("%q is no code", text)
		case i > 0 && list[i-1] >= text:
			return fmt.Errorf("%q: a list is in the order of its bytes and has each once", text)
		}
	}
	return nil
}

func (s SharedLeaf) check() error {
	for i, text := range s.Common {
		sum, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(sum) != Size {
			return fmt.Errorf("commitment %d is not 32 bytes in base64", i)
		}
	}
	if !slices.IsSorted(s.Common) || len(s.Common) == 0 {
		return errors.New("none, or out of order")
	}
	return nil
}

func isDay(text string) error {
	_, err := time.Parse(dayForm, text)
	return err
}
