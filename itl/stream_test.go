package itl_test

import (
	"bytes"
	"errors"
	"testing"

	"sallyport/itl"
	"sallyport/itl/itltest"
)

// TestWriteTo holds it to Append, and to the writer's errors.
func TestWriteTo(t *testing.T) {
	tx, err := itl.Parse(itltest.Sample())
	if err != nil {
		t.Fatal(err)
	}
	tx.Records[0].Fields[0].Value = []byte("1") // LEN is corrected by both
	var out bytes.Buffer
	n, err := tx.WriteTo(&out)
	if err != nil || n != int64(out.Len()) || !bytes.Equal(out.Bytes(), tx.Append(nil)) {
		t.Errorf("%d bytes of %d, %v", n, out.Len(), err)
	}
	if _, err := tx.WriteTo(full{}); !errors.Is(err, errFull) {
		t.Error(err)
	}
}

var errFull = errors.New("full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
