package niem

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"

	"sallyport/itl"
	"sallyport/itl/niem/layout"
)

// recordParser gathers one record.
type recordParser struct {
	*parser
	recordType int
	node       *layout.Node
	binder     *layout.Binder
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
	r := recordParser{parser: p, recordType: recordType, node: n, binder: layout.NewBinder(n), offset: p.start, offsets: map[int]int64{}}
	if isBinary(recordType) {
		header, _ := binaryLayout(recordType)
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

// recordNode finds the type of record that an element holds, 0 for the extension's, which says itself.
func (p *parser) recordNode(name xml.Name) (recordType int, n *layout.Node) {
	for recordType, n := range p.table.Records {
		if n.Is(name) {
			return recordType, n
		}
	}
	return 0, nil
}

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
				return r.leaf(token.Name, start, layout.Trim(string(text)))
			}
		}
	}
}

// leaf gives the element that is just ending its text.
func (r *recordParser) leaf(name xml.Name, start int64, text string) error {
	before := r.start
	r.start, r.path = start, append(r.path, name)
	defer func() { r.start, r.path = before, r.path[:len(r.path)-1] }()
	n, field := r.binder.Current()
	err := r.binder.Text(text)
	if err == nil {
		if _, seen := r.offsets[field]; !seen {
			r.offsets[field] = start
		}
		return nil
	}
	remedy := "remove it"
	if errors.Is(err, layout.ErrValue) {
		remedy = "write " + n.Expected()
	}
	return r.skippable(r.fault(fmt.Sprintf("%q %s", clip(text), err), remedy))
}

func clip(text string) string {
	if len(text) > 40 {
		return text[:40] + "…"
	}
	return text
}

// child reads one element below the current one.
func (r *recordParser) child(e xml.StartElement) error {
	if e.Name == (xml.Name{Space: Extension, Local: "TraditionalFields"}) && r.binder.Depth() == 0 {
		return r.extension()
	}
	n, err := r.binder.Open(e.Name)
	if err != nil {
		if err := r.skippable(r.fault(err.Error(), "remove it")); err != nil {
			return err
		}
		return r.skip()
	}
	defer r.binder.Close()
	if n.IsData() {
		return r.data(n)
	}
	return r.children()
}

// data reads the image of the record.
func (r *recordParser) data(n *layout.Node) error {
	if r.hasImage {
		if err := r.skippable(r.fault(layout.ErrTwice.Error(), "remove all but one")); err != nil {
			return err
		}
		return r.skip()
	}
	r.hasImage = true
	r.offsets[n.Field()] = r.start
	var err error
	r.image, err = r.base64(r.image)
	return err
}

// finish makes the record.
func (r *recordParser) finish() (itl.Record, error) {
	r.binder.Finish()
	if r.recordType == 0 {
		category, _ := r.binder.Value(layout.Category)
		recordType, err := strconv.Atoi(string(category))
		if err != nil || recordType < 2 || recordType > 99 || isBinary(recordType) {
			return itl.Record{}, &Finding{Offset: r.offset, Path: recordElement, Problem: fmt.Sprintf("%q is not the type of a tagged record", category),
				Remedy: "write a number from 2 to 99 in biom:RecordCategoryCode"}
		}
		r.recordType = recordType
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
