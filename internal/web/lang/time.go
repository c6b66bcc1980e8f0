package lang

import (
	"strconv"
	"strings"
	"time"
)

// months are the names of the months, where a language has names for them in a date.
var months = map[Lang][]string{
	English: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	Spanish: {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
	French:  {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	Arabic:  {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
	Tagalog: {"Enero", "Pebrero", "Marso", "Abril", "Mayo", "Hunyo", "Hulyo", "Agosto", "Setyembre", "Oktubre", "Nobyembre", "Disyembre"},
}

// pattern is how a language writes a day: d, m (a name where it has names), y.
var pattern = map[Lang]string{
	English: "{d} {m} {y}", Spanish: "{d} de {m} de {y}", French: "{d} {m} {y}", Arabic: "{d} {m} {y}", Tagalog: "{d} {m} {y}",
	Chinese: "{y}年{m}月{d}日", Korean: "{y}년 {m}월 {d}일", Vietnamese: "ngày {d} tháng {m} năm {y}",
}

// Day is a day as the language writes it.
func Day(l Lang, t time.Time) string {
	month := Digits(l, strconv.Itoa(int(t.Month())))
	if names := months[l]; names != nil {
		month = names[t.Month()-1]
	}
	day := strconv.Itoa(t.Day())
	if l == French && t.Day() == 1 {
		day = "1er"
	}
	return strings.NewReplacer("{d}", Digits(l, day), "{m}", month, "{y}", Digits(l, strconv.Itoa(t.Year()))).Replace(pattern[l])
}

// Clock is a time of day, by 24 hours, in the zone that t is in.
func Clock(l Lang, t time.Time) string { return Digits(l, t.Format("15:04")) }

// Digits writes the digits of a text as the language does. Their order stays: in Arabic too the first digit is the greatest.
func Digits(l Lang, text string) string {
	if l != Arabic {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '٠' + r - '0'
		}
		return r
	}, text)
}
