package itl

import (
	"bufio"
	"encoding/binary"
	"io"
)

// WriteTo writes the transaction as Append does, without a copy of its images.
func (t *Transaction) WriteTo(w io.Writer) (int64, error) {
	counted := &counter{w: w}
	out := bufio.NewWriter(counted)
	for i := range t.Records {
		t.Records[i].writeTo(out)
	}
	err := out.Flush()
	return counted.n, err
}

// writeTo writes one record; the first error of out comes back when it is flushed.
func (r *Record) writeTo(out *bufio.Writer) {
	if body := r.Binary; body != nil {
		if len(body) >= 4 {
			_, _ = out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(body))))
			body = body[4:]
		}
		_, _ = out.Write(body)
		return
	}
	var head []byte
	for i := range r.Fields {
		head = r.appendHead(head[:0], i)
		_, _ = out.Write(head)
		_, _ = out.Write(r.value(i))
	}
	_ = out.WriteByte(FS)
}

// counter counts what passes to a writer.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
