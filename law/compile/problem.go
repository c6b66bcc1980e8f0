package compile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Grade is how wrong a problem is.
type Grade uint8

const (
	Wrong    Grade = iota // the pack does not compile
	Advice                // it compiles, but a reader will stumble
	NotAPack              // the file is not a pack at all
)

// Problem is one thing wrong with a pack, for the person who writes it.
type Problem struct {
	File  string
	Line  int
	What  string // the key, term, rule or version it is about
	Wrong string // what is wrong; what to do
	Grade Grade
}

// Error is the problem on one line: FILE:LINE: what: what is wrong; what to do.
func (p Problem) Error() string {
	said := p.Wrong
	if p.What != "" {
		said = p.What + ": " + said
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, strings.Join(strings.Fields(said), " "))
}

// SortProblems puts problems in the order of a reader, each once.
func SortProblems(all []Problem) []Problem {
	slices.SortFunc(all, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), strings.Compare(a.What, b.What), strings.Compare(a.Wrong, b.Wrong))
	})
	return slices.Compact(all)
}

// firstWrong is the first problem that keeps a pack from compiling, or nil.
func firstWrong(all []Problem) error {
	for _, p := range SortProblems(all) {
		if p.Grade != Advice {
			return p
		}
	}
	return nil
}

// meant suggests the candidate that a misspelt name is nearest to, as words to end a sentence with, or nothing.
func meant(name string, candidates []string) string {
	best, distance := "", max(1, len(name)/3)+1
	for _, c := range candidates {
		if d := edits(name, c); d < distance {
			best, distance = c, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

// edits counts the letters to insert, delete, replace or swap with their neighbour to make b of a.
func edits(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
		for j := 1; j <= len(b); j++ {
			if i == 0 {
				rows[0][j] = j
				continue
			}
			replaced := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			rows[i][j] = min(replaced, rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

// oneOf ends a sentence with the nearest of a few names or, where none is near, with all of them.
func oneOf(name string, names []string) string {
	if m := meant(name, names); m != "" {
		return m
	}
	return "; write one of " + strings.Join(names, ", ")
}
