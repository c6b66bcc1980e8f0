package niem

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sallyport/itl"
	"sallyport/itl/niem/layout"
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
	node     *layout.Node
	elements []layout.Element
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
	plan := &recordPlan{node: p.table.Records[r.Type]}
	if plan.node == nil {
		plan.node = p.table.Records[0]
	}
	held := layout.Fields{layout.Category: {{strconv.Itoa(r.Type)}}}
	if domain := p.tx.First().Items(13); domain != nil {
		held[layout.Domain] = domain
	}
	for _, field := range fields {
		if _, again := held[field.Number]; again {
			continue
		}
		if isData(r, field) {
			plan.data = field.Value
			held[field.Number] = nil
		} else {
			held[field.Number] = field.Items()
		}
	}
	plan.elements = plan.node.Fill(held)
	plan.compare(r, fields)
	return plan, nil
}

// isData says whether a field holds an image, which is never split into items.
func isData(r *itl.Record, f itl.Field) bool {
	if r.Binary == nil {
		return r.IsData(f.Number)
	}
	_, image := binaryLayout(r.Type)
	return f.Number == image && !isVector(r.Type, strconv.Itoa(int(r.Binary[6])))
}

// compare finds what the elements do not hold exactly.
func (plan *recordPlan) compare(r *itl.Record, fields []itl.Field) {
	b := layout.NewBinder(plan.node)
	b.Replay(plan.elements)
	b.Finish()
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
		value, _ := b.Value(f.Number)
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
		case !bytes.Equal(value, f.Value) || !b.Has(f.Number) && r.Binary == nil:
			plan.extra = append(plan.extra, f)
		}
	}
	if r.Binary == nil && !plan.inOrder(r.Type, tags, numbers, b) {
		plan.order = strings.Join(tags, " ")
	}
}

// hasData is the number of the image field that the elements hold, 0 for none.
func hasData(elements []layout.Element) int {
	for _, e := range elements {
		if e.Node.IsData() {
			return e.Node.Field()
		}
		if number := hasData(e.Kids); number > 0 {
			return number
		}
	}
	return 0
}

// inOrder says whether a reader will find these tags in this order without being told.
func (plan *recordPlan) inOrder(recordType int, tags []string, numbers []int, b *layout.Binder) bool {
	if !slices.IsSorted(numbers) {
		return false
	}
	for i, tag := range tags {
		if tag != canonical(recordType, numbers[i]) || i > 0 && numbers[i] == numbers[i-1] {
			return false
		}
	}
	for _, number := range b.Numbers() {
		if number > 0 && !slices.Contains(numbers, number) {
			return false
		}
	}
	return numbers[0] == 1
}

// expressible says whether XML can hold every item of a field.
func expressible(f itl.Field) bool {
	for _, subfield := range f.Items() {
		for _, item := range subfield {
			if !layout.IsText(item) {
				return false
			}
		}
	}
	return true
}
