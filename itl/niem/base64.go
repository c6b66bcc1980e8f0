package niem

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"slices"

	"sallyport/itl"
)

var (
	errBase64   = errors.New("is not base64")
	errTooLarge = errors.New("holds more than a transaction may")
)

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
	held  [4]byte // text without white space that is not decoded yet
	n     int
	ended bool // padding has been seen
}

func (g *gatherer) add(text []byte) error {
	for len(text) > 0 {
		run := 0
		for run < len(text) && !isSpace(text[run]) {
			run++
		}
		if err := g.run(text[:run]); err != nil {
			return err
		}
		for text = text[run:]; len(text) > 0 && isSpace(text[0]); {
			text = text[1:]
		}
	}
	return nil
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\r' || b == '\n' }

// run takes text without white space: what fills up a group of four, the groups that follow, and the rest.
func (g *gatherer) run(text []byte) error {
	if g.n > 0 {
		n := copy(g.held[g.n:], text)
		g.n += n
		text = text[n:]
		if g.n < len(g.held) {
			return nil
		}
		if err := g.decode(g.held[:]); err != nil {
			return err
		}
	}
	whole := len(text) / len(g.held) * len(g.held)
	g.n = copy(g.held[:], text[whole:])
	if whole == 0 {
		return nil
	}
	return g.decode(text[:whole])
}

func (g *gatherer) decode(text []byte) error {
	if g.ended {
		return errBase64
	}
	if len(g.dst)+base64.StdEncoding.DecodedLen(len(text)) > g.limit {
		return errTooLarge
	}
	var err error
	if g.dst, err = base64.StdEncoding.AppendDecode(g.dst, text); err != nil {
		return errBase64
	}
	g.ended = text[len(text)-1] == '='
	return nil
}

func (g *gatherer) finish() ([]byte, error) {
	if g.n > 0 {
		return nil, errBase64
	}
	return g.dst, nil
}

// base64 appends the bytes of the element that has just been opened, and leaves it.
func (p *parser) base64(dst []byte) ([]byte, error) {
	have := len(dst)
	closed := p.tap.closed()
	dst, err := p.tap.base64(p.decoder, dst, have+itl.MaxBytes-p.size)
	switch {
	case errors.Is(err, errBase64):
		return nil, p.fault(err.Error(), "ask the sender for the file again")
	case errors.Is(err, errTooLarge):
		return nil, p.fault(fmt.Sprintf("images of more than %d bytes", itl.MaxBytes), "split the transaction")
	case err != nil:
		return nil, p.broken(err)
	}
	p.size += len(dst) - have
	if closed {
		_, err := p.next()
		return dst, err
	}
	p.path = p.path[:len(p.path)-1]
	return dst, nil
}
