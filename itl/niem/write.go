package niem

import (
	"bufio"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"

	"sallyport/itl"
	"sallyport/itl/niem/layout"
)

// Write writes a transaction as a package of ANSI/NIST-ITL 1-2011 and EBTS 10.0. Images are encoded as they
// are written, not copied. What Read makes of the package is the transaction again, byte for byte.
func Write(w io.Writer, tx *itl.Transaction) error { return WriteEdition(w, tx, ITL2011) }

// WriteEdition writes a transaction in one edition of the encoding.
func WriteEdition(w io.Writer, tx *itl.Transaction, edition Edition) error {
	if len(tx.Records) == 0 || tx.Records[0].Type != 1 {
		return fmt.Errorf("a transaction must begin with a Type-1 record")
	}
	p := printer{out: bufio.NewWriterSize(w, 1<<15), table: tables[edition](), tx: tx}
	p.start(edition)
	for i := range tx.Records {
		if err := p.record(&tx.Records[i]); err != nil {
			return fmt.Errorf("record %d: %w", i+1, err)
		}
	}
	p.print("</itl:" + packageName + ">\n")
	return p.out.Flush()
}

// printer writes elements; errors of the writer below come out at the last Flush.
type printer struct {
	out   *bufio.Writer
	table *layout.Table
	tx    *itl.Transaction
	depth int
}

func (p *printer) print(text string) { _, _ = p.out.WriteString(text) }

func (p *printer) start(edition Edition) {
	p.print(xml.Header + "<itl:" + packageName)
	for _, prefix := range p.table.Prefixes {
		p.print("\n  xmlns:" + prefix + `="` + p.table.Spaces[prefix] + `"`)
	}
	p.print(">\n")
}

func (p *printer) indent() {
	for range p.depth + 1 {
		p.print("  ")
	}
}

// open writes a start tag on a line of its own.
func (p *printer) open(name string) {
	p.indent()
	p.print("<" + name + ">\n")
	p.depth++
}

func (p *printer) close(name string) {
	p.depth--
	p.indent()
	p.print("</" + name + ">\n")
}

// leaf writes an element of text alone.
func (p *printer) leaf(name, text string) {
	p.indent()
	p.print("<" + name + ">")
	_ = xml.EscapeText(p.out, []byte(text))
	p.print("</" + name + ">\n")
}

// data writes an element of base64, as it encodes.
func (p *printer) data(name string, value []byte) {
	p.indent()
	p.print("<" + name + ">")
	encoder := base64.NewEncoder(base64.StdEncoding, p.out)
	_, _ = encoder.Write(value)
	_ = encoder.Close()
	p.print("</" + name + ">\n")
}

// record writes one record: its elements, and beside them what they do not hold.
func (p *printer) record(r *itl.Record) error {
	plan, err := p.plan(r)
	if err != nil {
		return err
	}
	name, declared := plan.node.Name, plan.node.Name
	if name == recordElement {
		declared += " " + extensionDeclaration
	}
	p.open(declared)
	for _, e := range plan.elements {
		p.element(e, plan)
	}
	p.close(name)
	return nil
}

func (p *printer) element(e layout.Element, plan *recordPlan) {
	switch name := e.Node.Name; {
	case e.Node.IsExtension():
		p.extension(plan)
	case e.Node.IsData():
		p.data(name, plan.data)
	case len(e.Kids) > 0:
		p.open(name)
		for _, kid := range e.Kids {
			p.element(kid, plan)
		}
		p.close(name)
	default:
		p.leaf(name, e.Text)
	}
}

// extension writes the fields that the elements do not hold, if any.
func (p *printer) extension(plan *recordPlan) {
	if len(plan.extra) == 0 && plan.order == "" {
		return
	}
	p.open(extensionElement + " " + extensionDeclaration)
	if plan.order != "" {
		p.leaf(orderElement, plan.order)
	}
	for _, f := range plan.extra {
		p.extra(f)
	}
	p.close(extensionElement)
}

// extra writes one field: as base64 where it is an image or XML cannot hold it, else by subfield and item.
func (p *printer) extra(f itl.Field) {
	p.open(fieldElement + ` number="` + strconv.Itoa(f.Number) + `"`)
	if f.Number == 999 || !expressible(f) {
		p.data(bytesElement, f.Value)
	} else {
		for _, subfield := range f.Items() {
			p.open(subfieldElement)
			for _, item := range subfield {
				p.leaf(itemElement, item)
			}
			p.close(subfieldElement)
		}
	}
	p.close(fieldElement)
}
