package ebts

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"sallyport/itl"
)

//go:embed type2-by-tot.tsv
var table string

// times is how often something may occur.
type times struct {
	name        string
	least, most int
}

// profile is what EBTS 10.0 asks of one type of transaction.
type profile struct {
	fields  map[int]times // of Type-2, by number
	records map[int]times // image records, by type
}

// profiles reads the table once; a type that two services define is allowed what either allows.
var profiles = sync.OnceValue(func() map[string]profile {
	all := map[string]profile{}
	for line := range strings.Lines(table) {
		columns := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(columns) < 3 {
			continue
		}
		p := readProfile(columns)
		if earlier, twice := all[columns[0]]; twice {
			p = profile{either(earlier.fields, p.fields), either(earlier.records, p.records)}
		}
		all[columns[0]] = p
	}
	return all
})

func readProfile(columns []string) profile {
	p := profile{map[int]times{}, map[int]times{}}
	for _, field := range strings.Fields(columns[2]) {
		part := strings.Split(field, ":")
		number, _ := strconv.Atoi(strings.TrimPrefix(part[0], "2."))
		p.fields[number] = readTimes(part[1], part[2])
	}
	if len(columns) > 3 {
		for _, record := range strings.Split(columns[3], ";") {
			part := strings.Fields(record) // Type 4 (0..14)
			if len(part) == 3 {
				recordType, _ := strconv.Atoi(part[1])
				p.records[recordType] = readTimes("", strings.Trim(part[2], "()"))
			}
		}
	}
	return p
}

func readTimes(name, cardinality string) times {
	switch cardinality {
	case "M":
		return times{name, 1, 1}
	case "O":
		return times{name, 0, 1}
	}
	least, most, _ := strings.Cut(cardinality, "..")
	t := times{name: name}
	t.least, _ = strconv.Atoi(least)
	t.most, _ = strconv.Atoi(most)
	return t
}

func either(a, b map[int]times) map[int]times {
	joined := map[int]times{}
	for key, t := range a {
		other := b[key] // absent: zero times
		joined[key] = times{t.name, min(t.least, other.least), max(t.most, other.most)}
	}
	for key, t := range b {
		if _, both := a[key]; !both {
			joined[key] = times{t.name, 0, t.most}
		}
	}
	return joined
}

// Applies says whether the transaction declares EBTS in field 1.013 (DOM).
func Applies(tx *itl.Transaction) bool {
	first := tx.First()
	return first != nil && strings.Contains(first.Text(13), "EBTS")
}

// Check lists what does not comply with EBTS 10.0's table of fields and image records for the
// transaction's type. By the FBI's receive rules, unknown fields are ignored and empty optional
// ones are no error. It is silent where Applies is false.
func Check(tx *itl.Transaction) []itl.Finding {
	if !Applies(tx) {
		return nil
	}
	p, known := profiles()[tx.TOT()]
	if !known {
		return []itl.Finding{{Record: 1, Field: "1.004", Code: itl.CodeInvalid,
			Problem: fmt.Sprintf("EBTS 10.0 has no type of transaction %q", tx.TOT()), Remedy: "use one that its templates name"}}
	}
	var found []itl.Finding
	counts := map[int]int{}
	for i := range tx.Records {
		r := &tx.Records[i]
		counts[r.Type]++
		if r.Type == 2 && counts[2] == 1 {
			found = append(found, p.checkFields(r, i+1)...)
		}
		if most, allowed := p.records[r.Type]; r.Type > 2 && (!allowed || counts[r.Type] > most.most) {
			found = append(found, itl.Finding{Offset: r.Offset, Record: i + 1, Code: itl.CodeRecord,
				Problem: fmt.Sprintf("a %s may have %d records of Type-%d", tx.TOT(), most.most, r.Type), Remedy: "leave the record out"})
		}
	}
	if counts[2] == 0 {
		found = append(found, itl.Finding{Record: 1, Field: "1.003", Code: itl.CodeMissing,
			Problem: "there is no Type-2 record", Remedy: "add one with the mandatory fields of " + tx.TOT()})
	}
	return found
}

func (p profile) checkFields(r *itl.Record, number int) []itl.Finding {
	var found []itl.Finding
	for field, want := range p.fields {
		f, ok := r.Field(field)
		n := 0
		if ok && len(f.Value) > 0 {
			n = len(f.Items())
		}
		if n >= want.least && n <= want.most {
			continue
		}
		finding := itl.Finding{Offset: r.Offset, Record: number, Field: fmt.Sprintf("2.%03d", field), Code: itl.CodeMissing,
			Problem: fmt.Sprintf("mandatory field %s is missing", want.name), Remedy: "add it"}
		if n > 0 {
			finding.Offset, finding.Code = f.Offset, itl.CodeRange
			finding.Problem = fmt.Sprintf("field %s has %d values", want.name, n)
			finding.Remedy = fmt.Sprintf("send at most %d", want.most)
		}
		found = append(found, finding)
	}
	slices.SortFunc(found, func(a, b itl.Finding) int { return strings.Compare(a.Field, b.Field) })
	return found
}
