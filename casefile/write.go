package casefile

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"sallyport"
)

// WriteCases writes cases as a case file, one YAML document each: what Cases reads back is the same, to the
// microsecond. Facts that a reader fills in (at, agency and state as facts) are left out, and so is what is unknown.
// The error is w's, or names a text that no file can hold.
func WriteCases(w io.Writer, cases ...*sallyport.Case) error {
	roots := make([]*yaml.Node, len(cases))
	for i, c := range cases {
		roots[i] = caseNode(c)
	}
	return write(w, roots)
}

// WriteScenarios writes a scenario file, which Scenarios reads back.
func WriteScenarios(w io.Writer, scenarios ...*Scenario) error {
	roots := make([]*yaml.Node, len(scenarios))
	for i, s := range scenarios {
		roots[i] = scenarioNode(s)
	}
	return write(w, roots)
}

func write(w io.Writer, roots []*yaml.Node) error {
	e := yaml.NewEncoder(w)
	e.SetIndent(2)
	for _, root := range roots {
		if err := e.Encode(root); err != nil {
			return fmt.Errorf("cannot be written as YAML: %w", err)
		}
	}
	return e.Close()
}

// mapping is a YAML mapping under construction.
type mapping struct{ *yaml.Node }

func newMapping() mapping { return mapping{&yaml.Node{Kind: yaml.MappingNode}} }

func (m mapping) add(key string, value *yaml.Node) {
	k := textNode(key)
	if key == "on" { // readers of YAML 1.1 would take it for true
		k.Style = yaml.DoubleQuotedStyle
	}
	m.Content = append(m.Content, k, value)
}

// below returns the mapping at key, added where it is not there yet.
func (m mapping) below(key string) mapping {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return mapping{m.Content[i+1]}
		}
	}
	inner := newMapping()
	m.add(key, inner.Node)
	return inner
}

func textNode(s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
}

func plainNode(tag, value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value}
}

func timeNode(t time.Time) *yaml.Node { return textNode(t.Format(time.RFC3339Nano)) }

func caseNode(c *sallyport.Case) *yaml.Node {
	m := newMapping()
	m.add("v", plainNode("!!int", "1"))
	if c.ID != "" {
		m.add("id", textNode(c.ID))
	}
	m.add("at", timeNode(c.At))
	m.add("agency", textNode(c.Agency))
	if c.Program != "" {
		m.add("program", textNode(c.Program))
	}
	for i := range sallyport.CaseFacts {
		addFact(m, c, i)
	}
	addOffences(m, "convictions", &c.Convictions, c.At.Location())
	addOffences(m, "charges", &c.Charges, c.At.Location())
	return m.Node
}

// implied are the facts that a case file does not carry as such.
var implied = []string{"at", "agency", "state"}

// addFact adds one fact below its group: request.form below request.
func addFact(m mapping, c *sallyport.Case, i int) {
	f, v := &sallyport.CaseFacts[i], c.Facts[i]
	switch {
	case v.State == sallyport.Unknown || slices.Contains(implied, f.Path):
		return
	case f.Parent != "" && v.State == sallyport.None: // none as a whole
		return
	}
	steps := strings.Split(f.Path, ".")
	for _, step := range steps[:len(steps)-1] {
		m = m.below(step)
	}
	key := steps[len(steps)-1]
	if f.Kind == sallyport.Object && v.State == sallyport.Known {
		m.below(key)
		return
	}
	m.add(key, valueNode(f, v, c.At.Location()))
}

func addOffences(m mapping, key string, list *sallyport.Offences, zone *time.Location) {
	if !list.Known {
		return
	}
	all := &yaml.Node{Kind: yaml.SequenceNode}
	for i := range list.List {
		o := newMapping()
		for j, v := range list.List[i] {
			if v.State != sallyport.Unknown {
				o.add(sallyport.OffenceFacts[j].Path, valueNode(&sallyport.OffenceFacts[j], v, zone))
			}
		}
		all.Content = append(all.Content, flowWhenEmpty(o.Node))
	}
	m.add(key, flowWhenEmpty(all))
}

// flowWhenEmpty writes [] and {} as such.
func flowWhenEmpty(n *yaml.Node) *yaml.Node {
	if len(n.Content) == 0 {
		n.Style = yaml.FlowStyle
	}
	return n
}

// valueNode is a fact that is known, or none. Times are written in zone, the offset that the case itself carries.
func valueNode(f *sallyport.Fact, v sallyport.Value, zone *time.Location) *yaml.Node {
	if v.State == sallyport.None {
		return textNode("none")
	}
	switch f.Kind {
	case sallyport.Bool:
		return plainNode("!!bool", strconv.FormatBool(v.N != 0))
	case sallyport.Int:
		return plainNode("!!int", strconv.FormatInt(v.N, 10))
	case sallyport.Time:
		return timeNode(time.UnixMicro(v.N).In(zone))
	case sallyport.Set:
		n := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for i, name := range f.Values {
			if v.N&(1<<i) != 0 {
				n.Content = append(n.Content, textNode(name))
			}
		}
		return n
	}
	return textNode(f.Format(v))
}
