package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"time"

	"sallyport/fingerprint/record"
	"sallyport/fingerprint/record/type9"
	"sallyport/itl"
)

// isRecord says whether a file is a minutiae record or a transaction that may hold one, by its first bytes.
func isRecord(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var head [4]byte
	n, _ := f.Read(head[:])
	return record.Is(head[:n]) || isTransaction(head[:n])
}

// isTransaction says whether data begin as a transaction does: "1.001:", or "1.01:" in old ones.
func isTransaction(data []byte) bool { return bytes.HasPrefix(data, []byte("1.0")) }

// readRecord reads a minutiae record, or the Type-9 records of a transaction, and returns what it repaired.
func readRecord(path string, lenient bool) (*record.Record, []record.Defect, error) {
	data, err := readInput(path)
	if err != nil {
		return nil, nil, err
	}
	var r *record.Record
	var repairs []record.Defect
	switch {
	case isTransaction(data):
		r, repairs, err = readType9(data, lenient)
	case lenient:
		r, repairs, err = record.ReadLenient(data)
	default:
		r, err = record.Read(data)
	}
	if err != nil {
		return nil, nil, badInput(fmt.Errorf("%s:%w", path, err))
	}
	return r, repairs, nil
}

func readType9(data []byte, lenient bool) (*record.Record, []record.Defect, error) {
	if !lenient {
		tx, err := itl.Parse(data)
		if err != nil {
			return nil, nil, err
		}
		r, err := type9.Read(tx)
		return r, nil, err
	}
	tx, findings, err := itl.ParseLenient(data)
	if err != nil {
		return nil, nil, err
	}
	var repairs []record.Defect
	for _, f := range findings {
		repairs = append(repairs, record.Defect{Offset: f.Offset, Field: fmt.Sprintf("record %d %s", f.Record, f.Field), Problem: f.Problem, Remedy: "repaired"})
	}
	r, more, err := type9.ReadLenient(tx)
	return r, append(repairs, more...), err
}

func printRepairs(w io.Writer, path string, repairs []record.Defect) {
	for n := range repairs {
		fmt.Fprintf(w, "%s:%v\n", path, &repairs[n])
	}
}

// writeRecord writes a record in the format of that name and returns what is lost by it.
func writeRecord(path string, r *record.Record, format string) ([]record.Loss, error) {
	to, _ := record.Named(format)
	out, lost, err := r.Convert(to)
	if err != nil {
		return nil, err
	}
	var data []byte
	if to == record.Type9 {
		data, err = transaction(out, time.Now())
	} else {
		data, err = out.Append(nil)
	}
	if err != nil {
		return nil, err
	}
	return lost, writeFile(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// transaction puts Type-9 records into a transaction of their own. What a record of minutiae cannot say, agencies before
// all, stands as not stated: whoever sends it on writes a Type-1 record of their own.
func transaction(r *record.Record, now time.Time) ([]byte, error) {
	list, err := type9.Records(r, 1)
	if err != nil {
		return nil, err
	}
	body := itl.New(itl.NewRecord(1, 0), list...).Append(nil)
	first := itl.NewRecord(1, 0)
	for field, value := range map[int]string{
		2: "0500", 4: "MINUTIAE", 5: now.Format("20060102"), 7: "NOTSTATED", 8: "NOTSTATED",
		9: fmt.Sprintf("%X", sha256.Sum256(body))[:20], 11: "00.00", 12: "00.00",
	} {
		first.SetText(field, value)
	}
	return itl.New(first, append([]itl.Record{itl.NewRecord(2, 0)}, list...)...).Append(nil), nil
}
