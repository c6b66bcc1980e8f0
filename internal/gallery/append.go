package gallery

import (
	"fmt"

	"sallyport/internal/cores"
)

// Refusal says why a change cannot be made. Nothing was changed.
type Refusal string

func (r Refusal) Error() string { return string(r) }

// Append adds subjects, all of them or none. An ID that is there already, or twice among them, is refused.
func (w *Writer) Append(subjects ...Subject) error {
	batch := make([]filed, len(subjects))
	err := cores.Each(len(subjects), func(n int) error {
		s := &subjects[n]
		record, err := appendRecord(nil, &s.Prints)
		if err != nil {
			return Refusal(fmt.Sprintf("subject %s: %v", s.ID, err))
		}
		batch[n] = filed{s.ID, record}
		return nil
	})
	if err != nil {
		return err
	}
	return w.enter(batch)
}

// filed is a subject whose record is ready to be written.
type filed struct {
	id     string
	record []byte
}

func (w *Writer) enter(batch []filed) error {
	seen := make(map[string]bool, len(batch))
	for _, f := range batch {
		if err := checkID(f.id); err != nil {
			return err
		}
		if w.Has(f.id) || seen[f.id] {
			return Refusal(fmt.Sprintf("subject %s: is in the gallery already; remove it first, or give another ID", f.id))
		}
		seen[f.id] = true
	}
	if int64(w.commit.count)+int64(len(batch)) > mostPlaces {
		return Refusal(fmt.Sprintf("places: %d are all that a file has; compact it, or begin another", mostPlaces))
	}
	if len(batch) == 0 {
		return w.failed
	}
	return w.change(func() error { return w.append(batch) })
}

// append writes records and their entries, waits until they are on the disk, and only then the commit word that makes
// them part of the gallery. The other commit word follows, and lasts from the next change on: see recover.
func (w *Writer) append(batch []filed) error {
	next, chunks := w.commit, w.chunks
	for left := batch; len(left) > 0; {
		if next.count%perChunk == 0 {
			chunks = append(chunks, alignUp(next.end, page))
			next.end = chunks[len(chunks)-1] + chunkIndex
		}
		room := min(len(left), int(perChunk-next.count%perChunk))
		if err := w.fill(&next, chunks, left[:room]); err != nil {
			return err
		}
		left = left[room:]
	}
	if err := w.file.Sync(); err != nil {
		return err
	}
	next.sequence++
	if err := w.write(next.append(nil), commitAt[0]); err != nil {
		return err
	}
	if err := w.file.Sync(); err != nil {
		return err
	}
	if err := w.write(next.append(nil), commitAt[1]); err != nil {
		return err
	}
	for n, f := range batch {
		w.places[f.id] = int(w.commit.count) + n
	}
	w.commit, w.chunks = next, chunks
	return nil
}

// fill writes subjects into the last chunk, behind those that are there.
func (w *Writer) fill(next *commit, chunks chunks, batch []filed) error {
	var records, entries []byte
	first, begin := int(next.count), next.end
	for _, f := range batch {
		entries = append(entries, newEntry(int64(next.count), f.id, next.end, f.record)...)
		records = append(records, f.record...)
		records = append(records, make([]byte, alignUp(int64(len(records)), recordAlign)-int64(len(records)))...)
		next.end = begin + int64(len(records))
		next.count++
	}
	if err := w.write(records, begin); err != nil {
		return err
	}
	return w.write(entries, chunks.entryAt(first))
}
