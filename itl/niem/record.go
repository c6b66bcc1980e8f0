package niem

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"

	"sallyport/itl"
)

// recordParser gathers one record.
type recordParser struct {
	*parser
	recordType int
	binder     *binder
	offset     int64
	image      []byte // a binary record's header and image, or the value of field 999
	hasImage   bool
	fixed      fixes
	offsets    map[int]int64 // of the first element of each field
}

// record reads the record whose element has just been opened.
func (p *parser) record(e xml.StartElement) error {
	recordType, n := p.recordNode(e.Name)
	if n == nil {
		if err := p.skippable(p.fault("is no record that is known here", "remove it, or ask for a package of "+ITL2011.String())); err != nil {
			return err
		}
		return p.skip()
	}
	if recordType == 1 && len(p.records) > 0 {
		return p.fault("is not the first record", "put the Type-1 record first, once")
	}
	r := recordParser{parser: p, recordType: recordType, binder: newBinder(n), offset: p.start, offsets: map[int]int64{}}
	if isBinary(recordType) {
		header, _ := layout(recordType)
		r.image = make([]byte, header)
	}
	if err := r.children(); err != nil {
		return err
	}
	made, err := r.finish()
	if err != nil {
		return err
	}
	return p.appendRecord(made)
}

// recordNode finds the type of record that an element holds; that of the extension's tr:Record is read from it.
func (p *parser) recordNode(name xml.Name) (recordType int, n *node) {
	if name == (xml.Name{Space: Extension, Local: "Record"}) {
		n := p.table.otherRecord(0)
		n.kids[0].fixed = false
		n.kids[0].src = source{field: categoryField, item: 1}
		return 0, n
	}
	for recordType, n := range p.table.records {
		if n.has(name) {
			return recordType, n
		}
	}
	return 0, nil
}

// categoryField stands for the type of a tr:Record while it is read.
const categoryField = -2

// children reads the elements below the current one, up to its end tag.
func (r *recordParser) children() error {
	depth := len(r.path)
	var text []byte
	start := r.start
	for {
		token, err := r.next()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case nil:
			return r.broken(io.ErrUnexpectedEOF)
		case xml.CharData:
			if len(text)+len(token) > MaxText {
				return r.fault(errLongText.Error(), "split the transaction")
			}
			text = append(text, token...)
		case xml.StartElement:
			if err := r.child(token); err != nil {
				return err
			}
		case xml.EndElement:
			if len(r.path) < depth {
				return r.leaf(token.Name, start, trim(string(text)))
			}
		}
	}
}

// leaf gives the element that is just ending its text.
func (r *recordParser) leaf(name xml.Name, start int64, text string) error {
	before := r.start
	r.start, r.path = start, append(r.path, name)
	defer func() { r.start, r.path = before, r.path[:len(r.path)-1] }()
	err := r.binder.text(text)
	if err == nil {
		r.note(start)
		return nil
	}
	problem, remedy := fmt.Sprintf("%q %s", clip(text), err), "remove it"
	if n := r.binder.stack[len(r.binder.stack)-1].node; errors.Is(err, errValue) {
		remedy = "write " + n.conv.expected
		if n.fixed {
			remedy = fmt.Sprintf("write %q", n.literal)
		}
	}
	return r.skippable(r.fault(problem, remedy))
}

// note remembers where a field was first seen.
func (r *recordParser) note(start int64) {
	top := r.binder.stack[len(r.binder.stack)-1]
	if len(top.node.kids) > 0 || top.node.fixed {
		return
	}
	p, _ := top.scope.at(top.node.leaf())
	if _, seen := r.offsets[p.field]; !seen {
		r.offsets[p.field] = start
	}
}

func clip(text string) string {
	if len(text) > 40 {
		return text[:40] + "…"
	}
	return text
}

// child reads one element below the current one.
func (r *recordParser) child(e xml.StartElement) error {
	if e.Name == (xml.Name{Space: Extension, Local: "TraditionalFields"}) && len(r.binder.stack) == 1 {
		return r.extension()
	}
	n, err := r.binder.open(e.Name)
	if err != nil {
		if err := r.skippable(r.fault(err.Error(), "remove it")); err != nil {
			return err
		}
		return r.skip()
	}
	defer r.binder.close()
	if n.isData() {
		return r.data(n)
	}
	return r.children()
}

// data reads the image of the record.
func (r *recordParser) data(n *node) error {
	if r.hasImage {
		if err := r.skippable(r.fault(errTwice.Error(), "remove all but one")); err != nil {
			return err
		}
		return r.skip()
	}
	r.hasImage = true
	r.offsets[n.src.field] = r.start
	var err error
	r.image, err = r.base64(r.image)
	return err
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

// finish makes the record.
func (r *recordParser) finish() (itl.Record, error) {
	r.binder.finish()
	if r.recordType == 0 {
		category, _ := r.binder.value(categoryField)
		recordType, err := strconv.Atoi(string(category))
		if err != nil || recordType < 2 || recordType > 99 || isBinary(recordType) {
			return itl.Record{}, &Finding{Offset: r.offset, Path: recordElement, Problem: fmt.Sprintf("%q is not the type of a tagged record", category),
				Remedy: "write a number from 2 to 99 in biom:RecordCategoryCode"}
		}
		r.recordType = recordType
		delete(r.binder.fields, categoryField)
	}
	if isBinary(r.recordType) {
		return r.binary()
	}
	fields, err := r.fields()
	if err != nil {
		return itl.Record{}, err
	}
	made := itl.Record{Type: r.recordType, Offset: int(r.offset), Fields: fields}
	made.SetLength()
	return made, nil
}

// binary makes a binary record: its image stands behind the room that was left for the header.
func (r *recordParser) binary() (itl.Record, error) {
	_, image := layout(r.recordType)
	value := func(number int) string {
		if fixed := r.fixed.value(number, 0); fixed != nil {
			return string(fixed)
		}
		text, _ := r.binder.value(number)
		return string(text)
	}
	if isVector(r.recordType, value(4)) && !r.hasImage && value(image) != "" {
		strokes, err := encodeStrokes(value(image))
		if err != nil {
			return itl.Record{}, r.unfit(err)
		}
		r.image = append(r.image, strokes...)
	} else if fixed := r.fixed.value(image, 0); fixed != nil {
		r.image = append(r.image, fixed...)
	}
	if err := encodeHeader(r.recordType, r.image, value); err != nil {
		return itl.Record{}, r.unfit(err)
	}
	return itl.Record{Type: r.recordType, Offset: int(r.offset), Binary: r.image}, nil
}

func (r *recordParser) unfit(err error) error {
	return &Finding{Offset: r.offset, Path: r.binder.stack[0].node.prefixed, Problem: err.Error(), Remedy: "correct the value; the record is binary in the traditional encoding"}
}
