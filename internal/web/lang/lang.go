// Package lang is the languages that pages can be in, and how each writes days, times and digits. It carries no tables but its own, so that a page made in
// a browser can use it; package words adds texts and numbers.
package lang

// Lang is a language that pages can be in (BCP 47).
type Lang string

// Languages. The notice that is served has all of them; the explorer the first four; the desks English.
const (
	English    Lang = "en"
	Spanish    Lang = "es"
	French     Lang = "fr"
	Arabic     Lang = "ar"
	Chinese    Lang = "zh"
	Tagalog    Lang = "tl"
	Vietnamese Lang = "vi"
	Korean     Lang = "ko"
)

// All are the languages, in the order in which they are offered.
var All = []Lang{English, Spanish, French, Arabic, Chinese, Tagalog, Vietnamese, Korean}

// Name is what a language calls itself.
func (l Lang) Name() string {
	return map[Lang]string{English: "English", Spanish: "Español", French: "Français", Arabic: "العربية", Chinese: "中文",
		Tagalog: "Tagalog", Vietnamese: "Tiếng Việt", Korean: "한국어"}[l]
}

// Dir is the direction that a language is written in, as HTML's dir has it.
func (l Lang) Dir() string {
	if l == Arabic {
		return "rtl"
	}
	return "ltr"
}
