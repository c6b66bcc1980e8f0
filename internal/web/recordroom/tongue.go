package recordroom

import (
	"embed"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"sallyport/internal/web/explorer/view"
	"sallyport/internal/web/words"
	"sallyport/record/figures"
)

// langs are the languages that the figures are in.
var langs = []words.Lang{words.English, words.Spanish, words.French, words.Arabic}

//go:embed words
var files embed.FS

// texts are by the English text, but for those that a name or a number goes into.
var texts = words.Load(files, "words")

// tongue is the language that a page is in. Rules and facts are in English, as the law is.
type tongue struct{ lang words.Lang }

// english is what the pages on the log are in.
var english = tongue{words.English}

func (t tongue) say(key string, pairs ...string) string { return texts.Say(t.lang, key, pairs...) }

func (t tongue) number(n int) string { return words.Number(t.lang, int64(n)) }

// digits are those of a year or a time of day.
func (t tongue) digits(text string) string { return words.Digits(t.lang, text) }

// day is a day as people write it.
func (t tongue) day(date string) string {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return words.Day(t.lang, at)
}

// month is a month with its year.
func (t tongue) month(at time.Time) string {
	return t.say(at.Format("January")) + " " + t.digits(at.Format("2006"))
}

// letter stands below a column: the month's first letter, or its number where letters would be alike.
func (t tongue) letter(at time.Time) string {
	if t.lang == words.Arabic {
		return t.digits(strconv.Itoa(int(at.Month())))
	}
	return strings.ToUpper(t.say(at.Format("January"))[:1])
}

// entries counts a log's entries.
func (t tongue) entries(n uint64) string {
	if n == 1 {
		return t.say("one entry")
	}
	return t.say("entries", "n", t.number(int(n))) //nolint:gosec // a log has fewer entries than an int has numbers
}

// placeName is a place as people call it; the country has a name that no state has.
func (t tongue) placeName(place string) string {
	if place == "us" {
		return t.say("The United States, where no smaller place is named")
	}
	if !strings.Contains(place, "/") {
		return t.say("places together", "place", view.PlaceName(place))
	}
	return view.PlaceName(place)
}

// band is a band of time, in words.
func (t tongue) band(band string) string { return t.say("took " + band) }

// label is what stands above a bar.
func (t tongue) label(f figures.Figure) string {
	switch f.State {
	case figures.Counted, figures.Zero:
		return t.number(f.Count)
	case figures.SoFar:
		return t.number(f.Count) + "+"
	}
	return ""
}

// said is a figure in words, as tables and readers of screens have it.
func (t tongue) said(f figures.Figure) string {
	switch f.State {
	case figures.Counted, figures.Zero:
		return t.number(f.Count)
	case figures.SoFar:
		return t.say("so far", "n", t.number(f.Count))
	}
	return t.say(string(f.State))
}

// written marks what is in English among words of another language.
func (t tongue) written() templ.Attributes {
	if t.lang == words.English {
		return nil
	}
	return templ.Attributes{"lang": "en", "dir": "ltr"}
}
