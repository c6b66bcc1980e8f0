package place

import (
	"slices"
	"strings"
	"unicode"
)

// name is a facility's name, read.
type name struct {
	words []string // in capitals, without punctuation; spellings of COUNTY and DEPT made one
	city  string   // squashed
	state string   // two small letters; "" where not given
}

func readName(facility, city, state string) name {
	return name{words: oneSpelling(wordsOf(facility)), city: squash(strings.Join(oneSpelling(wordsOf(city)), "")), state: state}
}

// oneSpelling makes one word of its abbreviations, where the abbreviation stands for nothing else in a facility's name.
func oneSpelling(words []string) []string {
	for i, w := range words {
		switch w {
		case "CO", "CNTY", "CTY", "COUNTYY", "PARISH":
			words[i] = "COUNTY"
		case "DEPARTMENT", "DPT":
			words[i] = "DEPT"
		case "FT":
			words[i] = "FORT"
		case "SAINT":
			words[i] = "ST"
		case "SHERIFFS":
			words[i] = "SHERIFF"
		}
	}
	return words
}

// wordsOf splits a name at everything that is no letter, digit or apostrophe. Letters with dots between them are one
// word: F.C.I. is FCI.
func wordsOf(s string) []string {
	var words []string
	dotted := false // the last word is a single letter, or several already joined, with a dot behind it
	for i := 0; i < len(s); {
		if !inWord(s[i]) {
			dotted = dotted && (s[i] == '.')
			i++
			continue
		}
		start := i
		for i < len(s) && inWord(s[i]) {
			i++
		}
		w := strings.ToUpper(strings.ReplaceAll(s[start:i], "'", ""))
		if w == "" {
			continue
		}
		letter := len(w) == 1 && i < len(s) && s[i] == '.'
		if letter && dotted {
			words[len(words)-1] += w
		} else {
			words = append(words, w)
		}
		dotted = letter
	}
	return words
}

func inWord(b byte) bool {
	return b == '\'' || b >= 0x80 || unicode.IsLetter(rune(b)) || unicode.IsDigit(rune(b))
}

// squash is a name in capitals without anything that is no letter, so that DE KALB and DeKalb are one.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, s)
}

// has says whether one of the words is among them.
func (n *name) has(words ...string) bool {
	return slices.ContainsFunc(n.words, func(w string) bool { return slices.Contains(words, w) })
}

// run is where the words of a phrase stand one after another, each by its beginning at least (CORR for CORRECTIONS),
// or -1.
func (n *name) run(phrase string) int {
	parts := strings.Fields(phrase)
	for i := 0; i+len(parts) <= len(n.words); i++ {
		if slices.EqualFunc(n.words[i:i+len(parts)], parts, strings.HasPrefix) {
			return i
		}
	}
	return -1
}

func (n *name) hasAnyRun(phrases ...string) bool {
	return slices.ContainsFunc(phrases, func(phrase string) bool { return n.run(phrase) >= 0 })
}

// index is where the first of the words stands, or -1.
func (n *name) index(words ...string) int {
	return slices.IndexFunc(n.words, func(w string) bool { return slices.Contains(words, w) })
}

// cityPath is the path of a city of the state; ok is false where its name cannot be a step of a path.
func cityPath(state string, words []string) (path string, ok bool) {
	step := strings.ToLower(strings.Join(words, "-"))
	for _, b := range []byte(step) {
		if b != '-' && (b < '0' || b > '9') && (b < 'a' || b > 'z') {
			return "", false
		}
	}
	return "us-" + state + "/" + step, step != ""
}
