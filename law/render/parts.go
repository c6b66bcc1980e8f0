package render

import (
	"bytes"
	"fmt"
	"html/template"
)

// Parts is the page in pieces of HTML, to be set in the frame of another's pages, whose style knows the classes of this one's. Ids are those of the page.
type Parts struct {
	Legend, Terms, Texts, Questions, Notes string
	QuestionList                           string    // the questions without their heading and ids, to stand beside those of other packs
	Cases                                  []CasesOf // in the order of the rules
	CaseCount                              int
}

// CasesOf is the cases that are about a rule.
type CasesOf struct{ Rule, HTML string }

// parts is the page's template where long names are broken by the style.
var parts = template.Must(page.Clone()).Funcs(template.FuncMap{"breaks": func(code string) []string { return []string{code} }})

// InParts makes the page in pieces.
func InParts(in Input) (p Parts, err error) {
	v := newView(in)
	p.CaseCount = v.CaseCount
	for name, to := range map[string]*string{"legend": &p.Legend, "terms": &p.Terms, "texts": &p.Texts, "questions": &p.Questions, "notes": &p.Notes} {
		if *to, err = part(name, v); err != nil {
			return p, err
		}
	}
	for i := range v.Questions {
		v.Questions[i].Anchor = ""
	}
	if p.QuestionList, err = part("questionlist", v); err != nil {
		return p, err
	}
	for _, g := range v.Groups {
		text, err := part("group", g)
		if err != nil {
			return p, err
		}
		p.Cases = append(p.Cases, CasesOf{g.Rule, text})
	}
	return p, nil
}

func part(name string, data any) (string, error) {
	var text bytes.Buffer
	if err := parts.ExecuteTemplate(&text, name, data); err != nil {
		return "", fmt.Errorf("render: %s: %w", name, err)
	}
	return text.String(), nil
}
