package niem

import (
	"fmt"
	"io"
)

var (
	errLongTag  = fmt.Errorf("a tag longer than %d bytes", MaxTag)
	errLongText = fmt.Errorf("a text longer than %d bytes", MaxText)
	errMarkup   = fmt.Errorf("more than %d bytes of markup and text", MaxMarkup)
)

// tap hands the decoder one byte at a time, so that the reader can take the bytes of an image past it. It
// also holds the limits, which the decoder has none of.
type tap struct {
	r       io.Reader
	buf     []byte
	at, end int
	err     error

	before, last byte  // the last two bytes that the decoder has
	total        int64 // bytes handed to the decoder
	token        int   // bytes of the current token
	tag          int   // bytes of the tag being read, 0 outside tags
	quote        byte  // the quote that an attribute's value is in
	taken        int64 // bytes that went past the decoder

	ahead io.ReaderAt // the same input, where it can be read out of order
	begin int64       // where in it the package begins
}

func newTap(r io.Reader) *tap {
	t := &tap{r: r, buf: make([]byte, 1<<15)}
	if ahead, ok := r.(interface {
		io.ReaderAt
		io.Seeker
	}); ok {
		if begin, err := ahead.Seek(0, io.SeekCurrent); err == nil {
			t.ahead, t.begin = ahead, begin
		}
	}
	return t
}

// fill reads more once everything has been used.
func (t *tap) fill() error {
	for t.at == t.end && t.err == nil {
		t.at = 0
		t.end, t.err = t.r.Read(t.buf)
	}
	if t.at < t.end {
		return nil
	}
	return t.err
}

// Read is there for the interface; the decoder uses ReadByte.
func (t *tap) Read(p []byte) (int, error) {
	b, err := t.ReadByte()
	if err != nil || len(p) == 0 {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

// ReadByte is the decoder's source.
func (t *tap) ReadByte() (byte, error) {
	if t.at == t.end {
		if err := t.fill(); err != nil {
			return 0, err
		}
	}
	b := t.buf[t.at]
	t.at++
	t.total++
	t.token++
	if err := t.limit(b); err != nil {
		return 0, err
	}
	t.before, t.last = t.last, b
	return b, nil
}

// limit keeps count of tags and texts.
func (t *tap) limit(b byte) error {
	switch {
	case t.tag == 0:
		if b == '<' {
			t.tag = 1
		}
	case t.tag == 1 && (b == '!' || b == '?'):
		t.tag = 0 // a comment or the like: its quotes mean nothing
	default:
		t.tag++
		switch {
		case t.quote != 0:
			if b == t.quote {
				t.quote = 0
			}
		case b == '"' || b == '\'':
			t.quote = b
		case b == '>':
			t.tag = 0
		}
	}
	switch {
	case t.tag > MaxTag:
		return errLongTag
	case t.token > MaxText:
		return errLongText
	case t.total > MaxMarkup:
		return errMarkup
	}
	return nil
}

// closed says whether the tag that was read last closed its element.
func (t *tap) closed() bool { return t.before == '/' && t.last == '>' }
