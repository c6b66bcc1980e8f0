package lawroom

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"sallyport"
	"sallyport/internal/web/explorer/view"
	"sallyport/internal/web/words"
	"sallyport/law"
	"sallyport/law/render"
	"sallyport/law/sign"
	"sallyport/law/tree"
)

// placesView is the law of every place on a day.
type placesView struct {
	On     string // YYYY-MM-DD, as asked
	Day    string // in words
	Wrong  string // why the day that was asked for is none
	Places []placeRow
	Time   *timeline
	Packs  int
	Open   int // questions
}

// placeRow is a place with its packs.
type placeRow struct {
	Place, Name string
	Below       bool // a county or city
	Packs       []packRow
}

// packRow is a pack in the text of a day.
type packRow struct {
	*law.Pack
	Text      *law.Version // nil where none is in force
	Span      string
	Speaks    speech
	Signed    []string // by whom, in words
	Sure      []sureCount
	Questions string
}

// sureCount is how many rules of a text are how sure.
type sureCount struct {
	How, Says string
	N         int
}

// places shows the table of places.
func (m *room) places(w http.ResponseWriter, r *http.Request) {
	on, wrong := m.dayOf(r)
	signed, err := m.library.signed(r.Context())
	if err != nil {
		m.failed(w, r, err)
		return
	}
	v := placesView{On: on.Format(time.DateOnly), Day: words.Day(words.English, on), Wrong: wrong, Packs: len(m.Book.Packs)}
	if wrong != "" {
		v.On = r.URL.Query().Get("on")
	}
	sorted := sortedPacks(m.Book)
	for _, p := range sorted {
		if last := len(v.Places) - 1; last < 0 || v.Places[last].Place != p.Place {
			v.Places = append(v.Places, placeRow{Place: p.Place, Name: placeName(p.Place), Below: strings.Contains(p.Place, "/")})
		}
		at := &v.Places[len(v.Places)-1]
		at.Packs = append(at.Packs, rowOf(p, on, signed[p.ID]))
		v.Open += len(p.Questions)
	}
	v.Time = newTimeline(sorted, on)
	status := http.StatusOK
	if wrong != "" {
		status = http.StatusBadRequest
	}
	m.showAs(w, r, status, "The law, place by place", placesPage(&v))
}

// dayOf is the day that a page is asked for: today unless ?on= says another.
func (m *room) dayOf(r *http.Request) (on time.Time, wrong string) {
	today := m.Now().UTC().Truncate(24 * time.Hour)
	asked := r.URL.Query().Get("on")
	if asked == "" {
		return today, ""
	}
	on, err := time.Parse(time.DateOnly, asked)
	if err != nil || on.Year() < 1990 || on.Year() > 2100 {
		return today, "Write the day as year, month and day, from 1990 to 2100: 2015-07-02. Below stands the law of today."
	}
	return on, ""
}

// rowOf is a pack on a day.
func rowOf(p *law.Pack, on time.Time, signed []sign.Signed) packRow {
	row := packRow{Pack: p, Text: p.On(sallyport.Day(on)), Questions: counted(len(p.Questions), "open question")}
	if row.Text == nil {
		return row
	}
	row.Span = span(row.Text)
	row.Speaks = speaksTo(row.Text)
	row.Sure = sureOf(row.Text)
	if i := slices.Index(p.Versions, row.Text); i < len(signed) {
		row.Signed = signed[i].Says()
	}
	return row
}

// speech is the actions that a text decides on, those that it only adds duties to, and those that it has no rule about, in words.
type speech struct{ Decides, Duties, Silent []string }

func speaksTo(v *law.Version) (s speech) {
	for _, action := range sallyport.CaseFacts[tree.FactAction].Values {
		list := &s.Silent
		for _, r := range v.Rules {
			if !slices.Contains(r.For, action) {
				continue
			}
			if r.Kind != law.Owes {
				list = &s.Decides
				break
			}
			list = &s.Duties
		}
		*list = append(*list, render.Asks(action))
	}
	return s
}

// sureOf counts the rules of a text by how sure they are.
func sureOf(v *law.Version) (all []sureCount) {
	for _, how := range degrees {
		for _, r := range v.Rules {
			if howSure(r) == how.How {
				how.N++
			}
		}
		if how.N > 0 {
			all = append(all, how)
		}
	}
	return all
}

// sortedPacks are the packs by place, the federal ones first, then by their first day.
func sortedPacks(b *law.Book) []*law.Pack {
	return slices.SortedStableFunc(slices.Values(b.Packs), func(a, b *law.Pack) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Versions[0].From, b.Versions[0].From))
	})
}

// placeName is a place in words.
func placeName(place string) string {
	if place == "us" {
		return "United States: the federal door"
	}
	return view.PlaceName(place)
}

// counted is 2 open questions, or none.
func counted(n int, what string) string {
	switch n {
	case 0:
		return "none"
	case 1:
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// degrees are how sure a rule can be.
var degrees = []sureCount{{How: "read", Says: "read in its source"}, {How: "partly", Says: "partly read"}, {How: "memory", Says: "from memory"}}

// howSure is the first word of how sure a rule is: read, partly, memory.
func howSure(r *law.Rule) string {
	first, _, _ := strings.Cut(r.Sure, " ")
	return strings.TrimRight(first, ",;")
}

// sureIn says how sure a rule is in words.
func sureIn(r *law.Rule) string {
	for _, d := range degrees {
		if d.How == howSure(r) {
			return d.Says
		}
	}
	return r.Sure
}
