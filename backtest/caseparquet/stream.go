package caseparquet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"

	"sallyport"
)

// stream reads a column of a row group, page by page.
type stream struct {
	*readColumn
	pages      parquet.Pages
	held       parquet.Page // the page at work, whose memory the rest points into
	defs, reps []byte
	level      int // the next level
	levels     int // of the page
	values
}

var errLevels = errors.New("damaged: its values and its levels do not agree")

// page turns to the next page that has values.
func (s *stream) page() error {
	for {
		p, err := s.pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		parquet.Release(s.held)
		s.held, s.level, s.levels = p, 0, int(p.NumValues())
		s.defs, s.reps = p.DefinitionLevels(), p.RepetitionLevels()
		n := s.levels
		if s.full > 0 {
			if len(s.defs) != s.levels {
				return errLevels
			}
			n = bytes.Count(s.defs, []byte{byte(s.full)})
		}
		if s.list.of > 0 && len(s.reps) != s.levels {
			return errLevels
		}
		if err := s.turn(p.Data(), p.Dictionary(), n); err != nil || s.levels > 0 {
			return err
		}
	}
}

// close gives the page at work and the column's memory back.
func (s *stream) close() {
	parquet.Release(s.held)
	s.held = nil
	s.pages.Close()
}

// fill gives the column's values to as many cases.
func (s *stream) fill(drafts []draft) error {
	for i := range drafts {
		if s.level == s.levels {
			if err := s.page(); err != nil {
				return err
			}
		}
		if s.list.of > 0 {
			if err := s.fillList(&drafts[i]); err != nil {
				return err
			}
			continue
		}
		if s.full == 0 || int(s.defs[s.level]) == s.full {
			v, err := s.take()
			if err != nil {
				return err
			}
			s.give(&drafts[i], v)
		}
		s.level++
	}
	return nil
}

func (s *stream) give(d *draft, v sallyport.Value) {
	switch {
	case v.State == sallyport.Unknown:
		d.fault = s.name + ": " + v.S
	case s.own != nil:
		s.own(d, v)
	default:
		s.put(d, &d.c.Facts[s.field.index], v)
	}
}

// put puts what the column says of a fact with what other columns said of it.
func (s *stream) put(d *draft, fact *sallyport.Value, v sallyport.Value) {
	switch s.field.part {
	case value:
		if fact.State == sallyport.None {
			d.fault = s.name + ": given, while the fact is none"
			return
		}
		*fact = v
	case member:
		fact.State = sallyport.Known
		fact.N |= v.N << s.field.member
	case none:
		switch {
		case v.N != 0 && fact.State == sallyport.Known:
			d.fault = s.name + ": true, while the fact is given"
		case v.N != 0:
			*fact = sallyport.NoneValue
		case s.field.fact.Kind == sallyport.Object:
			*fact = sallyport.IntValue(1)
		}
	}
}

// fillList gives the values of one case's list. The first column of a list says how long it is.
func (s *stream) fillList(d *draft) error {
	list := [...]*sallyport.Offences{nil, &d.c.Convictions, &d.c.Charges}[s.list.of]
	first, n := !list.Known, 0
	for {
		def := int(s.defs[s.level])
		list.Known = list.Known || def >= s.list.known
		if def >= s.list.there {
			if err := s.fillOffence(d, list, n, first, def == s.full); err != nil {
				return err
			}
			n++
		}
		if ended, err := s.listEnds(); err != nil {
			return err
		} else if ended {
			break
		}
	}
	if n != len(list.List) {
		return errLevels
	}
	return nil
}

// fillOffence fills the n-th offence of the list, which the first column adds.
func (s *stream) fillOffence(d *draft, list *sallyport.Offences, n int, first, known bool) error {
	if n == maxList {
		return fmt.Errorf("a list with more than %d entries", maxList)
	}
	if n == len(list.List) {
		if !first {
			return errLevels
		}
		list.List = slices.Grow(list.List, 1)[:n+1]
		clear(list.List[n][:])
	}
	if !known {
		return nil
	}
	v, err := s.take()
	if err != nil {
		return err
	}
	if v.State == sallyport.Unknown {
		d.fault = s.name + ": " + v.S
		return nil
	}
	s.put(d, &list.List[n][s.field.index], v)
	return nil
}

// listEnds goes on by one level and says whether the list ended before it. A list may go on in the next page.
func (s *stream) listEnds() (bool, error) {
	if s.level++; s.level < s.levels {
		return s.reps[s.level] == 0, nil
	}
	err := s.page()
	if errors.Is(err, io.ErrUnexpectedEOF) { // it was the last list of the row group
		s.level, s.levels = 0, 0
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return s.reps[0] == 0, nil
}
