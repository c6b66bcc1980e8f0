package niem

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
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

// room makes dst large enough for the base64 that follows, where it can be measured beforehand, so that an image is
// allocated once. Elsewhere dst grows as it fills.
func (t *tap) room(dst []byte, limit int) []byte {
	if t.ahead == nil {
		return dst
	}
	start := t.begin + t.total + t.taken
	text := 0
	for piece := make([]byte, 1<<15); ; {
		n, err := t.ahead.ReadAt(piece, start+int64(text))
		end := bytes.IndexByte(piece[:n], '<')
		if end >= 0 {
			text += end
			break
		}
		text += n
		if err != nil {
			break
		}
	}
	return slices.Grow(dst, min(base64.StdEncoding.DecodedLen(text+3), limit-len(dst)))
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

var (
	errBase64   = errors.New("is not base64")
	errTooLarge = errors.New("holds more than a transaction may")
)

// base64 decodes the text of an element into dst, past the decoder, up to its end tag. limit is how long dst may become.
func (t *tap) base64(d *xml.Decoder, dst []byte, limit int) ([]byte, error) {
	g := gatherer{dst: t.room(dst, limit), limit: limit}
	for !t.closed() {
		if err := t.fill(); err != nil {
			return nil, err
		}
		text := t.buf[t.at:t.end]
		end := -1
		for _, mark := range []byte("<&") {
			if i := bytes.IndexByte(text, mark); i >= 0 {
				text, end = text[:i], i
			}
		}
		if err := g.add(text); err != nil {
			return nil, err
		}
		t.at += len(text)
		t.taken += int64(len(text))
		if end < 0 {
			continue
		}
		done, err := t.markup(d, &g)
		if err != nil {
			return nil, err
		}
		if done {
			break
		}
	}
	return g.finish()
}

// markup deals with what interrupts base64: the end tag, a comment, CDATA, or a line end written as a reference.
func (t *tap) markup(d *xml.Decoder, g *gatherer) (done bool, err error) {
	if t.buf[t.at] == '&' {
		return false, t.reference()
	}
	token, err := d.Token()
	if err != nil {
		return false, err
	}
	switch token := token.(type) {
	case xml.EndElement:
		return true, nil
	case xml.Comment:
		return false, nil
	case xml.CharData: // CDATA
		return false, g.add(token)
	}
	return false, errBase64
}

// reference skips a character reference to white space, which some writers put at line ends.
func (t *tap) reference() error {
	var name []byte
	for {
		if err := t.fill(); err != nil {
			return err
		}
		b := t.buf[t.at]
		t.at++
		t.taken++
		name = append(name, b)
		switch {
		case len(name) > 8:
			return errBase64
		case b != ';':
			continue
		}
		switch string(bytes.ToLower(name)) {
		case "&#13;", "&#xd;", "&#10;", "&#xa;", "&#9;", "&#x9;", "&#32;", "&#x20;":
			return nil
		}
		return errBase64
	}
}

// gatherer decodes base64 that comes in pieces.
type gatherer struct {
	dst   []byte
	limit int
	held  [4096]byte // text without white space that is not decoded yet
	n     int
	ended bool // padding has been seen
}

func (g *gatherer) add(text []byte) error {
	for len(text) > 0 {
		run := 0
		for run < len(text) && !isSpace(text[run]) {
			run++
		}
		for part := text[:run]; len(part) > 0; {
			if g.n == len(g.held) {
				if err := g.decode(); err != nil {
					return err
				}
			}
			n := copy(g.held[g.n:], part)
			g.n += n
			part = part[n:]
		}
		for text = text[run:]; len(text) > 0 && isSpace(text[0]); {
			text = text[1:]
		}
	}
	return nil
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\r' || b == '\n' }

func (g *gatherer) decode() error {
	if g.ended {
		return errBase64
	}
	if len(g.dst)+base64.StdEncoding.DecodedLen(g.n) > g.limit {
		return errTooLarge
	}
	var err error
	if g.dst, err = base64.StdEncoding.AppendDecode(g.dst, g.held[:g.n]); err != nil {
		return errBase64
	}
	g.ended = g.n > 0 && g.held[g.n-1] == '='
	g.n = 0
	return nil
}

func (g *gatherer) finish() ([]byte, error) {
	if g.n > 0 {
		if err := g.decode(); err != nil {
			return nil, err
		}
	}
	return g.dst, nil
}
