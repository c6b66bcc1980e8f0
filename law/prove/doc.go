// Package prove says what a text can never come to, where two texts differ, and shows the smallest case where a claim
// fails. It is pure, needs no outside solver, and never reports a case that the engine itself does not confirm.
//
// A text permits a case when its plan's condition holds for every answer to the open questions, and refuses when it
// holds for none. Claims are about cases of which every fact is known, dated on the days of the text. That is enough
// for the others: where facts are missing, permitted means permitted in every completion, so a case that breaks a claim
// and lacks facts has a completion that breaks it too.
//
// Questions come out of a formula first (settle.go). One that can only help a condition takes the answer no, one that can
// only hurt takes yes; a question that weighs both ways within a clause is tried both ways. What is left is settled in a
// finite world of cases: package finite says how, and why finitely many cases are enough. A SAT solver looks there for a
// case that breaks the claim. A model becomes a case with real dates, the engine judges it, and it is reported only if the
// engine agrees; then facts and offences are dropped for as long as the outcome stays.
//
// What is not proved: anything about whole decisions, in which several packs and the agency's own policy meet (a door that
// refuses is enough there, so what one pack never permits no decision permits), and local texts on cases that they reach
// only because release falls within their days, while at does not: such a case is dated as if at did.
package prove
