package record

import "fmt"

// Defect is one thing that is wrong with a record: the error of Read or a repair of ReadLenient.
type Defect struct {
	Offset  int    `json:"offset"` // byte in the input
	Field   string `json:"field"`  // such as "view 2 minutia 5 angle"
	Problem string `json:"problem"`
	Remedy  string `json:"remedy"` // what to do, or what the lenient reader did
}

// Error is one line for a person.
func (d *Defect) Error() string {
	return fmt.Sprintf("@%d: %s: %s; %s", d.Offset, d.Field, d.Problem, d.Remedy)
}

// maxRepairs is how many repairs are listed; a record with more is noise, and the list would outgrow it.
const maxRepairs = 1000

// maxDefects is how many a lenient reader bears with before it takes the rest for noise.
const maxDefects = 100_000
