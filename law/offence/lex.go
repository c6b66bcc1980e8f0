package offence

import "strings"

// MaxBytes is the longest citation that is read; nothing longer cites one section.
const MaxBytes = 160

type kind uint8

const (
	word   kind = iota // a run of letters, in lower case
	number             // what begins with a digit and may hold letters, dots, dashes, colons and slashes: 53a-124
	sign               // § or the word section
	paren              // (a), without the parentheses
	comma
	slash
	dash
	end
)

type token struct {
	kind   kind
	text   string
	spaced bool // a space stands before it
}

// plainer writes the signs that stand for a word or a space as these.
var plainer = strings.NewReplacer("\u00a0", " ", "&", " and ")

// lex splits a citation. It fails on any sign that a citation of one section does not use.
func lex(text string) ([]token, bool) {
	if len(text) > MaxBytes {
		return nil, false
	}
	text = plainer.Replace(text)
	tokens := make([]token, 0, 12)
	spaced := false
	for text != "" {
		if rest := strings.TrimLeft(text, " \t."); rest != text {
			spaced = spaced || strings.ContainsAny(text[:len(text)-len(rest)], " \t")
			text = rest
			continue
		}
		t, length := next(text)
		if length == 0 {
			return nil, false
		}
		t.spaced, spaced = spaced, false
		tokens, text = append(tokens, t), text[length:]
	}
	return append(tokens, token{kind: end}), true
}

// next reads the token that text begins with; a length of 0 says that there is none.
func next(text string) (token, int) {
	switch c := text[0]; {
	case strings.HasPrefix(text, "§"):
		return token{kind: sign}, len("§")
	case c == '(':
		return parenthesis(text)
	case c == ',':
		return token{kind: comma}, 1
	case c == '/':
		return token{kind: slash}, 1
	case c == '-':
		return token{kind: dash}, 1
	case digit(c):
		n := numberLength(text)
		return token{kind: number, text: text[:n]}, n
	case letter(c):
		n := 1
		for n < len(text) && letter(text[n]) {
			n++
		}
		name := strings.ToLower(text[:n])
		if name == "section" || name == "sec" || name == "sect" {
			return token{kind: sign}, n
		}
		return token{kind: word, text: name}, n
	}
	return token{}, 0
}

// numberLength counts the bytes of a number: a dot, a dash, a colon or a slash belongs to it between two of its letters
// or digits only.
func numberLength(text string) int {
	n := 1
	for n < len(text) {
		inner := strings.IndexByte(".-:/", text[n]) >= 0 && n+1 < len(text) && (letter(text[n+1]) || digit(text[n+1]))
		if !inner && !letter(text[n]) && !digit(text[n]) {
			break
		}
		n++
	}
	return n
}

// parenthesis reads one subdivision: letters, a roman number or a number of at most two digits. A year is none.
func parenthesis(text string) (token, int) {
	inside, _, closed := strings.Cut(text[1:], ")")
	name := strings.Trim(inside, " ")
	if !closed || !subdivision(name) {
		return token{}, 0
	}
	return token{kind: paren, text: name}, len(inside) + 2
}

func subdivision(name string) bool {
	if digits(name) {
		return len(name) <= 2
	}
	for i := range len(name) {
		if !letter(name[i]) {
			return false
		}
	}
	return name != "" && len(name) <= 4
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

func letter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
