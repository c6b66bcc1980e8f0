package itltest

import (
	"bytes"

	"sallyport/itl"
)

// Replace changes text once; both must be of one length where LEN is to stay right.
func Replace(old, new string) func([]byte) []byte {
	return func(b []byte) []byte { return bytes.Replace(b, []byte(old), []byte(new), 1) }
}

// FromEnd changes bytes at an offset from the end.
func FromEnd(end int, bytes ...byte) func([]byte) []byte {
	return func(b []byte) []byte { copy(b[len(b)-end:], bytes); return b }
}

// Append adds bytes after the end.
func Append(more string) func([]byte) []byte {
	return func(b []byte) []byte { return append(bytes.Clone(b), more...) }
}

// TextMode is what a transfer in text mode does: each LF becomes CR LF.
func TextMode(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")) }

// Rewrite parses, changes the model and writes it, so that LEN and CNT are right.
func Rewrite(change func(*itl.Transaction)) func([]byte) []byte {
	return func(b []byte) []byte {
		tx, err := itl.Parse(b)
		if err != nil {
			panic(err)
		}
		change(tx)
		return itl.New(tx.Records[0], tx.Records[1:]...).Append(nil)
	}
}

// Contents writes a CNT as it is told, LEN right.
func Contents(value string) func([]byte) []byte {
	return func(b []byte) []byte {
		tx, err := itl.Parse(b)
		if err != nil {
			panic(err)
		}
		tx.Records[0].SetText(3, value)
		return tx.Append(nil)
	}
}

// Set sets a field of the record at an index.
func Set(index, field int, value string) func([]byte) []byte {
	return Rewrite(func(tx *itl.Transaction) { tx.Records[index].SetText(field, value) })
}

// Without drops a field.
func Without(index, field int) func([]byte) []byte {
	return Rewrite(func(tx *itl.Transaction) {
		r := &tx.Records[index]
		for i, f := range r.Fields {
			if f.Number == field {
				r.Fields = append(r.Fields[:i:i], r.Fields[i+1:]...)
				return
			}
		}
	})
}

// TextAlone drops the images: Types 1 and 2 are left.
func TextAlone(b []byte) []byte {
	tx, err := itl.Parse(b)
	if err != nil {
		panic(err)
	}
	return itl.New(tx.Records[0], tx.Records[1]).Append(nil)
}

// Unlisted puts a Type-14 record behind a transaction of text alone.
func Unlisted(b []byte) []byte { return append(TextAlone(b), b[len(b)-22-160:len(b)-22]...) }
