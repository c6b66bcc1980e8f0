package conform

import (
	"fmt"
	"unicode/utf8"

	"sallyport/itl"
)

const useBinary = "transfer files in binary mode"

// separators end nothing that has a meaning where they end a field.
const separators = "\x1e\x1f"

// characters learns from field 1.015 (DCS) whether the transaction is in UTF-8.
func (c *checker) characters() {
	for _, items := range c.t.First().Items(15) {
		c.utf8 = c.utf8 || items[0] == "003"
	}
}

// values checks what any text field may hold.
func (c *checker) values(r *itl.Record) {
	for _, f := range r.Fields {
		if r.IsData(f.Number) || len(f.Value) == 0 {
			continue
		}
		switch end := f.Value[len(f.Value)-1]; {
		case end == itl.RS:
			c.add(itl.KindEmptySubfield, f.Offset, f.Number, "an empty subfield at the end of the field", "remove the last RS: itl rewrite --normalize")
		case end == itl.US && (r.Type != 1 || f.Number != 13): // 1.013 may leave its version item empty
			c.note(itl.KindEmptyItem, f.Offset, f.Number, "an empty item at the end of the field", "leave the last US out where the receiver minds: itl rewrite --normalize")
		}
		c.bytes(r, f)
	}
}

// bytes: Type-1 is ASCII; other records are what DCS says; no text holds control characters.
func (c *checker) bytes(r *itl.Record, f itl.Field) {
	ascii := true
	at := f.Offset + len(f.Tag) + 1
	for i, b := range f.Value {
		if b >= 0x80 {
			ascii = false
		}
		if b == itl.FS || b == itl.GS || b < itl.FS && b != '\t' && b != '\n' && b != '\r' && b != 0x02 && b != 0x03 || b == 0x7f {
			c.add(itl.KindControl, at+i, f.Number, fmt.Sprintf("control character %02X in text", b), "remove it")
			break
		}
		if b == '\n' && r.Type == 1 {
			c.add(itl.KindTextMode, at+i, f.Number, "a line end in text", useBinary)
			break
		}
	}
	switch {
	case ascii:
	case r.Type == 1:
		c.add(itl.KindASCII, f.Offset, f.Number, "Type-1 holds characters other than ASCII", "write Type-1 in 7-bit ASCII")
	case !c.utf8:
		c.add(itl.KindCharset, f.Offset, f.Number, "characters other than ASCII, and no character set is declared", "declare 003 (UTF-8) in 1.015")
	case !utf8.Valid(f.Value):
		c.add(itl.KindUTF8, f.Offset, f.Number, "the text is not valid UTF-8, which 1.015 declares", "encode it as UTF-8")
	}
}
