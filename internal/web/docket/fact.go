package docket

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/internal/store"
)

// Described is a fact for people: what it says, which record has it, and whose it is to enter.
type Described struct {
	Path   string
	Says   string
	Record string // where to look
	Role   string // who enters it
	fact   *sallyport.Fact
}

// records say where each kind of fact is found, by the start of its path.
var records = []struct{ path, record, role string }{
	{"request.served_at", "the copy: it is known once the person has been given it", "jail clerk or supervisor"},
	{"request.", "the form itself, as it arrived", "jail clerk or supervisor"},
	{"agency_kind", "the jail's own register", "jail clerk or supervisor"},
	{"release.", "the booking sheet, or the court's order", "jail clerk or supervisor"},
	{"consent.", "the consent form that the person signed", "jail clerk or supervisor"},
	{"agreement.", "the county's signed agreements", "jail clerk or supervisor"},
	{"local_policy.", "the county's own written policy", "county counsel and a supervisor, on the page Policy"},
	{"officer.risk_finding", "the local officer's written finding", "jail supervisor"},
	{"officer.rehabilitation_review", "the record of the individual review", "jail supervisor"},
	{"officer.fod_", "a Field Office Director's recorded finding", "field office director, at the hub"},
	{"officer.", "a named officer's recorded finding", "records clerk, at the hub"},
	{"convictions", "a certified record of the court", "records clerk, at the hub"},
	{"charges", "the charging document", "jail clerk or supervisor"},
	{"person.citizenship", "documents, or what the person says", "jail staff or records clerk; once anything indicates it, two people settle it"},
	{"person.us_citizen", "documents, or what the person says", "jail staff or records clerk; once anything indicates it, two people settle it"},
	{"person.", "the record that it is read from", "records clerk, counsel or jail staff"},
}

// plainly says what a fact is where the contract's table has a citation or a note for those who write packs.
var plainly = map[string]string{
	"request.received_at":           "when the agency got the request",
	"request.probable_cause":        "bases of probable cause that the form claims",
	"request.lent_by_dhs":           "the form's box 2: the department itself lent the person for a proceeding",
	"officer.fraud_finding":         "a named officer's recorded finding of fraud (ground (g) of the 2012 guidance)",
	"officer.significant_risk":      "a named officer's recorded finding of significant risk (ground (h) of the 2012 guidance)",
	"person.terrorism_or_espionage": "engaged in terrorism or espionage, or suspected of it (priority 1(a))",
	"person.apprehended_at_border":  "caught at the border while entering unlawfully (priority 1(b))",
	"person.recent_entrant":         "entered unlawfully after 1 January 2014 and stayed (priority 2(c))",
	"person.visa_abuse_finding":     "a finding of significant abuse of a visa (priority 2(d))",
	"person.gang_participation.age": "age in years when the person took part in the gang",
	"statute":                       "statute, as cited",
	"degree":                        "degree: F1 or F2 (Pennsylvania), A to E (Connecticut)",
	"incident":                      "a name for the incident, the same for all that arose from it",
	"expunged":                      "expunged: cleared for rehabilitation, not on the merits",
	"aggravated_felony":             "aggravated felony: which subparagraph of 8 USC 1101(a)(43)",
	"person.citizenship_indicated":  "anything that indicates United States citizenship",
}

// Describe says what a path of a case means.
func Describe(path string) Described {
	d := Described{Path: path, Says: path, Record: "the record that it is read from", Role: "records clerk"}
	for _, r := range records {
		if strings.HasPrefix(path, r.path) {
			d.Record, d.Role = r.record, r.role
			break
		}
	}
	if i := sallyport.CaseFact(path); i >= 0 {
		d.fact, d.Says = &sallyport.CaseFacts[i], upper(cmp.Or(plainly[path], sallyport.CaseFacts[i].Says))
		return d
	}
	list, name, _ := strings.Cut(path, ".")
	which, index, _ := strings.Cut(strings.TrimSuffix(list, "]"), "[")
	one := strings.TrimSuffix(upper(which), "s")
	if n, err := strconv.Atoi(index); err == nil {
		one += " " + strconv.Itoa(n+1)
	}
	if name == "" {
		d.Says = "All " + which
		return d
	}
	for i := range sallyport.OffenceFacts {
		if sallyport.OffenceFacts[i].Path == name {
			d.fact, d.Says = &sallyport.OffenceFacts[i], one+": "+cmp.Or(plainly[name], sallyport.OffenceFacts[i].Says)
		}
	}
	return d
}

func upper(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// Choice is one of the values that a fact can have.
type Choice struct{ Value, Says string }

// Choices are the values of a fact of which there are a few, or none where it is written out.
func (d *Described) Choices() (all []Choice) {
	switch {
	case d.fact == nil:
		return []Choice{{"[]", "there are none"}}
	case d.fact.Kind == sallyport.Bool:
		all = []Choice{{"true", "yes"}, {"false", "no"}}
	case d.fact.Kind == sallyport.Enum:
		for _, v := range d.fact.Values {
			all = append(all, Choice{strconv.Quote(v), plain(v)})
		}
	case d.fact.Kind == sallyport.Set:
		all = append(all, Choice{"[]", "none of them"})
		for _, v := range d.fact.Values {
			all = append(all, Choice{`["` + v + `"]`, plain(v)})
		}
	}
	if d.fact.None && (len(all) > 0 || d.fact.Kind == sallyport.Object) {
		all = append(all, Choice{`"none"`, "there is none"})
	}
	return all
}

// Input is the kind of field in which a value is written out.
func (d *Described) Input() string {
	switch {
	case d.fact == nil:
		return "text"
	case d.fact.Kind == sallyport.Date:
		return "date"
	case d.fact.Kind == sallyport.Time:
		return "datetime-local"
	case d.fact.Kind == sallyport.Int:
		return "number"
	}
	return "text"
}

// direction lets what is written out run as its own script does; days, times and numbers have a form of their own.
func (d *Described) direction() templ.Attributes {
	if d.Input() != "text" {
		return nil
	}
	return templ.Attributes{"dir": "auto"}
}

// Value is what a form gave for a fact, as the desk takes it.
func (m *Room) Value(path, given string) (string, error) {
	d := Describe(path)
	given = strings.TrimSpace(given)
	if all := d.Choices(); len(all) > 0 {
		if !slices.ContainsFunc(all, func(c Choice) bool { return c.Value == given }) {
			return "", &desk.Unfit{Err: fmt.Errorf("%s: choose one of the values", d.Says)}
		}
		return given, nil
	}
	switch d.Input() {
	case "number":
		if _, err := strconv.Atoi(given); err != nil {
			return "", &desk.Unfit{Err: fmt.Errorf("%s: write a number", d.Says)}
		}
		return given, nil
	case "datetime-local":
		at, err := m.ReadLocal(given)
		if err != nil {
			return "", &desk.Unfit{Err: fmt.Errorf("%s: %w", d.Says, err)}
		}
		given = at.Format(time.RFC3339)
	}
	if given == "" {
		return "", &desk.Unfit{Err: fmt.Errorf("%s: nothing was entered", d.Says)}
	}
	text, err := json.Marshal(given)
	return string(text), err
}

// Shown is a value as people read it.
func (m *Room) Shown(path, value string) string {
	d := Describe(path)
	if d.fact == nil {
		if value == "[]" {
			return "none"
		}
		return "as recorded"
	}
	for _, c := range d.Choices() {
		if c.Value == value {
			return c.Says
		}
	}
	var many []string
	if json.Unmarshal([]byte(value), &many) == nil {
		return plain(strings.Join(many, ", "))
	}
	var text string
	if json.Unmarshal([]byte(value), &text) != nil {
		return value
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil && d.fact.Kind == sallyport.Time {
		return m.Moment(at)
	}
	return text
}

func plain(value string) string { return strings.ReplaceAll(value, "_", " ") }

// Indicated says whether there is an indication of citizenship that two people have to resolve.
func Indicated(facts []store.Fact) bool {
	return slices.ContainsFunc(Current(facts), func(f store.Fact) bool { return f.Path == "person.citizenship_indicated" && f.Value == "true" })
}

// TakesTwo says whether a fact is settled by two people now, and entered by nobody alone.
func TakesTwo(facts []store.Fact, path string) bool { return OnCitizenship(path) && Indicated(facts) }

// OnCitizenship says whether a fact is one that two people's findings settle.
func OnCitizenship(path string) bool {
	return path == "person.us_citizen" || path == "person.citizenship_indicated"
}

// Current are the facts that count, in the order of their paths.
func Current(facts []store.Fact) (all []store.Fact) {
	at := map[string]int{}
	for _, f := range facts {
		if i, there := at[f.Path]; there {
			all[i] = f
			continue
		}
		at[f.Path] = len(all)
		all = append(all, f)
	}
	slices.SortStableFunc(all, func(a, b store.Fact) int { return strings.Compare(a.Path, b.Path) })
	return all
}
