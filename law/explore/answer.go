package explore

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// Answer is what the visitor says of one fact, as written: yes, no, a name of a value, a number, a day, an instant
// without a zone (that of the place is meant), "none" for what is known not to exist, or DontKnow.
type Answer struct{ Path, Value string }

// DontKnow leaves a fact unknown and keeps it from being asked again.
const DontKnow = "?"

// None is what is known not to exist; of a set, that nothing of it holds.
const None = "none"

// MaxOffences is how many convictions, and how many charges, can be described.
const MaxOffences = 6

// TimeLayout is how an instant is written, in the zone of the place.
const TimeLayout = "2006-01-02T15:04"

// lists are the two lists of offences, by the path that asks how many there are.
var lists = []string{tree.Convictions.String(), tree.Charges.String()}

// Case is the case that a setting and answers make. Answers of offences come after how many there are.
func Case(b *law.Book, s Setting, answers []Answer) (*sallyport.Case, error) {
	c, zone, err := s.case0(b)
	if err != nil {
		return nil, err
	}
	for _, a := range answers {
		if err := set(&c, zone, a); err != nil {
			return nil, err
		}
	}
	c.SettleObjects()
	return &c, nil
}

func set(c *sallyport.Case, zone *time.Location, a Answer) error {
	if list := slices.Index(lists, a.Path); list >= 0 {
		return count(tree.List(list).Of(c), a)
	}
	slot, ok := SlotOf(a.Path)
	if !ok || slot.List >= 0 && slot.Index >= len(tree.List(slot.List).Of(c).List) {
		return &Wrong{a.Path, WrongFact}
	}
	v, why := value(slot.About(), a.Value, zone)
	if why != "" {
		return &Wrong{a.Path, why}
	}
	*slot.In(c) = v
	return nil
}

// count makes a list of as many offences, of which nothing is known.
func count(o *sallyport.Offences, a Answer) error {
	if a.Value == DontKnow {
		return nil
	}
	n, err := strconv.Atoi(a.Value)
	if err != nil || n < 0 || n > MaxOffences {
		return &Wrong{a.Path, WrongNumber}
	}
	*o = sallyport.Offences{Known: true, List: make([]sallyport.Offence, n)}
	return nil
}

// SlotOf finds the fact at a path of a person's situation: what the setting says is not one.
func SlotOf(path string) (tree.Slot, bool) {
	for i, list := range lists {
		rest, found := strings.CutPrefix(path, list+"[")
		if !found {
			continue
		}
		number, name, found := strings.Cut(rest, "].")
		index, err := strconv.Atoi(number)
		fact := sallyport.OffenceFact(name)
		return tree.Slot{List: i, Index: index, Fact: fact}, found && err == nil && index >= 0 && index < MaxOffences && fact >= 0
	}
	fact := sallyport.CaseFact(path)
	implied := fact == tree.FactAction || fact == tree.FactAt || fact == tree.FactState || path == "agency"
	return tree.Slot{List: -1, Fact: fact}, fact >= 0 && !implied
}

// value reads a value as written; why says what is wrong with it.
func value(f *sallyport.Fact, s string, zone *time.Location) (v sallyport.Value, why string) {
	if s == DontKnow {
		return v, ""
	}
	if s == None && f.None {
		return sallyport.NoneValue, ""
	}
	switch f.Kind {
	case sallyport.Bool:
		if s == "yes" || s == "no" {
			return sallyport.BoolValue(s == "yes"), ""
		}
	case sallyport.Object:
		if s == "given" {
			return sallyport.IntValue(1), ""
		}
	case sallyport.Enum:
		if v, err := f.EnumValue(s); err == nil {
			return v, ""
		}
	case sallyport.Set:
		return setOf(f, s)
	case sallyport.Int:
		if n, err := strconv.Atoi(s); err == nil && n >= 0 && n <= 40_000 {
			return sallyport.IntValue(int64(n)), ""
		}
		return v, WrongNumber
	case sallyport.Date:
		if t, err := time.Parse(time.DateOnly, s); err == nil && plausible(t) {
			return sallyport.DateValue(t), ""
		}
		return v, WrongDay
	case sallyport.Time:
		if t, err := time.ParseInLocation(TimeLayout, s, zone); err == nil && plausible(t) {
			return sallyport.TimeValue(t), ""
		}
		return v, WrongTime
	case sallyport.Text:
		if s = strings.TrimSpace(s); s != "" && len(s) <= 100 {
			return sallyport.TextValue(s), ""
		}
		return v, WrongText
	}
	return v, WrongChoice
}

func plausible(t time.Time) bool { return t.Year() >= 1900 && t.Year() <= 2200 }

func setOf(f *sallyport.Fact, s string) (v sallyport.Value, why string) {
	v.State = sallyport.Known
	if s == None {
		return v, ""
	}
	for name := range strings.SplitSeq(s, ",") {
		i := slices.Index(f.Values, name)
		if i < 0 {
			return sallyport.Value{}, WrongChoice
		}
		v.N |= 1 << i
	}
	return v, ""
}

// Put adds an answer in place of an earlier one to the same question.
func Put(answers []Answer, a Answer) []Answer {
	for i := range answers {
		if answers[i].Path == a.Path {
			answers = Drop(answers, a.Path)
			break
		}
	}
	return append(slices.Clone(answers), a)
}

// Drop takes an answer back, with those that rest on it.
func Drop(answers []Answer, path string) []Answer {
	return slices.DeleteFunc(slices.Clone(answers), func(a Answer) bool {
		return a.Path == path || strings.HasPrefix(a.Path, path+".") || strings.HasPrefix(a.Path, path+"[")
	})
}
