package index

import (
	"slices"

	"sallyport/fingerprint"
)

const (
	leastCompared = 100  // subjects are compared minutia by minutia at least, by one finger
	compareShare  = 400  // and one in so many
	certain       = 1e-3 // false-match rate of the likeliest from which on nobody is looked for with the hands exchanged
)

// Search returns the likeliest subjects, at most limit, highest score first and equal scores by ID: those on a shortlist are compared
// minutia by minutia. Where nobody on it is certainly the probe's, and that has fingers of both hands, a second list is made
// as if the hands had been exchanged.
func (x *Index) Search(probe *fingerprint.TenPrint, limit, cores int) ([]fingerprint.Candidate, error) {
	own := probe.Prepare()
	best, err := x.compare(&own, &own, limit, cores)
	if err != nil || !bothHands(&own) || len(best) > 0 && best[0].FalseMatchRate() <= certain {
		return best, err
	}
	other := fingerprint.OtherHand(own)
	again, err := x.compare(&own, &other, limit, cores)
	if err == nil && len(again) > 0 && (len(best) == 0 || again[0].Score > best[0].Score) {
		best = again
	}
	return best, err
}

func bothHands(own *[fingers]*fingerprint.Prepared) bool {
	there := func(p *fingerprint.Prepared) bool { return p != nil }
	return slices.ContainsFunc(own[:5], there) && slices.ContainsFunc(own[5:], there)
}

// compare compares the probe with those on the shortlist of the fingers as they are listed.
func (x *Index) compare(probe, listed *[fingers]*fingerprint.Prepared, limit, cores int) ([]fingerprint.Candidate, error) {
	have := max(count(listed), 1)
	var all []subject
	for _, n := range x.Shortlist(listed, max(limit, leastCompared/have, x.Subjects/(compareShare*have)), cores) {
		id, prints, err := x.Subject(n)
		if err != nil {
			return nil, err
		}
		if id != "" {
			all = append(all, subject{id, prints})
		}
	}
	found := make([]fingerprint.Candidate, len(all))
	each(len(all), cores, func() func(n int) {
		m := fingerprint.NewMatcher()
		return func(n int) {
			theirs := all[n].prints.Prepare()
			found[n] = m.Compare(probe, &theirs)
			found[n].ID = all[n].id
		}
	})
	slices.SortFunc(found, fingerprint.Candidate.Compare)
	return found[:min(limit, len(found))], nil
}

type subject struct {
	id     string
	prints *fingerprint.TenPrint
}
