package ebts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sallyport/itl"
)

// Applies says whether the transaction declares EBTS in field 1.013 (DOM).
func Applies(tx *itl.Transaction) bool {
	first := tx.First()
	return first != nil && strings.Contains(first.Text(13), "EBTS")
}

// Check lists what does not comply with the FBI's rules for the transaction's type, by offset: which Type-2 fields and image
// records EBTS 10.0's templates ask for and how many, what the fields may hold where a public rule file says so
// (fields.tsv names it for each), and what belongs together. It is silent where Applies is false.
func Check(tx *itl.Transaction) []itl.Finding { return byOffset(check(tx).found) }

// Notes lists what the FBI tolerates and does not use, or what a later version than the public rule file may allow, by offset.
func Notes(tx *itl.Transaction) []itl.Finding { return byOffset(check(tx).noted) }

// checker gathers findings about one transaction.
type checker struct {
	tx           *itl.Transaction
	record       int // counted from 1
	found, noted itl.Findings
}

func (c *checker) finding(kind itl.Kind, offset, number int, problem, remedy string) itl.Finding {
	field := ""
	if number > 0 {
		field = itl.Tag(c.tx.Records[c.record-1].Type, number)
	}
	return itl.Found(kind, offset, c.record, field, problem, remedy)
}

func (c *checker) add(kind itl.Kind, offset, number int, problem, remedy string) {
	c.found.Add(c.finding(kind, offset, number, problem, remedy))
}

func (c *checker) note(kind itl.Kind, offset, number int, problem, remedy string) {
	c.noted.Add(c.finding(kind, offset, number, problem, remedy))
}

func check(tx *itl.Transaction) *checker {
	c := &checker{tx: tx, record: 1}
	if !Applies(tx) {
		return c
	}
	p, known := profiles()[tx.TOT()]
	if !known {
		f, _ := tx.First().Field(4)
		c.add(itl.KindTransaction, f.Offset, 4, fmt.Sprintf("EBTS 10.0 has no type of transaction %q", tx.TOT()), "use one that its templates name")
		return c
	}
	c.reference(tx)
	c.records(tx, p)
	c.fingers(tx, p)
	return c
}

func byOffset(gathered itl.Findings) []itl.Finding {
	list := gathered.List()
	slices.SortStableFunc(list, func(a, b itl.Finding) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), strings.Compare(a.Field, b.Field))
	})
	return list
}

// answers are the types of transaction that answer another one (EBTS 10.0, the templates' names); the unsolicited ones
// among the FBI's own are not.
var answers = strings.Fields("BATR BDECR BDELR CDELR DSPR EHRR EQER EQRR ERRA ERRB ERRI ERRL ERRR ERRT FISR IRR ISR LPNR LRSR LSR PDR " +
	"PRR RBIHSR RBMNTR RBRPTR RBSR RPISR SPMNTR SRB SRE SRL SRNRR SRT TPRR ULDR XACTR XMNTR")

// reference: an answer says what it answers, in 1.010 (TCR).
func (c *checker) reference(tx *itl.Transaction) {
	if tx.TCR() == "" && slices.Contains(answers, tx.TOT()) {
		c.add(itl.KindMissing, tx.First().Offset, 10, "mandatory field TCR is missing: "+tx.TOT()+" is an answer", "add the TCN of the transaction that it answers")
	}
}

// records counts the records of each type, and checks Type-2.
func (c *checker) records(tx *itl.Transaction, p profile) {
	counts := map[int]int{}
	for i := range tx.Records {
		r := &tx.Records[i]
		c.record = i + 1
		counts[r.Type]++
		if r.Type == 2 && counts[2] == 1 {
			c.fields(r, p)
		}
		if most := p.records[r.Type].most; len(p.records) > 0 && r.Type > 2 && counts[r.Type] > most {
			c.add(itl.KindRecordCount, r.Offset, 0, fmt.Sprintf("a %s may have %d records of Type-%d", tx.TOT(), most, r.Type), "leave the record out")
		}
	}
	c.record = 1
	if counts[2] == 0 {
		f, _ := tx.First().Field(3)
		c.add(itl.KindMissing, f.Offset, 3, "there is no Type-2 record", "add one with the mandatory fields of "+tx.TOT())
	}
	for recordType, want := range p.records {
		if n := counts[recordType]; n < want.least {
			f, _ := tx.First().Field(3)
			c.add(itl.KindRecordCount, f.Offset, 3, fmt.Sprintf("a %s has at least %d records of Type-%d, and this has %d", tx.TOT(), want.least, recordType, n), "add what is missing")
		}
	}
}

// fields checks which fields Type-2 has, how often, and what they hold.
func (c *checker) fields(r *itl.Record, p profile) {
	for number, want := range p.fields {
		f, ok := r.Field(number)
		n := 0
		if ok && len(f.Value) > 0 {
			n = len(f.Items())
		}
		switch {
		case n < want.least:
			c.add(itl.KindMissing, r.Offset, number, fmt.Sprintf("mandatory field %s is missing", want.name), "add it")
		case n > want.most:
			c.add(itl.KindFieldLength, f.Offset, number, fmt.Sprintf("field %s has %d values", want.name, n), fmt.Sprintf("send at most %d", want.most))
		}
	}
	for _, f := range r.Fields {
		if _, defined := p.fields[f.Number]; !defined {
			c.note(itl.KindFieldUndefined, f.Offset, f.Number, "a "+c.tx.TOT()+" does not define this field", "leave it out, or send it where it is defined")
			continue
		}
		c.content(f)
	}
	c.status(r, p)
}

// status: the custody status (2.054, 2.055) goes with a case number (2.009), all or none.
func (c *checker) status(r *itl.Record, p profile) {
	if _, defined := p.fields[55]; !defined {
		return
	}
	start, literal, number := r.Text(54) != "", r.Text(55) != "", r.Text(9) != ""
	if (start || literal) && !(start && literal && number) {
		c.add(itl.KindRelation, r.Offset, 54, "SSD, SLE and OCA go together, and one of them is missing", "add what is missing of 2.054, 2.055 and 2.009")
	}
	if arrest := r.Text(45); start && arrest != "" && r.Text(54) < arrest {
		c.add(itl.KindRelation, r.Offset, 54, fmt.Sprintf("custody begins on %s, before the arrest on %s", r.Text(54), arrest), "correct one of the dates")
	}
}
