// Package returns is the yearly returns that laws ask of agencies: detail from the agency's own book, in the form that each law asks for, and every cell that
// can be counted checked against what the agency's log has published. It is pure: it is given the lines of a book and the entries of a log, and reads
// neither. It promises that no line of a book counts before the log is shown to hold it, that a cell which the log does not bear out is named, and that what
// nobody entered is said to be not reported, and is never a zero. It holds no names: a return has no field for one.
//
// The law is in words of ours, with where it stands and how sure that is, as in a pack.
package returns

import (
	"fmt"
	"slices"
	"strings"
)

// Form is one return: who makes it to whom, what law asks for it, and how it is filled in.
type Form struct {
	Name   string // PLACE/INSTRUMENT, as its pack is called
	Place  string // whose agencies make it: that place, and those in it
	Since  int    // the first year that it is about
	Title  string
	Whom   string // to whom it goes, and when
	Law    []Clause
	Beside []string // what the agency adds from its own files, and the exchange never has
	Zero   string   // what is certified of a year of which there is nothing to tell

	tables func(*year) []Table
	told   func(*year) string // what there was, in a sentence; "" where Zero is to be certified
}

// Clause is something that a law says, in words of ours.
type Clause struct {
	Says string `json:"says"`
	Cite string `json:"cite"`
	Sure string `json:"sure"` // read, partly or memory, and the key of the source; docs/operate/returns.md lists them
}

// Forms are all returns, by name.
var Forms = []*Form{&truth, &values, &illinois, &boston, &jersey, &oregon}

// Names are those of all returns.
func Names() (names []string) {
	for _, f := range Forms {
		names = append(names, f.Name)
	}
	return names
}

// Of returns the return of a name.
func Of(name string) (*Form, error) {
	i := slices.IndexFunc(Forms, func(f *Form) bool { return f.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("%q: no return of that name; there are %s", name, strings.Join(Names(), ", "))
	}
	return Forms[i], nil
}

// Asks says whether the law asks an agency of place for this return of a year.
func (f *Form) Asks(place string, year int) error {
	switch {
	case !within(place, f.Place):
		return fmt.Errorf("%s: asked of agencies of %s, and the log is that of %s; its law asks for no such return%s", f.Name, f.Place, place, instead(place))
	case year < f.Since:
		return fmt.Errorf("%s: asked of years from %d on, not of %d", f.Name, f.Since, year)
	}
	return nil
}

// instead names the returns that the law of a place does ask for.
func instead(place string) string {
	var names []string
	for _, f := range Forms {
		if within(place, f.Place) {
			names = append(names, f.Name)
		}
	}
	if len(names) == 0 {
		return ", nor for another that is known here"
	}
	return "; it asks for " + strings.Join(names, " and ")
}
