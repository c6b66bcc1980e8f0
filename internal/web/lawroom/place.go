package lawroom

import (
	"net/http"
	"strings"
	"time"

	"sallyport/internal/web/explorer/view"
	"sallyport/law"
	"sallyport/law/explore"
)

// placeView is the law that applies at a place.
type placeView struct {
	Place, Name string
	Explore     string // the address of what would happen there; "" where no jail is
	Packs       []packTexts
	Time        *timeline
	Within      []string // places below that have law of their own
}

// packTexts is a pack with its texts.
type packTexts struct {
	*law.Pack
	Where string
	Texts []textRow
}

// textRow is a text of a pack, with the address of what it changed.
type textRow struct {
	*law.Version
	Span, Changed, Before string
}

// place shows the law of a place, in every text.
func (m *room) place(w http.ResponseWriter, r *http.Request, place string) {
	v := placeView{Place: place, Name: placeName(place)}
	var apply []*law.Pack
	for _, p := range sortedPacks(m.Book) {
		switch {
		case p.Federal || p.Place == place || strings.HasPrefix(place, p.Place+"/"):
			apply = append(apply, p)
			v.Packs = append(v.Packs, packTexts{p, placeName(p.Place), textsOf(p)})
		case strings.HasPrefix(p.Place, place+"/") && (len(v.Within) == 0 || v.Within[len(v.Within)-1] != p.Place):
			v.Within = append(v.Within, p.Place)
		}
	}
	today, _ := m.dayOf(r)
	if explore.IsPlace(place) {
		v.Explore = view.Address(explore.Setting{Place: place, Date: today.Format(time.DateOnly), Action: "hold"})
	}
	v.Time = newTimeline(apply, today)
	m.show(w, r, "Law at "+v.Name, placePage(&v))
}

// textsOf are the texts of a pack.
func textsOf(p *law.Pack) (all []textRow) {
	for i, v := range p.Versions {
		row := textRow{Version: v, Span: span(v)}
		if i > 0 {
			row.Changed, row.Before = differenceAddress(p.Versions[i-1], v), day(p.Versions[i-1].From)
		}
		all = append(all, row)
	}
	return all
}
