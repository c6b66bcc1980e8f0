// Package words is pages in several languages: texts by key, and numbers, days and times as each language writes them. English is complete; what another
// language lacks is said in English. A translation is marked as unreviewed on the page until a person who reads the language has reviewed it.
package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"sallyport/internal/web/lang"
)

// Lang is a language that pages can be in (BCP 47).
type Lang = lang.Lang

// Languages, as package lang has them.
const (
	English    = lang.English
	Spanish    = lang.Spanish
	French     = lang.French
	Arabic     = lang.Arabic
	Chinese    = lang.Chinese
	Tagalog    = lang.Tagalog
	Vietnamese = lang.Vietnamese
	Korean     = lang.Korean
)

// All are the languages, in the order in which they are offered.
var All = lang.All

// Day is a day as the language writes it.
func Day(l Lang, t time.Time) string { return lang.Day(l, t) }

// Clock is a time of day, by 24 hours, in the zone that t is in.
func Clock(l Lang, t time.Time) string { return lang.Clock(l, t) }

// Digits writes the digits of a text as the language does.
func Digits(l Lang, text string) string { return lang.Digits(l, text) }

// Book holds texts by language and key.
type Book map[Lang]map[string]string

// Load reads LANG.json of each language that files have: one object of texts by key. They are the program's own, so what is wrong with them is a mistake
// of ours, found by the first test that loads them.
func Load(files embed.FS, dir string) Book {
	b := Book{}
	for _, l := range All {
		text, err := fs.ReadFile(files, dir+"/"+string(l)+".json")
		if err != nil {
			continue
		}
		var texts map[string]string
		if err := json.Unmarshal(text, &texts); err != nil {
			panic(fmt.Sprintf("words: %s/%s.json: %v", dir, l, err))
		}
		b[l] = texts
	}
	return b
}

// Say is the text of a key. Each {name} in it is replaced by the value behind that name in pairs.
func (b Book) Say(l Lang, key string, pairs ...string) string {
	text, known := b[l][key]
	if !known {
		if text, known = b[English][key]; !known {
			return key // a test holds that none is missing in English
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
	}
	return text
}

// Has says whether a language has a key of its own.
func (b Book) Has(l Lang, key string) bool { _, own := b[l][key]; return own }

// Number is a whole number as the language writes it.
func Number(l Lang, n int64) string {
	return message.NewPrinter(tag(l)).Sprint(n)
}

func tag(l Lang) language.Tag {
	if l == Arabic {
		return language.MustParse("ar-u-nu-arab")
	}
	return language.Make(string(l))
}

// Choose is the first language that a browser asks for (Accept-Language, RFC 9110, 12.5.4) among those on offer, else the first on offer.
func Choose(accept string, offer []Lang) Lang {
	tags := make([]language.Tag, len(offer))
	for i, l := range offer {
		tags[i] = language.Make(string(l))
	}
	wanted, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(wanted) == 0 {
		return offer[0]
	}
	_, i, _ := language.NewMatcher(tags).Match(wanted...)
	return offer[i]
}
