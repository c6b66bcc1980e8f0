package gallery

// chunks lists where each chunk begins.
type chunks []int64

// entryAt returns where the entry of place n stands.
func (c chunks) entryAt(n int) int64 { return c[n/perChunk] + int64(n%perChunk)*entryBytes }

// readIndex goes through the index and checks that the records follow each other without a gap, up to the end.
func (f *File) readIndex() error {
	begin := int64(dataStart)
	for n := range int64(f.commit.count) {
		if n%perChunk == 0 {
			chunk := alignUp(begin, page)
			begin = chunk + chunkIndex
			if begin > f.commit.end {
				return damaged(chunk, "index", "ends at byte %d, past the end, byte %d", begin, f.commit.end)
			}
			f.chunks = append(f.chunks, chunk)
		}
		e, at := f.entry(int(n)), f.chunks.entryAt(int(n))
		if err := e.checkPlace(n, at, begin, f.commit.end); err != nil {
			return err
		}
		if e.state() == present {
			if err := e.checkID(at); err != nil && e.state() == present { // not removed while it was read
				return err
			}
			f.live++
		}
		f.records = append(f.records, begin)
		begin = alignUp(begin+e.length(), recordAlign)
	}
	if begin != f.commit.end {
		return damaged(begin, "end", "the last record ends here, the commit word says byte %d", f.commit.end)
	}
	return nil
}
