package batch

import "slices"

// completion is what everything unknown turns out to be: the truth of each literal.
type completion []bool

// complete chooses, variable by variable, what helps the condition most, or what hinders it most. The variable forced, if
// any, turns out as that option says. It is nil where the rest cannot be reconciled with it.
func (u *unknowns) complete(helping bool, forced *variable, option []bool) completion {
	c, chosen := make(completion, len(u.wishes)), make([]bool, len(u.wishes))
	take := func(v *variable, option []bool) {
		for i, n := range v.literals {
			c[n], chosen[n] = option[i], true
		}
	}
	if forced != nil {
		take(forced, option)
	}
	for _, v := range u.variables {
		if v == forced {
			continue
		}
		var best []bool
		most := -1
		for _, o := range v.options {
			if gain, ok := u.gain(v, o, helping, c, chosen); ok && gain > most {
				best, most = o, gain
			}
		}
		if best == nil {
			return nil
		}
		take(v, best)
	}
	return c
}

// gain counts the wishes that an option meets; it is not ok where a literal was chosen otherwise before.
func (u *unknowns) gain(v *variable, option []bool, helping bool, c completion, chosen []bool) (gain int, ok bool) {
	for i, n := range v.literals {
		if chosen[n] && c[n] != option[i] {
			return 0, false
		}
		if option[i] == helping {
			gain += u.wishes[n].helps
		} else {
			gain += u.wishes[n].hinders
		}
	}
	return gain, true
}

// meets says whether the completion meets every wish, and the keys of no list are counted in two ways: unknown keys that turn out
// to be keys that count already in one way may be others in the other.
func (u *unknowns) meets(c completion, helping bool) bool {
	for _, ways := range u.keys {
		if ways > 1 {
			return false
		}
	}
	for n, w := range c {
		if w == helping && u.wishes[n].hinders > 0 || w != helping && u.wishes[n].helps > 0 {
			return false
		}
	}
	return true
}

// completions lists completions worth trying: the two that help and hinder most, then those that differ from them in one
// variable about which the wishes disagree.
func (u *unknowns) completions() (first, rest []completion) {
	add := func(to []completion, c completion) []completion {
		same := func(other completion) bool { return slices.Equal(c, other) }
		if c == nil || slices.ContainsFunc(first, same) || slices.ContainsFunc(rest, same) {
			return to
		}
		return append(to, c)
	}
	for _, helping := range []bool{true, false} {
		first = add(first, u.complete(helping, nil, nil))
	}
	for _, helping := range []bool{true, false} {
		for _, v := range u.variables {
			if u.agreed(v, helping) {
				continue
			}
			for _, option := range v.options {
				rest = add(rest, u.complete(helping, v, option))
			}
		}
	}
	return first, rest
}

// agreed says whether some option of the variable meets all its wishes.
func (u *unknowns) agreed(v *variable, helping bool) bool {
	return slices.ContainsFunc(v.options, func(option []bool) bool {
		for i, n := range v.literals {
			if option[i] == helping && u.wishes[n].hinders > 0 || option[i] != helping && u.wishes[n].helps > 0 {
				return false
			}
		}
		return true
	})
}
