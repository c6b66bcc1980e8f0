// Package caseparquet keeps cases in Parquet: one row a case, one column a fact, the convictions and charges as lists.
// Null is unknown, and never no.
//
// A column is named by the fact's path with _ for the dot, as in the tables of law/sql: request_form, person_us_citizen.
// Enumerated facts are strings as a case file writes them (none among them), days are DATE, instants TIMESTAMP in UTC.
// Where a day, an instant or an object may be none, a second column (person_final_order_none) says that it is.
// A set has a column for each of its values (request_probable_cause_biometric), all of them null where it is unknown.
// convictions and charges are LISTs of such facts: null where the list was never seen, complete where it is given.
// A file need not have every column: what it does not have is unknown.
package caseparquet

import (
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"sallyport"
)

// Names of the columns that are no facts.
const (
	columnID      = "id"
	columnAt      = "at"
	columnOffset  = "at_offset" // of at, in minutes east of UTC; 0 where it is not given
	columnAgency  = "agency"
	columnProgram = "program"
)

// lists are the names of the two lists, in the order of a Case.
var lists = [...]string{"convictions", "charges"}

// implied are facts that a case carries elsewhere.
var implied = []string{"at", "agency", "state"}

// part is what one column says of a fact.
type part uint8

const (
	value  part = iota // its value
	none               // whether it is none
	member             // whether the set holds one of its values
)

// field is one column of a fact.
type field struct {
	name   string
	fact   *sallyport.Fact
	index  int // in CaseFacts or OffenceFacts
	part   part
	member int // for part member: the value's bit
}

// fieldsOf are the columns of the fact.
func fieldsOf(f *sallyport.Fact, index int) []field {
	name := strings.ReplaceAll(f.Path, ".", "_")
	var all []field
	switch f.Kind {
	case sallyport.Set:
		for i, v := range f.Values {
			all = append(all, field{name + "_" + v, f, index, member, i})
		}
	case sallyport.Object:
	default:
		all = append(all, field{name, f, index, value, 0})
	}
	if f.None && f.Parent == "" && f.Kind != sallyport.Enum {
		all = append(all, field{name + "_none", f, index, none, 0})
	}
	return all
}

// caseFields and offenceFields are the columns of all facts; those of a charge only are left out for convictions.
func caseFields() []field {
	var all []field
	for i := range sallyport.CaseFacts {
		if f := &sallyport.CaseFacts[i]; !slices.Contains(implied, f.Path) {
			all = append(all, fieldsOf(f, i)...)
		}
	}
	return all
}

func offenceFields(list string) []field {
	var all []field
	for i := range sallyport.OffenceFacts {
		if f := &sallyport.OffenceFacts[i]; !f.Charge || list == "charges" {
			all = append(all, fieldsOf(f, i)...)
		}
	}
	return all
}

// node is the column's type, without saying that it may be null.
func (f *field) node() parquet.Node {
	if f.part != value {
		return parquet.Leaf(parquet.BooleanType)
	}
	switch f.fact.Kind {
	case sallyport.Bool:
		return parquet.Leaf(parquet.BooleanType)
	case sallyport.Int:
		return parquet.Int(64)
	case sallyport.Date:
		return parquet.Date()
	case sallyport.Time:
		return parquet.Timestamp(parquet.Microsecond)
	}
	return parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
}

// schemaOf is the schema of a file with those columns of facts.
func schemaOf(facts []field, offences [2][]field) *parquet.Schema {
	text := func() parquet.Node { return parquet.Encoded(parquet.String(), &parquet.RLEDictionary) }
	root := parquet.Group{
		columnID:      parquet.Optional(parquet.String()),
		columnAt:      parquet.Timestamp(parquet.Microsecond),
		columnOffset:  parquet.Int(32),
		columnAgency:  text(),
		columnProgram: parquet.Optional(text()),
	}
	for i := range facts {
		root[facts[i].name] = parquet.Optional(facts[i].node())
	}
	for i, fields := range offences {
		element := parquet.Group{}
		for j := range fields {
			element[fields[j].name] = parquet.Optional(fields[j].node())
		}
		if len(element) > 0 {
			root[lists[i]] = parquet.Optional(parquet.List(element))
		}
	}
	return parquet.NewSchema("cases", root)
}
