// Package finite makes the unlimited space of cases finite for a few conditions at a time, without losing any way in which
// they can come out, and asks a SAT solver or a decision diagram about it.
//
// # Facts
//
// Each fact is given one value for every class of values that the conditions read alike: enumerated values by the sets
// they are tested against, numbers by the last one below the lowest border and the first at or above each, texts by those
// that are named and one that is not. An object (request.warrant, person.gang_participation) is none, or given with all
// its facts.
//
// # Dates
//
// Dates that conditions compare are tried out together, those of the case first, then those of an offence: the days about
// every border that the conditions draw from one date to another, directly or by way of others, or from a named day;
// two days on each side because of 29 February; the hours at which a hold clock runs out; and, where clocks differ, each
// day of a week. What comes out alike is kept once. A frame is one way in which the comparisons among the case's own dates
// can come out, with the ways that leaves open to an offence (frame.go, ways.go). A chain of more than maxSteps comparisons
// is not followed.
//
// # Offences: the small-model argument
//
// Lists have no limit, but a few offences are enough. Put the formula into negation normal form. What is left are plain
// tests, "at least n offences of the list are such", "at least n different values among such offences", and the
// negations of those two. Take a case that meets it and follow the true parts: of an OR one true part, of an AND all.
// Each "at least n" met that way has n witnesses; keep these offences and drop all others. Every "at least n" that was
// followed still holds, for its witnesses are there. Every negated one still holds, because dropping offences makes no
// count larger. Plain tests do not look at lists, and whether an offence is such does not depend on the other offences,
// because quantifiers do not nest. So the smaller case meets the formula, and it has at most as many offences as were kept:
// n for each "at least n", added up over AND, the largest over OR, none for the negated ones. That number is the bound
// (bound.go). Offences are told apart by what they are, not by their place, so they fill the slots of a list from the
// first on, and a slot's distinct value is one of as many as there are slots up to it. Where the bound is above
// MaxOffences the conditions are refused, never cut short.
//
// # How it is held
//
// However the tests of a pack come out on an invented case, the world must have a case on which they come out the same
// (cover_test.go); on random small conditions the solver, the count and plain enumeration must agree (cross_test.go).
package finite
