package returns

import "strconv"

// Count is a number that the log bears out, or not.
type Count struct {
	ID    string `json:"id"`
	Says  string `json:"says"`
	Value int    `json:"value"` // by the book
	Log   int    `json:"log"`   // by the lines that the log has published: what the queries of Add count, less those of Less

	Add  []string `json:"add"` // as sallyport/record/figures has them
	Less []string `json:"less,omitempty"`
}

// Held says whether the log bears the number out.
func (c *Count) Held() bool { return c.Value == c.Log }

// Sum is an equation between numbers of a return.
type Sum struct {
	Says  string `json:"says"`
	Left  int    `json:"left"`
	Right int    `json:"right"`
}

// Holds says whether both sides are the same.
func (s *Sum) Holds() bool { return s.Left == s.Right }

// Why a cell has no value.
const (
	NotReported = "not reported"   // nobody entered it
	NotApplied  = "does not apply" // the law asks it of others only
	NoRule      = "no rule"        // a person decided, or nobody had to
	NoAnswer    = "no answer"
)

// Cell is one value of a table. A number that was counted is a number, zero included; what nobody entered says so.
type Cell struct {
	Value  string `json:"value,omitempty"`
	Absent string `json:"absent,omitempty"`
	Count  string `json:"count,omitempty"` // the ID of the count that checks it
}

// String is what a table shows.
func (c Cell) String() string {
	if c.Absent != "" {
		return c.Absent
	}
	return c.Value
}

// Column is one of a table's, and where the law asks for it, "" where it only helps to read.
type Column struct {
	Name string `json:"name"`
	Cite string `json:"cite,omitempty"`
}

// Table is a part of a return.
type Table struct {
	Name    string   `json:"name"`
	Says    string   `json:"says,omitempty"`
	Columns []Column `json:"columns"`
	Rows    [][]Cell `json:"rows"`
}

func text(value string) Cell {
	if value == "" {
		return Cell{Absent: NotReported}
	}
	return Cell{Value: value}
}

func number(n int) Cell { return Cell{Value: strconv.Itoa(n)} }
