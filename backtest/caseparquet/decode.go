package caseparquet

import (
	"fmt"
	"math"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding"

	"sallyport"
)

// physical is how a column's values lie in its pages.
type physical uint8

const (
	bits physical = iota
	ints32
	ints64
	texts
)

// decoder turns the values of a column into values of its fact. What the fact cannot have is an unknown value that says in S
// what is wrong.
type decoder struct {
	physical physical
	number   func(int64) sallyport.Value
	text     func(string) sallyport.Value
}

// wrong is a value that the fact cannot have.
func wrong(format string, args ...any) sallyport.Value {
	return sallyport.Value{S: fmt.Sprintf(format, args...)}
}

// decoder chooses by the fact's kind and the column's type.
func (f *field) decoder(c *parquet.Column) (decoder, error) {
	refuse := func(write string) (decoder, error) {
		return decoder{}, fmt.Errorf("is %s; write %s", c.Type(), write)
	}
	kind, logical := c.Type().Kind(), c.Type().LogicalType()
	switch {
	case f.part != value || f.fact.Kind == sallyport.Bool:
		if kind != parquet.Boolean {
			return refuse("BOOLEAN")
		}
		return decoder{physical: bits}, nil
	case f.fact.Kind == sallyport.Date:
		if kind != parquet.Int32 || logical == nil || logical.String() != "DATE" {
			return refuse("DATE")
		}
		return decoder{physical: ints32, number: day}, nil
	case f.fact.Kind == sallyport.Time:
		per := unitOf(c)
		if per == 0 {
			return refuse("TIMESTAMP, adjusted to UTC")
		}
		return decoder{physical: ints64, number: func(n int64) sallyport.Value { return instant(n, per) }}, nil
	case f.fact.Kind == sallyport.Int:
		switch kind {
		case parquet.Int32:
			return decoder{physical: ints32, number: whole}, nil
		case parquet.Int64:
			return decoder{physical: ints64, number: whole}, nil
		}
		return refuse("a whole number")
	case kind != parquet.ByteArray:
		return refuse("STRING")
	}
	return decoder{physical: texts, text: f.read}, nil
}

// unitOf is how many microseconds one count of a timestamp in UTC is, or, below zero, how many counts a microsecond is; 0 for
// any other column.
func unitOf(c *parquet.Column) int64 {
	logical := c.Type().LogicalType()
	if c.Type().Kind() != parquet.Int64 || logical == nil {
		return 0
	}
	switch logical.String() {
	case "TIMESTAMP(isAdjustedToUTC=true,unit=MICROS)":
		return 1
	case "TIMESTAMP(isAdjustedToUTC=true,unit=MILLIS)":
		return 1000
	case "TIMESTAMP(isAdjustedToUTC=true,unit=NANOS)":
		return -1000
	}
	return 0
}

// Days and instants (microseconds) that a case may have.
var (
	firstDay, lastDay         = dayOf(1850), dayOf(2201) - 1
	firstInstant, lastInstant = dayOf(1850) * 86400e6, dayOf(2201)*86400e6 - 1
)

func day(n int64) sallyport.Value {
	if n < firstDay || n > lastDay {
		return wrong("day %d is not in the years 1850 to 2200", n)
	}
	return sallyport.IntValue(n)
}

func instant(n, per int64) sallyport.Value {
	var micros int64
	switch {
	case per < 0:
		micros = n / -per
	case n > lastInstant/per || n < firstInstant/per:
		micros = math.MaxInt64
	default:
		micros = n * per
	}
	if micros < firstInstant || micros > lastInstant {
		return wrong("instant %d is not in the years 1850 to 2200", n)
	}
	return sallyport.IntValue(micros)
}

// whole is a number that a case file could have, or an offset in minutes, which may be below zero.
func whole(n int64) sallyport.Value {
	if n < math.MinInt32 || n > math.MaxInt32 {
		return wrong("%d is out of range", n)
	}
	return sallyport.IntValue(n)
}

// maxText is the longest text of a fact, as in a case file.
const maxText = 500

// read reads a string of a fact: an enumerated value, or free text.
func (f *field) read(s string) sallyport.Value {
	if f.fact.Kind != sallyport.Enum {
		if len(s) > maxText {
			return wrong("longer than %d bytes", maxText)
		}
		return sallyport.TextValue(s)
	}
	if s == "none" && f.fact.None && f.fact.Parent == "" {
		return sallyport.NoneValue
	}
	v, err := f.fact.EnumValue(s)
	if err != nil {
		return wrong("%v", err)
	}
	return v
}

// values are the values of a page that are not null.
type values struct {
	decoder
	n       int // how many
	next    int // the next one
	bits    []byte
	ints32  []int32
	ints64  []int64
	data    []byte
	offsets []uint32

	dictionary parquet.Dictionary
	words      []sallyport.Value // of the dictionary
	indexes    []int32           // into the words; nil where the page has no dictionary
}

// turn takes the data of a page with n values that are not null.
func (v *values) turn(data encoding.Values, dictionary parquet.Dictionary, n int) error {
	v.n, v.next, v.indexes = n, 0, nil
	if dictionary == nil {
		return v.open(data, n)
	}
	if v.dictionary != dictionary {
		v.n = dictionary.Len()
		if err := v.open(dictionary.Page().Data(), v.n); err != nil {
			return err
		}
		v.words = v.words[:0]
		for range v.n {
			v.words = append(v.words, v.plain())
		}
		v.dictionary, v.n, v.next = dictionary, n, 0
	}
	if v.indexes = data.Int32(); len(v.indexes) < n {
		return errLevels
	}
	for _, i := range v.indexes {
		if i < 0 || int(i) >= len(v.words) {
			return errLevels
		}
	}
	return nil
}

// open finds the values of a plain page.
func (v *values) open(data encoding.Values, n int) error {
	have := 0
	switch v.physical {
	case bits:
		v.bits = data.Boolean()
		have = 8 * len(v.bits)
	case ints32:
		v.ints32 = data.Int32()
		have = len(v.ints32)
	case ints64:
		v.ints64 = data.Int64()
		have = len(v.ints64)
	default:
		v.data, v.offsets = data.ByteArray()
		have = len(v.offsets) - 1
	}
	if have < n {
		return errLevels
	}
	return nil
}

// take is the next value.
func (v *values) take() (sallyport.Value, error) {
	if v.next >= v.n {
		return sallyport.Value{}, errLevels
	}
	if v.indexes != nil {
		v.next++
		return v.words[v.indexes[v.next-1]], nil
	}
	return v.plain(), nil
}

// plain is the next value of a page without a dictionary.
func (v *values) plain() sallyport.Value {
	i := v.next
	v.next++
	switch v.physical {
	case bits:
		return sallyport.Value{State: sallyport.Known, N: int64(v.bits[i/8] >> (i % 8) & 1)}
	case ints32:
		return v.number(int64(v.ints32[i]))
	case ints64:
		return v.number(v.ints64[i])
	}
	return v.text(string(v.data[v.offsets[i]:v.offsets[i+1]]))
}
