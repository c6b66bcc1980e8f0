package render

import (
	"fmt"
	"strings"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// sentence tells a case in words, up to what comes of it: who, what is asked, of whom, when. Facts of the case itself that
// a decision rests on are told with the decision.
func sentence(c *sallyport.Case) string { return tell(c, "whose convictions nobody has seen") }

// Sentence tells a case in which nothing stands that does not matter, with all its facts.
func Sentence(c *sallyport.Case) string {
	said := tell(c, "whatever the record")
	for i := range sallyport.CaseFacts {
		f, v := &sallyport.CaseFacts[i], c.Facts[i]
		below := f.Parent != "" && v.State == sallyport.None || f.Kind == sallyport.Object && v.State == sallyport.Known
		if v.State != sallyport.Unknown && !told[f.Path] && !below {
			said += "; " + strings.TrimSuffix(f.Says, "; [] for none") + ": " + inWords(f.Format(v))
		}
	}
	return said
}

// told are the facts that a sentence tells, or that the page supposes of everyone.
var told = map[string]bool{
	"agency_kind": true, "request.action": true, "request.form": true, "release.eligible_at": true,
	"person.us_citizen": true, "person.citizenship_indicated": true, "at": true, "agency": true, "state": true,
}

func tell(c *sallyport.Case, unseen string) string {
	zone := tree.Zone(c.Agency, c.At.Location())
	who := "A person " + unseen
	if c.Convictions.Known {
		who = "A person without a conviction"
		if convicted := offences(c, &c.Convictions, "convicted of"); convicted != "" {
			who = "A person " + convicted
		}
	}
	if charged := offences(c, &c.Charges, "charged with"); charged != "" {
		who += ", " + charged
	}
	asked := "something unnamed"
	if v := c.Facts[tree.FactAction]; v.State == sallyport.Known {
		asked = asks[sallyport.CaseFacts[tree.FactAction].Values[v.N]]
	}
	if v := c.Facts[factForm]; v.State == sallyport.Known && sallyport.CaseFacts[factForm].Format(v) != "none" {
		asked += " on form " + sallyport.CaseFacts[factForm].Format(v)
	}
	return who + ": " + asked + " asked of " + custodian(c) + " on " + day(c.At.In(zone)) + eligible(c, zone)
}

// offences tells a list: convicted of a felony (burglary) on 4 May 1998 and a misdemeanor.
func offences(c *sallyport.Case, list *sallyport.Offences, verb string) string {
	if len(list.List) == 0 {
		return ""
	}
	var all []string
	for i := range list.List {
		all = append(all, oneOffence(&list.List[i]))
	}
	return verb + " " + joined(all, "and")
}

// oneOffence tells one conviction or charge by its grade, its day and what is marked about it.
func oneOffence(o *sallyport.Offence) string {
	grade := "an offence"
	if v := o[factGrade]; v.State == sallyport.Known {
		if grade = "a " + sallyport.OffenceFacts[factGrade].Values[v.N]; strings.HasPrefix(grade, "a i") {
			grade = "an" + grade[1:]
		}
	}
	var marks []string
	on := ""
	for i := range sallyport.OffenceFacts {
		f, v := &sallyport.OffenceFacts[i], o[i]
		switch {
		case i == factGrade || v.State != sallyport.Known || f.Path == "place" || f.Path == "incident":
		case f.Path == "on":
			on = " on " + day(sallyport.DayTime(v.N))
		case f.Kind == sallyport.Bool && v.N == 0:
		default:
			marks = append(marks, mark(f, v))
		}
	}
	if len(marks) > 0 {
		grade += " (" + strings.Join(marks, "; ") + ")"
	}
	return grade + on
}

// mark tells one fact of an offence.
func mark(f *sallyport.Fact, v sallyport.Value) string {
	switch f.Path {
	case "court":
		return f.Format(v) + " court"
	case "statute", "category":
		return spaced(f.Format(v))
	case "to_serve_days":
		return f.Format(v) + " days to serve"
	case "max_term_days":
		return f.Format(v) + " days at most"
	case "aggravated_felony":
		return "aggravated felony (" + f.Format(v) + ")"
	case "listed":
		return "listed (" + f.Format(v) + ")"
	case "released_on":
		return "released " + day(sallyport.DayTime(v.N))
	case "category_basis":
		return "class by " + f.Format(v)
	}
	if f.Kind == sallyport.Bool {
		return f.Says
	}
	return spaced(f.Path) + " " + f.Format(v)
}

func custodian(c *sallyport.Case) string {
	kind := "a custodian"
	if v := c.Facts[tree.FactAgencyKind]; v.State == sallyport.Known {
		kind = "a " + spaced(sallyport.CaseFacts[tree.FactAgencyKind].Values[v.N])
	}
	if kind == "a probation" {
		kind += " office"
	}
	return kind + " at " + c.Agency
}

func eligible(c *sallyport.Case, zone *time.Location) string {
	v := c.Facts[tree.FactEligibleAt]
	if v.State != sallyport.Known {
		return ""
	}
	return ", custody ending " + day(time.UnixMicro(v.N).In(zone))
}

// because turns a decision's "PATH = VALUE" into words where the fact has some.
func because(line string) string {
	path, value, ok := strings.Cut(line, " = ")
	if !ok {
		return line
	}
	if i := sallyport.CaseFact(path); i >= 0 {
		return fmt.Sprintf("%s: %s", sallyport.CaseFacts[i].Says, inWords(value))
	}
	return line
}

func inWords(value string) string {
	switch value {
	case "true":
		return "yes"
	case "false":
		return "no"
	case "[]":
		return "none"
	}
	return spaced(strings.Trim(value, "[]"))
}

var (
	factForm  = sallyport.CaseFact("request.form")
	factGrade = sallyport.OffenceFact("grade")
)
