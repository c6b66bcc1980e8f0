package api

import "context"

type finding struct {
	Citizen  bool   `json:"citizen" example:"false" doc:"What this person found."`
	Evidence string `json:"evidence" minLength:"1" maxLength:"2000" example:"birth certificate, certified copy, seen on 2015-08-03" doc:"The evidence that it rests on."`
}

type challenge struct {
	About     string `json:"about" enum:"citizenship,identity,conviction" example:"citizenship" doc:"What the person says is wrong."`
	Statement string `json:"statement" minLength:"1" maxLength:"4000" example:"born in Columbus, Ohio; says that the hospital has the record" doc:"What they say, in their words."`
}

type reply struct {
	About   string `json:"about" enum:"identity,conviction" example:"identity" doc:"Which challenge it answers. Citizenship takes the findings of two people instead."`
	Finding string `json:"finding" minLength:"1" maxLength:"4000" example:"prints taken again on 2015-08-03; the same two examiners' answer" doc:"What was found."`
	Facts   []fact `json:"facts" nullable:"false" maxItems:"200" doc:"The facts that are other now; [] where none is."`
}

type correction struct {
	Entry uint64 `json:"entry" example:"3" doc:"The number of the entry of the record that was wrong. It stays as it is."`
	What  string `json:"what" minLength:"1" maxLength:"2000" example:"the release time was read from the wrong line of the booking sheet" doc:"What was wrong with it."`
}

// both registers what is done at either node.
func (a *api) both() {
	n := a.node
	act(a, says{"record-facts", "facts", "Enter facts",
		"Enters facts about a person under the name of whoever sends them. All of them are kept or none. The doors judge again whatever they had let through.",
		[]map[string]any{{"path": "person.us_citizen", "value": false, "source": "passport, seen on 2015-08-03"}, {"path": "person.citizenship_indicated", "value": false, "source": "intake form, question 9"}}},
		func(ctx context.Context, d deed, sent []fact) error {
			facts, err := factsOf(sent)
			switch {
			case err != nil:
				return err
			case len(facts) == 0:
				return problem(kindBody, "no facts; send at least one")
			}
			return n.RecordFacts(ctx, d.who, d.id, d.at, facts)
		})
	act(a, says{"resolve-citizenship", "citizenship", "Record a finding on citizenship",
		"One named person's finding on recorded evidence. The second person who finds the same settles it: somebody else, and neither of the field office.",
		finding{false, "birth certificate, certified copy, seen on 2015-08-03"}},
		func(ctx context.Context, d deed, f finding) error {
			return n.ResolveCitizenship(ctx, d.who, d.id, d.at, f.Citizen, f.Evidence)
		})
	act(a, says{"open-challenge", "challenges", "Take down what the person says is wrong",
		"What the person, or counsel for them, says is wrong. That the citizenship is wrong stops everything until two people have resolved it; an identity or a conviction goes to the records clerk.",
		challenge{"identity", "says that he is somebody else, and that his brother uses his name"}},
		func(ctx context.Context, d deed, c challenge) error {
			return n.Challenge(ctx, d.who, d.id, d.at, c.About, c.Statement)
		})
	act(a, says{"answer-challenge", "challenges/answers", "Answer a challenge",
		"What was found about a challenge of an identity or a conviction, with the facts that are other now.",
		reply{"identity", "prints taken again on 2015-08-03: the same person", []fact{}}},
		func(ctx context.Context, d deed, r reply) error {
			facts, err := factsOf(r.Facts)
			if err != nil {
				return err
			}
			return n.Reply(ctx, d.who, d.id, d.at, r.About, r.Finding, facts)
		})
	act(a, says{"correct-record", "corrections", "Correct the record",
		"Says, on the record, what an earlier entry got wrong. That entry stays.",
		correction{1, "the release time was read from the wrong line of the booking sheet"}},
		func(ctx context.Context, d deed, c correction) error {
			return n.Correct(ctx, d.who, d.id, d.at, c.Entry, c.What)
		})
}
