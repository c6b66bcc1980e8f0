package index

import "sallyport/fingerprint"

const (
	leastCompared = 20 // subjects are compared minutia by minutia at least
	certain       = 20 // from this score of the likeliest on, nobody is looked for with the hands exchanged
)

// Search returns the likeliest subjects, at most limit, highest score first and equal scores by ID: those on a shortlist are compared
// minutia by minutia. Where nobody on it is certainly the probe's, a second list is made as if the hands had been exchanged.
func (x *Index) Search(probe *fingerprint.TenPrint, limit, cores int) ([]fingerprint.Candidate, error) {
	own := probe.Prepare()
	best, err := x.compare(probe, &own, limit, cores)
	if err != nil || len(best) > 0 && best[0].Score >= certain {
		return best, err
	}
	other := fingerprint.OtherHand(own)
	again, err := x.compare(probe, &other, limit, cores)
	if err == nil && len(again) > 0 && (len(best) == 0 || again[0].Score > best[0].Score) {
		best = again
	}
	return best, err
}

// compare compares the probe with those on the shortlist of the fingers as they are listed.
func (x *Index) compare(probe *fingerprint.TenPrint, listed *[fingers]*fingerprint.Prepared, limit, cores int) ([]fingerprint.Candidate, error) {
	var few fingerprint.Gallery
	for _, n := range x.Shortlist(listed, max(limit, leastCompared), cores) {
		id, prints, err := x.Subject(n)
		if err != nil {
			return nil, err
		}
		if id != "" {
			few.Add(id, *prints)
		}
	}
	return few.Search(*probe, limit), nil
}
