package sql

import (
	"fmt"
	"strings"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// text writes the query step by step: the lists offence by offence, their counts, the cases with their terms, the
// rules, the groups of grounds, the outcome.
func (w *writer) text() string {
	var b strings.Builder
	b.WriteString("WITH ")
	for _, s := range w.lists {
		if len(s.quantifies) > 0 {
			s.offenceSteps(&b)
		}
	}
	from := w.caseSteps(&b)
	from = w.ruleStep(&b, from)
	from = w.groupStep(&b, from)
	from = w.outcomeSteps(&b, from)
	w.result(&b, from)
	return b.String()
}

// step begins a common table expression.
func step(b *strings.Builder, name string) {
	if b.Len() > len("WITH ") {
		b.WriteString(",\n")
	}
	b.WriteString(name + " AS (\n  SELECT ")
}

// offenceSteps writes the offences of a list with the terms that speak of one, what every count asks of each, and the
// counts: how many of a case's offences certainly satisfy it, and how many may.
func (s *scope) offenceSteps(b *strings.Builder) {
	from := s.table
	if len(s.extras) > 0 {
		from = s.table + "_of_cases"
		step(b, from)
		b.WriteString(s.table + ".*")
		s.writeExtras(b)
		b.WriteString("\n  FROM " + s.table)
		if s.takesFromCase() {
			b.WriteString(" JOIN cases ON cases.id = " + s.table + ".case_id")
		}
		b.WriteString("\n)")
	}
	from = s.termSteps(b, from)
	s.askedStep(b, from)
	step(b, s.table+"_counts")
	b.WriteString("case_id")
	for _, q := range s.quantifies {
		b.WriteString(q.counted())
	}
	fmt.Fprintf(b, "\n  FROM %s_asked GROUP BY case_id\n)", s.table)
}

// askedStep writes the condition of every count, and the value that distinct ones are told apart by.
func (s *scope) askedStep(b *strings.Builder, from string) {
	step(b, s.table+"_asked")
	b.WriteString("case_id")
	for _, q := range s.quantifies {
		if q.Op == tree.OpDistinct {
			fmt.Fprintf(b, ",\n    %s AS %s_key", columnName(&sallyport.OffenceFacts[q.Key]), q.name)
		}
		fmt.Fprintf(b, ",\n    %s AS %s", q.body, q.name)
	}
	fmt.Fprintf(b, "\n  FROM %s\n)", from)
}

// writeExtras writes the columns taken from the case or worked out.
func (s *scope) writeExtras(b *strings.Builder) {
	for _, n := range s.extras {
		if n.text == "" {
			b.WriteString(",\n    cases." + n.name)
			continue
		}
		b.WriteString(",\n" + comment("    ", "28 February of a year without a 29th stands for the 29th"))
		b.WriteString("    " + n.text + " AS " + n.name)
	}
}

// termSteps writes one step for each term, each after those it uses, and returns the last step's name.
func (s *scope) termSteps(b *strings.Builder, from string) string {
	for _, t := range s.terms {
		name := s.names[t.Expr]
		next := s.table + "_with_" + strings.Trim(name, `"`)
		step(b, next)
		fmt.Fprintf(b, "%s.*,\n", from)
		b.WriteString(comment("    ", t.Name+" ["+t.Cite+"]: "+t.Says))
		fmt.Fprintf(b, "    %s AS %s\n  FROM %s\n)", s.writeOut(t.Expr, "    "), name, from)
		from = next
	}
	return from
}

// counted are the columns that count over the offences of a case. Of at least one, the most that any comes to is
// enough: 2 where one certainly satisfies it, 1 where one may, 0 where none can. Others are counted as an interval.
func (q *quantifier) counted() string {
	switch {
	case q.Op == tree.OpDistinct:
		return q.countedDistinct()
	case q.N == 1:
		return fmt.Sprintf(",\n    MAX(CASE %[1]s WHEN TRUE THEN 2 WHEN FALSE THEN 0 ELSE 1 END) AS %[1]s_most", q.name)
	}
	return fmt.Sprintf(",\n    COUNT(CASE WHEN %[1]s THEN 1 END) AS %[1]s_definite"+
		",\n    COUNT(CASE WHEN COALESCE(%[1]s, TRUE) THEN 1 END) AS %[1]s_possible", q.name)
}

// countedDistinct counts distinct values: an offence that may satisfy the condition, or whose value is not known, can
// add at most one; one that certainly satisfies it is at least one value.
func (q *quantifier) countedDistinct() string {
	return fmt.Sprintf(",\n    CASE WHEN COUNT(DISTINCT CASE WHEN %[1]s THEN %[1]s_key END) = 0 AND COUNT(CASE WHEN %[1]s THEN 1 END) > 0 THEN 1\n"+
		"      ELSE COUNT(DISTINCT CASE WHEN %[1]s THEN %[1]s_key END) END AS %[1]s_definite"+
		",\n    COUNT(DISTINCT CASE WHEN COALESCE(%[1]s, TRUE) THEN %[1]s_key END)\n"+
		"      + COUNT(CASE WHEN COALESCE(%[1]s, TRUE) AND %[1]s_key IS NULL THEN 1 END) AS %[1]s_possible", q.name)
}

// truth is the count compared with what it has to reach; of a list that was not seen it is not known.
func (q *quantifier) truth(list string) string {
	if q.Op == tree.OpCount && q.N == 1 {
		return fmt.Sprintf("CASE WHEN %[1]s_seen THEN CASE COALESCE(%[2]s_most, 0) WHEN 2 THEN TRUE WHEN 0 THEN FALSE END END AS %[2]s", list, q.name)
	}
	return fmt.Sprintf("CASE WHEN %[1]s_seen THEN\n      CASE WHEN %[2]s_definite >= %[3]d THEN TRUE WHEN COALESCE(%[2]s_possible, 0) < %[3]d THEN FALSE END\n"+
		"    END AS %[2]s", list, q.name, q.N)
}

// caseSteps writes the cases with the truth of every count, and their terms, and returns the last step's name.
func (w *writer) caseSteps(b *strings.Builder) string {
	step(b, "cases_with_counts")
	b.WriteString("cases.*")
	w.cases.writeExtras(b)
	join := ""
	for _, s := range w.lists {
		if len(s.quantifies) == 0 {
			continue
		}
		for _, q := range s.quantifies {
			b.WriteString(",\n    " + q.truth(s.table))
		}
		join += fmt.Sprintf("\n  LEFT JOIN %[1]s_counts ON %[1]s_counts.case_id = cases.id", s.table)
	}
	b.WriteString("\n  FROM cases" + join + "\n)")
	return w.cases.termSteps(b, "cases_with_counts")
}

// ruleStep writes every rule's condition, under its id and citation.
func (w *writer) ruleStep(b *strings.Builder, from string) string {
	step(b, "rules")
	b.WriteString(from + ".*")
	for _, r := range w.rules {
		if r.name == "" {
			continue
		}
		b.WriteString(",\n" + ruleComment(r.Rule))
		fmt.Fprintf(b, "    %s AS %s", w.cases.write(r.when, "    "), r.name)
	}
	fmt.Fprintf(b, "\n  FROM %s\n)", from)
	return "rules"
}

// ruleComment is the rule's id, citation, actions and effect, without the condition, which follows in SQL.
func ruleComment(r *law.Rule) string {
	effect, _, _ := strings.Cut(r.Effect(), " when ")
	if r.Kind == law.Needs {
		effect = "refuses unless it holds"
	}
	if r.Scope != "" {
		effect = strings.TrimSuffix(effect, " where "+r.Scope) + ", where " + r.Scope
	}
	actions := "every action"
	if len(r.For) > 0 {
		actions = strings.Join(r.For, ", ")
	}
	return comment("    ", fmt.Sprintf("%s [%s], %s: %s", r.ID, r.Cite, actions, effect))
}
