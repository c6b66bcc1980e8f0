package bench

import (
	"fmt"

	"sallyport"
	"sallyport/law/tree"
)

// The rule of nine tests by hand, in Go: the speed limit of an engine for one case, and the truth that the others are held to.
// It reads no fact as missing, so it is asked only about cases, or completions of cases, that are known.

var (
	felony       = offenceValue(factGrade, "felony")
	misdemeanour = offenceValue(factGrade, "misdemeanor")
	infraction   = offenceValue(factGrade, "infraction")
	stateCourt   = offenceValue(factCourt, "state")
	localCourt   = offenceValue(factCourt, "local")
	federalCourt = offenceValue(factCourt, "federal")
	burglary     = offenceValue(factCategory, "burglary")
	minorTraffic = offenceValue(factCategory, "minor_traffic")
	theft        = offenceValue(factCategory, "theft")
	listed       = listedCategories()
)

// offenceValue is the value of that name; TestAgree fails where it is misspelt.
func offenceValue(fact int, name string) sallyport.Value {
	v, _ := sallyport.OffenceFacts[fact].EnumValue(name)
	return v
}

func listedCategories() uint64 {
	mask := uint64(0)
	for _, name := range []string{"domestic_violence", "sexual_abuse", "burglary", "firearm", "drug_trafficking", "dui"} {
		mask |= 1 << offenceValue(factCategory, name).N
	}
	return mask
}

func plain(c *sallyport.Case) bool {
	if c.Facts[factRemovable].N == 0 {
		return false
	}
	if c.Facts[factSecurity].N != 0 {
		return true
	}
	var incidents [3]string
	n := 0
	for i := range c.Convictions.List {
		o := &c.Convictions.List[i]
		switch o[factGrade].N {
		case felony.N:
			if court := o[factCourt]; court != stateCourt && court != localCourt || o[factStatus].N == 0 {
				return true
			}
		case misdemeanour.N:
			category := o[factCategory].N
			if listed&(1<<category) != 0 || o[factDays].N >= 90 {
				return true
			}
			name := o[factIncident].S
			if category == minorTraffic.N || n > 0 && incidents[0] == name || n > 1 && incidents[1] == name {
				continue
			}
			incidents[n] = name
			if n++; n == 3 {
				return true
			}
		}
	}
	return false
}

// mostMissing is how many missing facts of the rule are completed in every way; a case with more is left out.
const mostMissing = 9

// truth tries everything that the missing facts which the rule reads may turn out to be: True or False where they do not matter,
// Unknown where they do. ok is false where too many are missing.
func truth(c *sallyport.Case, reads []tree.Ref) (answer tree.Tri, ok bool) {
	full := *c
	full.Convictions.List = append([]sallyport.Offence{}, c.Convictions.List...)
	var places []tree.Slot
	for _, r := range reads {
		for _, p := range placesOf(c, r) {
			if p.In(c).State == sallyport.Unknown {
				places = append(places, p)
			}
		}
	}
	if len(places) > mostMissing {
		return tree.Unknown, false
	}
	yes, no := false, false
	complete(&full, places, func() bool {
		if plain(&full) {
			yes = true
		} else {
			no = true
		}
		return yes && no
	})
	switch {
	case yes && no:
		return tree.Unknown, true
	case yes:
		return tree.True, true
	}
	return tree.False, true
}

func placesOf(c *sallyport.Case, r tree.Ref) []tree.Slot {
	if !r.Offence {
		return []tree.Slot{{List: -1, Fact: r.Fact}}
	}
	var all []tree.Slot
	for i := range c.Convictions.List {
		all = append(all, tree.Slot{List: int(tree.Convictions), Index: i, Fact: r.Fact})
	}
	return all
}

// complete calls seen for every way to fill the places, until it is satisfied.
func complete(c *sallyport.Case, places []tree.Slot, seen func() bool) bool {
	if len(places) == 0 {
		return seen()
	}
	for _, v := range worthTrying(c, places[0]) {
		*places[0].In(c) = v
		if complete(c, places[1:], seen) {
			return true
		}
	}
	*places[0].In(c) = sallyport.Value{}
	return false
}

// worthTrying has a value for each class that the rule tells apart; a missing incident may be any in the list, or one by itself.
func worthTrying(c *sallyport.Case, p tree.Slot) []sallyport.Value {
	if p.List < 0 {
		return []sallyport.Value{sallyport.BoolValue(false), sallyport.BoolValue(true)}
	}
	switch p.Fact {
	case factGrade:
		return []sallyport.Value{felony, misdemeanour, infraction}
	case factCourt:
		return []sallyport.Value{stateCourt, federalCourt}
	case factStatus:
		return []sallyport.Value{sallyport.BoolValue(false), sallyport.BoolValue(true)}
	case factDays:
		return []sallyport.Value{sallyport.IntValue(89), sallyport.IntValue(90)}
	case factCategory:
		return []sallyport.Value{burglary, minorTraffic, theft}
	}
	all := []sallyport.Value{sallyport.TextValue(fmt.Sprint("its own ", p.Index))}
	for _, o := range c.Convictions.List {
		if o[factIncident].State == sallyport.Known {
			all = append(all, o[factIncident])
		}
	}
	return all
}
