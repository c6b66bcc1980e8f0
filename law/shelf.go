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

// occasion is what a brief is made for, at one locality.
type occasion struct {
	federal *Version
	first   int16 // stretch of the day the request was received
	second  int16 // stretch of the day custody would end, or -1
	days    days  // on which the local door is asked
	kind    int8  // index of agency_kind, or -1
	action  int8  // index of request.action, or -1
}

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
