package figures

// Share is a part of a whole, each a sum of figures. Per cent are for the reader to work out: small numbers look like much in them.
type Share struct {
	Name  string   `json:"name"`
	Says  string   `json:"says"`
	Month string   `json:"month,omitempty"` // "" for all that the log has
	Part  []Figure `json:"part"`
	Whole []Figure `json:"whole"`
	N     int      `json:"n"`  // what Part adds up to
	Of    int      `json:"of"` // what Whole adds up to
}

// shares are told of every log that has any of the whole.
var shares = []struct {
	name, says  string
	part, whole []string
}{
	{"ground not supported", "Requests whose ground the record does not support: the federal door refused the very request, or could not tell for want of more than the service of the copy.",
		[]string{"kind=request-door outcome=refused", "kind=request-door outcome=unresolved reason="}, []string{"kind=request-door"}},
	{"answered", "Requests that were answered, of those that waited for an answer and wait no more.",
		[]string{"kind=answered", "kind=request-set-aside"},
		[]string{"kind=answered", "kind=request-set-aside", "kind=lapsed took=*", "kind=too-old took=*", "kind=withdrawn took=* kept="}},
	{"refused under local law", "Answers that refused under local law.", []string{"kind=answered outcome=refused reason=local-law"}, []string{"kind=answered"}},
	{"clock kept", "Holds that ended in time.", []string{"kept=yes"}, []string{"kept=*"}},
	{"citizens", "Citizenships in doubt that two people settled: the person is a citizen.",
		[]string{"kind=citizenship-finding outcome=citizen"}, []string{"kind=citizenship-finding outcome=*"}},
}

// Shares are those of each month, and of all that the log has.
func (l *Log) Shares() (all []Share) {
	for i := range shares {
		for _, month := range append(l.Months(), "") {
			var under []Term
			if month != "" {
				under = []Term{{"month", month}}
			}
			if share := l.share(i, under); share.Of > 0 {
				share.Month = month
				all = append(all, share)
			}
		}
	}
	return all
}

// SharesOf are those of which there is any of the whole among what meets these terms too, of a place or a time.
func (l *Log) SharesOf(under ...Term) (all []Share) {
	for i := range shares {
		if share := l.share(i, under); share.Of > 0 {
			all = append(all, share)
		}
	}
	return all
}

func (l *Log) share(i int, under []Term) Share {
	s := Share{Name: shares[i].name, Says: shares[i].says}
	s.Part, s.N = l.sum(shares[i].part, under)
	s.Whole, s.Of = l.sum(shares[i].whole, under)
	return s
}

func (l *Log) sum(queries []string, under []Term) (figures []Figure, n int) {
	for _, text := range queries {
		query, _ := ParseQuery(text) // a test reads them all
		f := l.Count(query.With(under...))
		figures, n = append(figures, f), n+f.Count
	}
	return figures, n
}
