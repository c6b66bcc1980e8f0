package account

import (
	"unicode"
	"unicode/utf8"
)

// sentence is a refusal as a sentence of its own.
func sentence(why string) string {
	first, size := utf8.DecodeRuneInString(why)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + why[size:] + "."
}
