package sallyport

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"time"
)

// State says whether a fact is known.
type State uint8

const (
	Unknown State = iota // not given; never read as "no"
	Known                // given, with a value
	None                 // given as `none`: known not to exist
)

// Value is one fact. N holds a bool (0, 1), an integer, an index into the fact's Values,
// a set of such indices (one bit each), a day (since 1970-01-01) or an instant (microseconds since then, UTC);
// S holds free text. Which of these it is follows from the fact's Kind.
type Value struct {
	State State
	N     int64
	S     string
}

// Kind is the type of a fact.
type Kind uint8

const (
	Bool   Kind = iota
	Int         // a count of days or years
	Enum        // one of Values
	Set         // any of Values
	Text        // free text, compared for equality only
	Date        // a calendar day
	Time        // an instant
	Object      // `none`, or facts of its own below this path
)

// Day returns the number of the calendar day t falls on in its own location, counted from 1970-01-01.
func Day(t time.Time) int64 {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400
}

// DayTime returns midnight UTC of the numbered day.
func DayTime(day int64) time.Time { return time.Unix(day*86400, 0).UTC() }

// BoolValue, IntValue, TextValue, DateValue and TimeValue make known values.
func BoolValue(b bool) Value {
	if b {
		return Value{State: Known, N: 1}
	}
	return Value{State: Known}
}

func IntValue(n int64) Value      { return Value{State: Known, N: n} }
func TextValue(s string) Value    { return Value{State: Known, S: s} }
func DateValue(t time.Time) Value { return Value{State: Known, N: Day(t)} }
func TimeValue(t time.Time) Value { return Value{State: Known, N: t.UnixMicro()} }

// NoneValue is a fact known not to exist.
var NoneValue = Value{State: None}

// Format writes v, a value of fact f, as a case file would.
func (f *Fact) Format(v Value) string {
	switch {
	case v.State == Unknown:
		return "unknown"
	case v.State == None:
		return "none"
	}
	switch f.Kind {
	case Bool:
		return strconv.FormatBool(v.N != 0)
	case Int:
		return strconv.FormatInt(v.N, 10)
	case Enum:
		return f.Values[v.N]
	case Set:
		return f.formatSet(v.N)
	case Date:
		return DayTime(v.N).Format(time.DateOnly)
	case Time:
		return time.UnixMicro(v.N).UTC().Format(time.RFC3339)
	case Object:
		return "given"
	}
	return v.S
}

func (f *Fact) formatSet(mask int64) string {
	names := make([]string, 0, bits.OnesCount64(uint64(mask)))
	for i, name := range f.Values {
		if mask&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return "[" + strings.Join(names, ", ") + "]"
}

// Names says whether a text that a rule names stands for the text of a case: the same one or a wider, a place around it or
// the section of a subsection.
func (f *Fact) Names(named, given string) bool {
	return given == named || f.Narrow != "" && strings.HasPrefix(given, named) && strings.HasPrefix(given[len(named):], f.Narrow)
}

// EnumValue returns the value named s of the enumerated fact f; the error lists what f may be.
func (f *Fact) EnumValue(s string) (Value, error) {
	for i, name := range f.Values {
		if name == s {
			return Value{State: Known, N: int64(i)}, nil
		}
	}
	return Value{}, fmt.Errorf("%q is not one of %s", s, strings.Join(f.Values, ", "))
}
