package niem

import (
	"bytes"
	"fmt"
	"strconv"

	"sallyport/itl"
)

// contents compares field 1.003 (CNT) with the records.
func (p *parser) contents() error {
	problem := p.contentsProblem()
	if problem == "" {
		return nil
	}
	first := &p.records[0]
	f := &Finding{Offset: int64(first.Offset), Path: "itl:" + packageName + "/itl:PackageInformationRecord", Problem: problem,
		Remedy: "make biom:TransactionContentSummary list every record after the first, in order"}
	if err := p.skippable(f); err != nil {
		return err
	}
	subfields := [][]string{{"1", strconv.Itoa(len(p.records) - 1)}}
	for i := range p.records[1:] {
		r := &p.records[1+i]
		idc, _ := r.IDC()
		subfields = append(subfields, []string{strconv.Itoa(r.Type), fmt.Sprintf("%02d", idc)})
	}
	first.Set(3, subfields...)
	first.SetLength()
	return nil
}

// contentsProblem is "" where CNT lists the records that there are.
func (p *parser) contentsProblem() string {
	list, _ := p.records[0].Field(3)
	listed := (itl.Field{Value: bytes.TrimRight(list.Value, "\x1e\x1f")}).Items()
	following := p.records[1:]
	if len(listed[0]) < 2 {
		return "the list of records (1.003) is missing"
	}
	if count, err := strconv.Atoi(listed[0][1]); err != nil || count != len(following) || len(listed)-1 != len(following) {
		return fmt.Sprintf("1.003 says %s records, lists %d, and %d follow", listed[0][1], len(listed)-1, len(following))
	}
	for i, pair := range listed[1:] {
		if number, err := strconv.Atoi(pair[0]); err != nil || number != following[i].Type {
			return fmt.Sprintf("1.003 lists Type-%s as record %d, which is a Type-%d", pair[0], i+2, following[i].Type)
		}
	}
	return ""
}

// appendRecord adds a record within the limits.
func (p *parser) appendRecord(r itl.Record) error {
	if len(p.records) > itl.MaxRecords {
		return p.fault(fmt.Sprintf("more than %d records", itl.MaxRecords), "split the transaction")
	}
	p.records = append(p.records, r)
	return nil
}
