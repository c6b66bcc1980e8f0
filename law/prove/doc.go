// Package prove says what a text can never come to, where two texts differ, and shows the smallest case where a claim
// fails. It is pure, needs no outside solver, and never reports a case that the engine itself does not confirm.
//
// # What is proved
//
// A text permits a case when its plan's condition holds for every answer to the open questions, and refuses when it
// holds for none. Claims are about cases of which every fact is known, dated on the days of the text. That is enough
// for the others: where facts are missing, permitted means permitted in every completion, so a case that breaks a claim
// and lacks facts has a completion that breaks it too.
//
// Questions come out of a formula first. One that can only help a condition takes the answer no, one that can only hurt
// takes yes; a question that weighs both ways within a clause is tried both ways.
//
// # Why finitely many cases are enough
//
// Each fact is given one value for every class of values that the conditions read alike: enumerated values by the sets
// they are tested against, numbers by the last one below a border and the first at or above it, texts by those named
// and one that is not. An object (request.warrant, person.gang_participation) is none, or given with all its
// facts. Dates that conditions compare are tried out together: the days about every border that the conditions draw from
// one date to another or from a named day, two days on each side because of 29 February, the hours at which a hold clock
// runs out, and, where clocks differ, each day of a week. Every way in which the comparisons can come out is one choice
// (frame.go, ways.go).
//
// Lists have no limit, but a few offences are enough (the small-model argument). Put the formula into negation normal
// form. What is left are plain tests, "at least n offences of the list are such", "at least n different values
// among such offences", and the negations of those two. Take a case that meets it and follow the true parts: of an OR
// one true part, of an AND all. Each "at least n" met that way has n witnesses; keep these offences and drop all
// others. Every "at least n" that was followed still holds, for its witnesses are there. Every negated one still
// holds, because dropping offences makes no count larger. Plain tests do not look at lists. So the smaller
// case meets the formula, and it has at most as many offences as were kept: n for each "at least n", added up over
// AND, the largest over OR, none for the negated ones. That number is the bound (bound.go). Offences are told apart by
// what they are, not by their place, so they fill the slots of a list from the first on. Where the bound is above
// MaxOffences the claim is refused, never cut short.
//
// # How
//
// The formula over those choices goes to a SAT solver. A model becomes a case with real dates, the engine judges
// it, and it is reported only if the engine agrees; then facts and offences are dropped for as long as the outcome stays.
// How many of the abstract cases a difference has is counted on a decision diagram.
//
// # What is not proved
//
// A list that was never seen is a completion like any other, and needs no proof of its own. A case that the text reaches
// only because release falls within its days, while at does not, is dated as if at did. A 29 February that only a chain
// of more than four comparisons could bring into play is not looked for.
package prove
