package prove

import (
	"math/big"

	"sallyport"
	"sallyport/law"
	"sallyport/law/prove/finite"
	"sallyport/law/tree"
)

// Difference is one way in which two texts come apart on an action, with the smallest case of it.
type Difference struct {
	Example          // its outcomes are those of the two texts, in the order they were given
	Laxer   int      // which of the two is less strict: 0 or 1; the case is dated on its days
	Cases   *big.Int // how many abstract cases with up to finite.CountedOffences a list do; nil where too many to tell
	Of      *big.Int // of how many
}

// ordered are the outcomes, from the least strict.
var ordered = []sallyport.Outcome{sallyport.Silent, sallyport.Permitted, sallyport.Unresolved, sallyport.Refused}

// Diff lists the ways in which two texts come apart on people who are not citizens, nor said to be: for each action, each
// text that is laxer and each pair of outcomes.
func Diff(a, b *law.Version) ([]Difference, error) {
	var all []Difference
	for _, action := range actions() {
		for laxer := range 2 {
			found, err := diff([]*law.Version{a, b}, action, laxer)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
	}
	return all, nil
}

// diff lists the ways in which one of two texts is laxer than the other on an action, on days of its own.
func diff(versions []*law.Version, action string, laxer int) ([]Difference, error) {
	on := versions[laxer]
	var all []Difference
	var conditions, read []*tree.Expr
	for _, q := range apart(versions, action, laxer) {
		example, err := q.run(on)
		if err != nil {
			return nil, err
		}
		if example == nil {
			continue
		}
		e, err := q.formula()
		if err != nil {
			return nil, err
		}
		all = append(all, Difference{Example: *example, Laxer: laxer})
		conditions, read = append(conditions, e), append(read, q.reads()...)
	}
	return all, count(all, on, conditions, read)
}

// count says of each difference how many cases come apart like that, all counted in one space. Where there are too many
// kinds to tell, it leaves the numbers out.
func count(all []Difference, on *law.Version, conditions, read []*tree.Expr) error {
	if len(all) == 0 {
		return nil
	}
	w, err := finite.NewCounted(on.Pack.Place, finite.DaysOf(on), conditions, read...)
	if err != nil {
		return err
	}
	formulas := []finite.Formula{finite.True}
	for _, e := range conditions {
		formulas = append(formulas, w.Ground(e))
	}
	counts, tooMany := w.Count(formulas...)
	for i := range all {
		if tooMany == nil {
			all[i].Cases, all[i].Of = counts[1+i], counts[0]
		}
	}
	return nil
}

// apart are the pairs of outcomes in which one text is laxer.
func apart(versions []*law.Version, action string, laxer int) []quest {
	texts := []text{{versions[0], action}, {versions[1], action}}
	var all []quest
	for i, lax := range ordered {
		for _, strict := range ordered[i+1:] {
			want := []sallyport.Outcome{lax, strict}
			if laxer == 1 {
				want = []sallyport.Outcome{strict, lax}
			}
			all = append(all, quest{texts, want, noStop})
		}
	}
	return all
}

// noStop leaves out the citizenship stop, which is the same under every text that speaks: texts that come apart where it
// stops a case come apart where it does not.
var noStop = tree.And(tree.Not(isTrue("person.us_citizen")), tree.Not(isTrue("person.citizenship_indicated")))
