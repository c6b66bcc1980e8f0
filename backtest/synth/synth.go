// Package synth makes populations of invented requests, with distributions that are stated: for load, for teaching, and for
// asking what a rule would do with a population of which only shares are known. What a distribution does not speak of stays
// unknown. Nobody in them exists.
package synth

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"sallyport"
)

var (
	//go:embed default.yaml
	Default []byte
	//go:embed trac-2015.yaml
	trac []byte
	//go:embed trac-2015-no-other-ground.yaml
	tracAlone []byte
)

// BuiltIn are the distributions that come with the program, by name: one of every kind of record, and the population of October and
// November 2015 that TRAC published shares of, in two readings.
func BuiltIn() map[string][]byte {
	return map[string][]byte{"default": Default, "trac-2015": trac, "trac-2015-no-other-ground": tracAlone}
}

// Distribution is what a population looks like.
type Distribution struct {
	Name     string   // of the distribution
	Says     string   // what it is, and where its figures are from
	Notes    []string // what a reader of its figures must know; every report has them
	From     day      // the first and the last day of requests
	Until    day
	Hours    hours              // from the request to the end of custody; absent, that is not known
	Served   bool               // a copy is served when the request is made; absent, that is not known
	Agency   weights            // paths of custodians
	Facts    map[string]weights // facts of the case by path: the chance of each value; what is left of 1 is unknown
	Requests []request          // kinds of requests
	Records  []record           // kinds of conviction records
}

// request is a kind of request: facts that go together.
type request struct {
	Name  string
	Share float64
	Facts map[string]weights
}

// record is a kind of record of convictions.
type record struct {
	Name    string
	Share   float64
	Unseen  bool // the list is not known
	Count   [2]int
	Age     [2]int             // of a conviction, in days before the request
	Facts   map[string]weights // of each conviction
	Charges bool               // the list of charges is known, with one pending charge
}

type hours [2]int

// weights are chances by value, in an order of their own.
type weights struct {
	values []string
	upTo   []float64
}

// UnmarshalYAML reads a mapping of values to chances.
func (w *weights) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		return fmt.Errorf("line %d: want a mapping of values to chances", n.Line)
	}
	for i := 0; i < len(n.Content); i += 2 {
		var chance float64
		if err := n.Content[i+1].Decode(&chance); err != nil || !(chance >= 0 && chance <= 1) {
			return fmt.Errorf("line %d: %s: %q is no chance from 0 to 1", n.Content[i+1].Line, n.Content[i].Value, n.Content[i+1].Value)
		}
		w.add(n.Content[i].Value, chance)
	}
	if sum := w.upTo[len(w.upTo)-1]; sum > 1+1e-9 {
		return fmt.Errorf("line %d: the chances come to %g; they may come to 1 at most", n.Line, sum)
	}
	return nil
}

// pick draws a value; ok is false where it turns out unknown.
func (w *weights) pick(r *rand.Rand) (n int, ok bool) {
	n, _ = slices.BinarySearch(w.upTo, r.Float64())
	return n, n < len(w.values)
}

type day struct{ time.Time }

// UnmarshalYAML reads YYYY-MM-DD.
func (d *day) UnmarshalYAML(n *yaml.Node) (err error) {
	if d.Time, err = time.Parse(time.DateOnly, n.Value); err != nil {
		return fmt.Errorf("line %d: %q is no day; write YYYY-MM-DD", n.Line, n.Value)
	}
	return nil
}

// Population makes the requests of a distribution.
type Population struct {
	*Distribution
	facts    []fact
	requests [][]fact // of each kind
	asked    weights  // which kind
	offences [][]fact // of each record
	shares   weights  // which record
}

// fact is one fact, with a value ready for each of its chances.
type fact struct {
	at      int // in the table of facts
	weights weights
	values  []sallyport.Value
}

// Read reads a distribution. The error names its line.
func Read(name string, text []byte) (*Population, error) {
	p := &Population{Distribution: &Distribution{}}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(p.Distribution); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s:%s", name, lineOf(err))
	}
	if err := p.prepare(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return p, nil
}

// lineOf is what an error of the YAML reader says, its line first and without the names of our types.
func lineOf(err error) string {
	text := strings.ReplaceAll(strings.TrimPrefix(err.Error(), "yaml: "), "\n ", "")
	text = strings.TrimPrefix(text, "unmarshal errors: ")
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		text, _, _ = strings.Cut(rest, " in type ")
		return text
	}
	return " " + text
}

func (p *Population) prepare() (err error) {
	switch {
	case p.Name == "" || p.Says == "":
		return errors.New("name and says: missing; a population states what it is")
	case p.From.IsZero() || p.Until.Before(p.From.Time):
		return errors.New("from, until: give the first and the last day of requests")
	case len(p.Agency.values) == 0 || !p.Agency.whole():
		return errors.New("agency: the chances of the custodians' places must come to 1")
	case p.Hours[1] < p.Hours[0]:
		return errors.New("hours: the first is more than the last")
	}
	if p.facts, err = facts(p.Facts, sallyport.CaseFacts[:]); err != nil {
		return err
	}
	for i, r := range p.Requests {
		all, err := facts(r.Facts, sallyport.CaseFacts[:])
		if err != nil {
			return fmt.Errorf("requests[%d]: %w", i, err)
		}
		p.requests = append(p.requests, all)
		p.asked.add(r.Name, r.Share)
	}
	for i, r := range p.Records {
		all, err := facts(r.Facts, sallyport.OffenceFacts[:])
		if err != nil {
			return fmt.Errorf("records[%d]: %w", i, err)
		}
		if r.Count[1] < r.Count[0] || r.Age[1] < r.Age[0] || r.Count[0] < 0 || r.Count[1] > 50 {
			return fmt.Errorf("records[%d]: count and age are ranges, the smaller number first, and at most 50 convictions", i)
		}
		p.offences = append(p.offences, all)
		p.shares.add(r.Name, r.Share)
	}
	if !p.asked.whole() || !p.shares.whole() {
		return errors.New("requests, records: the shares of each must come to 1")
	}
	return nil
}

// add adds a value with its chance.
func (w *weights) add(value string, chance float64) {
	sum := chance
	if n := len(w.upTo); n > 0 {
		sum += w.upTo[n-1]
	}
	w.values, w.upTo = append(w.values, value), append(w.upTo, sum)
}

// whole says whether the chances come to 1, if there are any, and lets the last value have what rounding left.
func (w *weights) whole() bool {
	n := len(w.upTo)
	if n == 0 {
		return true
	}
	ok := math.Abs(w.upTo[n-1]-1) < 1e-9
	w.upTo[n-1] = math.Inf(1)
	return ok
}

// facts finds the facts by their paths, in the order of the table.
func facts(given map[string]weights, table []sallyport.Fact) ([]fact, error) {
	var all []fact
	for i := range table {
		w, ok := given[table[i].Path]
		if !ok {
			continue
		}
		f := fact{at: i, weights: w}
		for _, text := range w.values {
			v, err := value(&table[i], text)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", table[i].Path, err)
			}
			f.values = append(f.values, v)
		}
		all = append(all, f)
	}
	if len(all) < len(given) {
		for path := range given {
			if !slices.ContainsFunc(table, func(f sallyport.Fact) bool { return f.Path == path }) {
				return nil, fmt.Errorf("%s: no fact has this path", path)
			}
		}
	}
	return all, nil
}

func value(f *sallyport.Fact, text string) (sallyport.Value, error) {
	switch f.Kind {
	case sallyport.Bool:
		if text != "true" && text != "false" {
			return sallyport.Value{}, fmt.Errorf("%q is not true or false", text)
		}
		return sallyport.BoolValue(text == "true"), nil
	case sallyport.Enum:
		if v, err := f.EnumValue(text); err == nil || text != "none" || !f.None {
			return v, err
		}
	case sallyport.Set:
		return set(f, text)
	case sallyport.Int:
		var n int64
		if _, err := fmt.Sscanf(text, "%d", &n); err != nil {
			return sallyport.Value{}, fmt.Errorf("%q is no number", text)
		}
		return sallyport.IntValue(n), nil
	}
	if text == "none" && f.None {
		return sallyport.NoneValue, nil
	}
	return sallyport.Value{}, fmt.Errorf("%q: only none, and facts with a list of values, can be drawn", text)
}

// set reads values joined by +; none is the empty set.
func set(f *sallyport.Fact, text string) (sallyport.Value, error) {
	mask := int64(0)
	for name := range strings.SplitSeq(text, "+") {
		n := slices.Index(f.Values, name)
		if n < 0 && text != "none" {
			return sallyport.Value{}, fmt.Errorf("%q is not one of %s", name, strings.Join(f.Values, ", "))
		}
		if n >= 0 {
			mask |= 1 << n
		}
	}
	return sallyport.IntValue(mask), nil
}
