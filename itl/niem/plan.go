package niem

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sallyport/itl"
)

// Elements of the extension.
const (
	extensionPrefix  = "tr"
	extensionElement = extensionPrefix + ":TraditionalFields"
	orderElement     = extensionPrefix + ":Order"
	fieldElement     = extensionPrefix + ":Field"
	subfieldElement  = extensionPrefix + ":Subfield"
	itemElement      = extensionPrefix + ":Item"
	bytesElement     = extensionPrefix + ":Bytes"
	recordElement    = extensionPrefix + ":Record"

	extensionDeclaration = "xmlns:" + extensionPrefix + `="` + Extension + `"`
)

// recordPlan is what will be written for one record.
type recordPlan struct {
	node     *node
	elements []element
	data     []byte      // the image, where the elements hold one
	extra    []itl.Field // what they do not hold exactly
	order    string      // the tags in the order in which they stand, where it is not the canonical one
}

// plan makes a record's elements, reads them back, and puts what came back otherwise into the extension:
// so nothing is lost, whatever the tables lack.
func (p *printer) plan(r *itl.Record) (*recordPlan, error) {
	fields := r.Fields
	if r.Binary != nil {
		fields = binaryFields(r)
	}
	if len(fields) == 0 {
		return nil, fmt.Errorf("a Type-%d record without fields", r.Type)
	}
	plan := &recordPlan{node: p.node(r.Type)}
	f := filler{fields: map[int][][]string{}}
	for _, field := range fields {
		if _, again := f.fields[field.Number]; again {
			continue
		}
		if p.isData(r, field) {
			plan.data = field.Value
			f.fields[field.Number] = nil
		} else {
			f.fields[field.Number] = field.Items()
		}
	}
	f.domain(p.tx)
	for _, kid := range plan.node.kids {
		plan.elements = append(plan.elements, f.fill(kid, scope{})...)
	}
	plan.compare(r, fields)
	return plan, nil
}

// domainField stands for field 1.013 in the conditions of other records.
const domainField = -1

// domain lets conditions see the transaction's domain (DOM).
func (f *filler) domain(tx *itl.Transaction) {
	if items := tx.First().Items(13); items != nil {
		f.fields[domainField] = items
	}
}

// isData says whether a field holds an image, which is never split into items.
func (p *printer) isData(r *itl.Record, f itl.Field) bool {
	if r.Binary == nil {
		return r.IsData(f.Number)
	}
	_, image := layout(r.Type)
	return f.Number == image && !isVector(r.Type, strconv.Itoa(int(r.Binary[6])))
}

// node is the element for a type of record, one of the extension where the edition has none.
func (p *printer) node(recordType int) *node {
	if n := p.table.records[recordType]; n != nil {
		return n
	}
	return p.table.otherRecord(recordType)
}

// compare finds what the elements do not hold exactly.
func (plan *recordPlan) compare(r *itl.Record, fields []itl.Field) {
	b := newBinder(plan.node)
	b.replay(plan.elements)
	b.finish()
	held := hasData(plan.elements)
	count := map[int]int{}
	var tags []string
	var numbers []int
	for _, f := range fields {
		count[f.Number]++
		tags = append(tags, tagOf(r.Type, f))
		numbers = append(numbers, f.Number)
	}
	for i, f := range fields {
		value, _ := b.value(f.Number)
		if r.Binary != nil {
			value = []byte(binaryDefault(r.Type, f.Number, string(value)))
		}
		switch {
		case count[f.Number] > 1: // all of them, so that it is plain which is which
			plan.extra = append(plan.extra, f)
		case i == 0 && f.Number == 1:
			if len(f.Value) > 1 && f.Value[0] == '0' { // LEN is recomputed, but for its digits
				plan.extra = append(plan.extra, f)
			}
		case held == f.Number:
		case !bytes.Equal(value, f.Value) || !b.has(f.Number) && r.Binary == nil:
			plan.extra = append(plan.extra, f)
		}
	}
	if r.Binary == nil && !plan.inOrder(r.Type, tags, numbers, b) {
		plan.order = strings.Join(tags, " ")
	}
}

// hasData is the number of the image field that the elements hold, 0 for none.
func hasData(elements []element) int {
	for _, e := range elements {
		if e.node.isData() {
			return e.node.src.field
		}
		if number := hasData(e.kids); number > 0 {
			return number
		}
	}
	return 0
}

// has says whether any element gave the field a value.
func (b *binder) has(number int) bool { _, ok := b.fields[number]; return ok }

// inOrder says whether a reader will find these tags in this order without being told.
func (plan *recordPlan) inOrder(recordType int, tags []string, numbers []int, b *binder) bool {
	if !slices.IsSorted(numbers) {
		return false
	}
	for i, tag := range tags {
		if tag != canonical(recordType, numbers[i]) || i > 0 && numbers[i] == numbers[i-1] {
			return false
		}
	}
	for number := range b.fields {
		if !slices.Contains(numbers, number) {
			return false
		}
	}
	return numbers[0] == 1
}

// expressible says whether XML can hold every item of a field.
func expressible(f itl.Field) bool {
	for _, subfield := range f.Items() {
		for _, item := range subfield {
			if !isText(item) {
				return false
			}
		}
	}
	return true
}

// otherRecord is the element of a record that the edition has none for.
func (t *table) otherRecord(recordType int) *node {
	code, reference, id := &node{fixed: true}, &node{}, &node{}
	biom := t.spaces["biom"]
	code.names, code.prefixed = []xml.Name{{Space: biom, Local: "RecordCategoryCode"}}, "biom:RecordCategoryCode"
	code.literal, _ = twoDigits(strconv.Itoa(recordType))
	reference.names, reference.prefixed = []xml.Name{{Space: biom, Local: "ImageReferenceIdentification"}}, "biom:ImageReferenceIdentification"
	id.names, id.prefixed = []xml.Name{{Space: t.spaces["nc"], Local: "IdentificationID"}}, "nc:IdentificationID"
	id.src = source{field: 2, item: 1}
	reference.kids = []*node{id}
	return &node{prefixed: recordElement, kids: []*node{code, reference, {here: true}}}
}
