package niem

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"sallyport/itl"
	"sallyport/itl/niem/layout"
)

// Read reads a package of either edition strictly: whatever has no place in the traditional encoding is an
// error, so nothing is lost unseen. The error is a *Finding, but for those of r.
//
// The text of an image is decoded as it is read. Offsets of records and fields are those of the package.
func Read(r io.Reader) (*itl.Transaction, error) {
	tx, _, err := read(r, false)
	return tx, err
}

// ReadLenient reads a package as Read does, but leaves out elements and attributes without a place in the
// traditional encoding, takes the first of an element that occurs too often, makes the list of contents (CNT)
// fit the records, and returns a finding for each.
func ReadLenient(r io.Reader) (*itl.Transaction, []Finding, error) { return read(r, true) }

func read(r io.Reader, lenient bool) (*itl.Transaction, []Finding, error) {
	t := newTap(r)
	p := parser{tap: t, decoder: xml.NewDecoder(t), lenient: lenient}
	p.decoder.CharsetReader = onlyASCII
	if err := p.document(); err != nil {
		return nil, p.left, err
	}
	return &itl.Transaction{Records: p.records}, p.left, nil
}

// onlyASCII takes the one encoding beside UTF-8 whose bytes are UTF-8 too.
func onlyASCII(charset string, input io.Reader) (io.Reader, error) {
	if strings.EqualFold(charset, "us-ascii") {
		return input, nil
	}
	return nil, fmt.Errorf("encoding %q: write the package in UTF-8", charset)
}

// parser walks a package.
type parser struct {
	tap     *tap
	decoder *xml.Decoder
	table   *layout.Table
	records []itl.Record
	size    int // bytes of images so far

	path    []xml.Name // open elements
	start   int64      // offset of the current token
	lenient bool
	left    []Finding
}

const askPackage = "check that this is a NIST biometric information exchange package in XML"

// fault is a finding about the current element.
func (p *parser) fault(problem, remedy string) *Finding {
	names := make([]string, len(p.path))
	for i, name := range p.path {
		names[i] = p.prefixed(name)
	}
	return &Finding{Offset: p.start, Path: strings.Join(names, "/"), Problem: problem, Remedy: remedy}
}

// skippable notes f and goes on when lenient; otherwise f ends the reading.
func (p *parser) skippable(f *Finding) error {
	if !p.lenient {
		f.Remedy += "; or read it leniently"
		return f
	}
	if len(p.left) == MaxFindings {
		f.Problem = fmt.Sprintf("more than %d things without a place in a transaction", MaxFindings)
		return f
	}
	p.left = append(p.left, *f)
	return nil
}

// next returns the next token that matters: a start or end tag, or text. nil at the end of the input.
func (p *parser) next() (xml.Token, error) {
	for {
		p.tap.token = 0
		p.start = p.decoder.InputOffset() + p.tap.taken
		token, err := p.decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return nil, p.broken(err)
		}
		switch token := token.(type) {
		case xml.Directive:
			return nil, p.fault("a document type declaration or the like", "remove it: none is read")
		case xml.StartElement:
			if len(p.path) >= MaxDepth {
				return nil, p.fault(fmt.Sprintf("elements nested more than %d deep", MaxDepth), askPackage)
			}
			p.path = append(p.path, token.Name)
			if err := p.attributes(token); err != nil {
				return nil, err
			}
			return token, nil
		case xml.EndElement:
			p.path = p.path[:len(p.path)-1]
			return token, nil
		case xml.CharData:
			return token, nil
		}
	}
}

// broken says what is wrong with input that is not well-formed, or passes an error of the source on.
func (p *parser) broken(err error) error {
	p.start = p.decoder.InputOffset() + p.tap.taken
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax):
		f := p.fault("not well-formed XML: "+syntax.Msg, "ask the sender for the file again")
		f.format = p.table == nil
		return f
	case errors.Is(err, errLongTag), errors.Is(err, errLongText), errors.Is(err, errMarkup):
		return p.fault(err.Error(), "split the transaction")
	case p.tap.err != nil && !errors.Is(p.tap.err, io.EOF):
		return fmt.Errorf("read package: %w", p.tap.err)
	}
	f := p.fault(err.Error(), askPackage)
	f.format = p.table == nil
	return f
}

// prefixed is a name for people, with the prefix that this package writes.
func (p *parser) prefixed(name xml.Name) string {
	if p.table != nil {
		for prefix, space := range p.table.Spaces {
			if space == name.Space {
				return prefix + ":" + name.Local
			}
		}
	}
	if name.Space == "" {
		return name.Local
	}
	return "{" + name.Space + "}" + name.Local
}

// attributes checks those of an element: declarations of prefixes, hints to schemas and identifiers mean nothing here.
func (p *parser) attributes(e xml.StartElement) error {
	if len(e.Attr) > MaxAttributes {
		return p.fault(fmt.Sprintf("more than %d attributes", MaxAttributes), askPackage)
	}
	for _, a := range e.Attr {
		space, local := a.Name.Space, a.Name.Local
		switch {
		case space == "xmlns", space == "" && local == "xmlns", space == "xml",
			space == "http://www.w3.org/2001/XMLSchema-instance",
			strings.HasPrefix(space, "http://niem.gov/niem/structures/") && local == "id",
			e.Name.Space == Extension && space == "" && local == "number":
			continue
		}
		if err := p.skippable(p.fault("attribute "+p.prefixed(a.Name)+" has no place in a transaction", "remove it")); err != nil {
			return err
		}
	}
	return nil
}
