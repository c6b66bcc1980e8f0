package layout

import (
	"strings"
	"time"
	"unicode/utf8"
)

// conversion turns the text of an item into that of an element and back; ok is false where it cannot.
// The zero conversion leaves the text as it is.
type conversion struct {
	name     string
	toXML    func(string) (text string, ok bool)
	fromXML  func(string) (item string, ok bool)
	expected string // what fromXML takes, for an error
}

var conversions = map[string]conversion{
	"data":     {name: "data"},
	"kept":     {name: "kept"}, // an empty item is an empty element, not none
	"date":     {"date", dateToXML, dateFromXML, "a date YYYY-MM-DD"},
	"datetime": {"datetime", timeToXML, timeFromXML, "a time YYYY-MM-DDTHH:MM:SSZ"},
	"yn":       choices("yn", "Y", "true", "N", "false"),
	"standard": choices("standard", "S", "true", "U", "false"),
	"counted":  choices("counted", "1", "true", "0", "false"),
	"present":  {"present", presentToXML, presentFromXML, "true or false"},
	"digits":   {"digits", twoDigits, short, "a number"},
	"position": {"position", positionToXML, verbatim, ""},
}

func verbatim(text string) (string, bool) { return text, true }

// choices maps two items to the two truth values, which XML may also write as 1 and 0.
func choices(name, yes, yesXML, no, noXML string) conversion {
	to := map[string]string{yes: yesXML, no: noXML}
	from := map[string]string{yesXML: yes, noXML: no, "1": yes, "0": no}
	return conversion{
		name:     name,
		toXML:    func(item string) (string, bool) { text, ok := to[item]; return text, ok },
		fromXML:  func(text string) (string, bool) { item, ok := from[text]; return item, ok },
		expected: "true or false",
	}
}

// presentToXML is for the fields of the extended feature set that say Y and are otherwise absent.
func presentToXML(item string) (string, bool) { return "true", item == "Y" }

func presentFromXML(text string) (string, bool) {
	switch text {
	case "true", "1":
		return "Y", true
	case "false", "0":
		return "", true
	}
	return "", false
}

const (
	dayForm = "20060102"
	dayXML  = "2006-01-02"
	utcForm = "20060102150405Z"
	utcXML  = "2006-01-02T15:04:05Z"
)

func dateToXML(item string) (string, bool) { return reform(item, dayForm, dayXML) }

func dateFromXML(text string) (string, bool) {
	return reform(strings.TrimSuffix(text, "Z"), dayXML, dayForm)
}

func timeToXML(item string) (string, bool) { return reform(item, utcForm, utcXML) }

// timeFromXML takes any offset from UTC, but no fraction of a second, which the traditional form cannot hold.
func timeFromXML(text string) (string, bool) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil || t.Nanosecond() != 0 {
		return "", false
	}
	return t.UTC().Format(utcForm), true
}

func reform(text, from, to string) (string, bool) {
	t, err := time.Parse(from, text)
	if err != nil {
		return "", false
	}
	return t.Format(to), true
}

// short drops leading zeros of a number; other text stays.
func short(item string) (string, bool) {
	for len(item) > 1 && item[0] == '0' && item[1] >= '0' && item[1] <= '9' {
		item = item[1:]
	}
	return item, true
}

// twoDigits writes a number in two digits at least.
func twoDigits(item string) (string, bool) {
	if len(item) == 1 {
		item = "0" + item
	}
	return item, true
}

// positionToXML leaves out the unused finger positions of a binary record.
func positionToXML(item string) (string, bool) { return item, item != "255" }

// Trim removes the white space that a schema's token types ignore.
func Trim(text string) string { return strings.Trim(text, " \t\r\n") }

// IsText says whether XML 1.0 can hold the characters of text.
func IsText(text string) bool {
	for _, r := range text {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
		case r < 0x20 || r == 0xfffe || r == 0xffff:
			return false
		}
	}
	return utf8.ValidString(text)
}
