package law

import (
	"maps"
	"sync"
	"sync/atomic"
)

// shelf keeps briefs that were made. Reading it takes no lock: a new brief is put into a copy of the map.
type shelf struct {
	kept atomic.Pointer[map[occasion]*brief]
	mu   sync.Mutex
}

// occasion is what a brief is made for. Places without packs share theirs, so there are only as many as there are
// combinations of texts that are in force together.
type occasion struct {
	federal *Version
	local   [maxTexts]dated
	days    days // on which the local door is asked
	kind    int8 // index of agency_kind, or -1
	action  int8 // index of request.action, or -1
}

// maxTexts bounds the local texts that one kept brief can hold: two of each of five packs. A place with more is
// served by a brief that is made anew.
const maxTexts = 10

// maxBriefs bounds the memory of a shelf.
const maxBriefs = 1024

// find returns the brief of the occasion, or nil.
func (s *shelf) find(o *occasion) *brief {
	if m := s.kept.Load(); m != nil {
		return (*m)[*o]
	}
	return nil
}

func (s *shelf) put(o *occasion, b *brief) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := map[occasion]*brief{}
	if m := s.kept.Load(); m != nil {
		if len(*m) >= maxBriefs {
			return
		}
		maps.Copy(next, *m)
	}
	next[*o] = b
	s.kept.Store(&next)
}
