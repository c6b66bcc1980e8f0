// Package check finds everything that is wrong with packs as they lie in their folders: the pack file, its cases and
// its sources, held against each other. It is pure: the files are given as texts.
package check

import (
	"bytes"
	"errors"
	"fmt"

	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/sources"
	"sallyport/law/trial"
)

// Folder is a pack with what lies beside it. Alone says that the pack file was given by itself, so that nothing is
// missed beside it.
type Folder struct {
	Pack    compile.Source
	Cases   compile.Source // a nil Text where the file is not there
	Sources compile.Source
	Alone   bool
}

// Folders lists what is wrong with the packs, joined with those of base. Cases and sources are read once the packs
// compile.
func Folders(base []compile.Source, folders []Folder) []compile.Problem {
	packs := make([]compile.Source, len(folders))
	for i, f := range folders {
		packs[i] = f.Pack
	}
	book, problems := compile.Check(base, packs)
	if book == nil {
		return problems
	}
	for i := range folders {
		f := &folders[i]
		problems = append(problems, f.cases(book)...)
		problems = append(problems, f.sources(f.find(book))...)
	}
	return compile.SortProblems(problems)
}

func (f *Folder) find(book *law.Book) *law.Pack {
	for _, p := range book.Packs {
		if bytes.Equal(p.Source, f.Pack.Text) {
			return p
		}
	}
	return nil
}

// cases lists the scenarios that the packs do not meet.
func (f *Folder) cases(book *law.Book) []compile.Problem {
	name := f.Cases.Name
	if f.Cases.Text == nil {
		return f.missing(name, "a pack has cases; write each rule once this way and once that way")
	}
	scenarios, err := casefile.Scenarios(name, bytes.NewReader(f.Cases.Text))
	if malformed, ok := errors.AsType[*casefile.Error](err); ok {
		return []compile.Problem{{File: name, Line: malformed.Line, What: malformed.Key, Wrong: malformed.What}}
	}
	var all []compile.Problem
	for i := range scenarios {
		s := &scenarios[i]
		for _, difference := range trial.Run(book, s).Differences {
			all = append(all, compile.Problem{
				File: name, Line: s.Line, What: "scenario " + s.Name, Wrong: difference + "; the case or the pack is wrong: correct one",
			})
		}
	}
	return all
}

// sources lists the rules that the page on sources does not have as the pack has them.
func (f *Folder) sources(p *law.Pack) []compile.Problem {
	name := f.Sources.Name
	if f.Sources.Text == nil {
		return f.missing(name, "a pack says where it was read; write a row for each rule and an address for each source")
	}
	page := sources.Parse(f.Sources.Text)
	var all []compile.Problem
	tell := func(r *law.Rule, format string, args ...any) {
		all = append(all, compile.Problem{
			File: name, Line: page.RowsAt, What: "rule " + r.ID, Wrong: fmt.Sprintf(format, args...), Grade: compile.Advice,
		})
	}
	for _, v := range p.Versions {
		for _, r := range v.Rules {
			if !page.HasRow(r) {
				tell(r, "no row says how sure it is; add | %s |", sources.Row(r))
			}
			for _, k := range sources.Keys(r.Sure) {
				if page.Addresses[k] == "" {
					tell(r, "no address for %s; add | %s | ADDRESS |", k, k)
				}
			}
		}
	}
	return all
}

func (f *Folder) missing(name, remedy string) []compile.Problem {
	if f.Alone {
		return nil
	}
	return []compile.Problem{{File: name, Line: 1, Wrong: "not there; " + remedy, Grade: compile.Advice}}
}
