package source

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// text is a file of text being read, unpacked where it is packed with gzip, without a byte order mark.
type text struct {
	in     *Input
	from   io.Reader
	packed bool
	left   int64 // bytes that may still be unpacked
	record int64 // bytes that the record at work may still take
	bytes  int64 // read so far
	err    error // of a bad file, for good
}

// openText begins to read text from a stream whose first bytes have been looked at.
func openText(in *Input, from *bufio.Reader) (*text, error) {
	t := &text{in: in, from: from, left: in.Limits.Unpacked}
	magic, _ := from.Peek(2)
	if bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		unpacked, err := gzip.NewReader(from)
		if err != nil {
			return nil, in.errorf(0, "not gzip, though it begins so: %v", err)
		}
		t.from, t.packed = bufio.NewReaderSize(unpacked, 1<<16), true
	}
	return t, t.skipMark()
}

// skipMark passes over the byte order mark of UTF-8, and knows those of UTF-16.
func (t *text) skipMark() error {
	from := t.from.(*bufio.Reader)
	mark, _ := from.Peek(3)
	switch {
	case bytes.HasPrefix(mark, []byte{0xef, 0xbb, 0xbf}):
		_, err := from.Discard(3)
		return err
	case bytes.HasPrefix(mark, []byte{0xff, 0xfe}), bytes.HasPrefix(mark, []byte{0xfe, 0xff}):
		return t.in.errorf(1, "UTF-16; save it as UTF-8, for example with: iconv -f UTF-16 -t UTF-8")
	}
	return nil
}

// begin allows for another record.
func (t *text) begin() { t.record = t.in.Limits.Record }

var errRecord = errors.New("record too long")

// Read gives the text on. A file that is no text, or too much of it, is an error.
func (t *text) Read(p []byte) (int, error) {
	if t.err != nil {
		return 0, t.err
	}
	if t.record <= 0 {
		return 0, errRecord
	}
	n, err := t.from.Read(p)
	t.record -= int64(n)
	if at := bytes.IndexByte(p[:n], 0); at >= 0 {
		t.err = fmt.Errorf("%s@%d: a zero byte: not text, or UTF-16; save it as UTF-8", t.in.Name, t.bytes+int64(at))
		return 0, t.err
	}
	if t.bytes += int64(n); t.packed && t.bytes > t.left {
		t.err = t.in.errorf(0, "unpacks to more than %d bytes", t.left)
		return 0, t.err
	}
	if err != nil && err != io.EOF {
		t.err = t.wrong(err)
		return n, t.err
	}
	return n, err
}

// wrong says what an error of reading means.
func (t *text) wrong(err error) error {
	switch {
	case t.packed && errors.Is(err, io.ErrUnexpectedEOF):
		return t.in.errorf(0, "cut short: the gzip data ends after %d bytes of text", t.bytes)
	case t.packed:
		return t.in.errorf(0, "damaged after %d bytes of text: %v", t.bytes, err)
	}
	return fmt.Errorf("%s: %w", t.in.Name, err)
}

// gunzipped unpacks the beginning of packed data, as far as it goes.
func gunzipped(begin []byte) ([]byte, error) {
	unpacked, err := gzip.NewReader(bytes.NewReader(begin))
	if err != nil {
		return nil, err
	}
	text := make([]byte, 1<<12)
	n, _ := io.ReadFull(unpacked, text) // the end is missing, as it must be
	return text[:n], nil
}
