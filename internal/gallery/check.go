package gallery

import (
	"bytes"
	"errors"
)

// Check reads every byte of the gallery and calls report with everything that is wrong; step after each place.
func (f *File) Check(report func(*Damage), step func()) {
	seen := make(map[string]bool, f.live)
	f.checkCommits(report)
	for n := range f.Places() {
		f.checkSubject(n, seen, report)
		step()
	}
	f.checkHead(report)
	for k := range f.chunks {
		f.checkChunk(k, report)
	}
	if f.size > f.commit.end {
		report(&Damage{f.commit.end, "end", "bytes are left of an append that was cut off", finish, false})
	}
}

const finish = "the next add, remove or compact overwrites them"

func (f *File) checkCommits(report func(*Damage)) {
	for _, at := range commitAt {
		if c, whole := readCommit(f.data[at:]); !whole || c != f.commit {
			report(&Damage{at, "commit word", "is not the newest", "the next add, remove or compact writes it anew", false})
		}
	}
}

func (f *File) checkSubject(n int, seen map[string]bool, report func(*Damage)) {
	at, e := f.chunks.entryAt(n), f.entry(n)
	if e.state() == removing {
		report(&Damage{at, "removed subject", "the removal was cut off and bytes may be left", finish, false})
		return
	}
	if e.state() == removed {
		if !zero(e[identityAt:]) || !zero(f.data[e.offset():e.offset()+e.length()]) {
			report(&Damage{at, "removed subject", "its bytes are not all overwritten", "compact the file", false})
		}
		return
	}
	s, there, err := f.At(n)
	if there {
		_, err = s.Subject()
	}
	if damage := (*Damage)(nil); errors.As(err, &damage) {
		report(damage)
	} else if err != nil {
		report(&Damage{at, "file", err.Error(), "check it again", false})
	}
	if id := string(e.id()); there && seen[id] {
		report(damaged(at, "ID", "%s is there twice", id))
	} else {
		seen[id] = true
	}
}

// checkHead reports what is not zero behind the header and the commit words.
func (f *File) checkHead(report func(*Damage)) {
	f.checkGap(headerBytes, page, report)
	for _, at := range commitAt {
		f.checkGap(at+commitBytes, at+page, report)
	}
}

// checkChunk reports what is not zero before a chunk, behind its last entry and between its records.
func (f *File) checkChunk(k int, report func(*Damage)) {
	first, last := k*perChunk, min((k+1)*perChunk, f.Places())
	if k > 0 {
		before := f.entry(first - 1)
		f.checkGap(alignUp(before.offset()+before.length(), recordAlign), f.chunks[k], report)
	}
	f.checkGap(f.chunks[k]+int64(last-first)*entryBytes, f.chunks[k]+chunkIndex, report)
	for n := first; n < last; n++ {
		e := f.entry(n)
		end := e.offset() + e.length()
		f.checkGap(end, alignUp(end, recordAlign), report)
	}
}

func (f *File) checkGap(from, to int64, report func(*Damage)) {
	if !zero(f.data[from:to]) {
		report(&Damage{from, "gap", "is not empty", "compact the file", false})
	}
}

func zero(data []byte) bool {
	var zeros [page]byte
	for len(data) > page {
		if !bytes.Equal(data[:page], zeros[:]) {
			return false
		}
		data = data[page:]
	}
	return bytes.Equal(data, zeros[:len(data)])
}
