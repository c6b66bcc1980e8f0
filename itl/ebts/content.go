package ebts

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"sallyport/itl"
)

//go:embed fields.tsv
var contents string

// content is what one item of a Type-2 field may hold, by the row of fields.tsv.
type content struct {
	name        string
	characters  string // letters A, N and S; D or B for a date; "-" for anything
	least, most int    // characters; 0 for unchecked
	special     string // the characters that S stands for; "printable" for all that can be printed, "none"
	codes       []string
	source      string
}

// fieldContents holds the items of each field, by number: one where the field has a single item.
var fieldContents = sync.OnceValue(func() map[int][]content {
	all := map[int][]content{}
	for line := range strings.Lines(contents) {
		column := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(column) != 9 {
			continue
		}
		number, _ := strconv.Atoi(strings.TrimPrefix(column[0], "2."))
		c := content{name: column[2], characters: column[3], special: column[6], source: column[8]}
		c.least, _ = strconv.Atoi(column[4])
		c.most, _ = strconv.Atoi(column[5])
		if column[7] != "-" {
			c.codes = strings.Split(column[7], ",")
		}
		all[number] = append(all[number], c)
	}
	return all
})

// Unchecked names the Type-2 fields of the transaction for whose content no public rule file is known: their presence and
// their count are checked, and nothing else. Where EBTS is not declared it says so.
func Unchecked(tx *itl.Transaction) []string {
	if !Applies(tx) {
		return []string{"1.013 does not declare EBTS: the FBI's rules were not applied"}
	}
	p := profiles()[tx.TOT()]
	var lines []string
	if last := tx.Records[len(tx.Records)-1]; len(p.records) == 0 && last.Type > 2 {
		lines = append(lines, "the template of "+tx.TOT()+" says nothing of records of images: their number was not checked")
	}
	for _, r := range tx.OfType(2) {
		for _, f := range r.Fields {
			if want, defined := p.fields[f.Number]; defined && fieldContents()[f.Number] == nil {
				lines = append(lines, fmt.Sprintf("%s %s: presence and count were checked; no public rule for its content is known", itl.Tag(2, f.Number), want.name))
			}
		}
	}
	return lines
}

// content checks the items of one field.
func (c *checker) content(f itl.Field) {
	want := fieldContents()[f.Number]
	if want == nil || len(f.Value) == 0 {
		return
	}
	for _, items := range f.Items() {
		if len(items) > len(want) {
			c.add(itl.KindValues, f.Offset, f.Number, fmt.Sprintf("%s has %d items", want[0].name, len(items)), fmt.Sprintf("send at most %d", len(want)))
			return
		}
		for i, one := range want {
			text := ""
			if i < len(items) {
				text = items[i]
			}
			if c.item(f, one, text) {
				return // one finding a field is enough
			}
		}
	}
}

// item checks one item and says whether it found something.
func (c *checker) item(f itl.Field, want content, text string) bool {
	if text == "" && want.least == 0 {
		return false
	}
	said := func(problem string) string {
		return fmt.Sprintf("%s is %q: %s (EBTS %s)", want.name, clip(text), problem, strings.TrimSuffix(want.source, "?"))
	}
	report := c.add
	if strings.HasSuffix(want.source, "?") && !strings.Contains(c.tx.First().Text(13), "EBTS 9") {
		report = c.note
	}
	switch {
	case want.codes != nil && !allowed(want.codes, strings.ToUpper(text)):
		report(itl.KindValue, f.Offset, f.Number, said("no such code"), "use a code of the list")
	case want.most > 0 && (len(text) < want.least || len(text) > want.most):
		report(itl.KindFieldLength, f.Offset, f.Number, said(fmt.Sprintf("%d characters", len(text))), fmt.Sprintf("send %d to %d characters", want.least, want.most))
	case want.characters == "D" && !isDate(text), want.characters == "B" && !isBirthDate(text):
		c.add(itl.KindValue, f.Offset, f.Number, said("no date"), "write YYYYMMDD")
	case !want.permits(text):
		c.add(itl.KindCharacters, f.Offset, f.Number, said("a character that the field may not have"), "use "+want.alphabet())
	default:
		return false
	}
	return true
}

// allowed says whether the code is in the list; "16..50" stands for numbers.
func allowed(codes []string, code string) bool {
	if slices.Contains(codes, code) {
		return true
	}
	n, err := strconv.Atoi(code)
	for _, c := range codes {
		low, high, isRange := strings.Cut(c, "..")
		if !isRange || err != nil {
			continue
		}
		a, _ := strconv.Atoi(low)
		b, _ := strconv.Atoi(high)
		if n >= a && n <= b {
			return true
		}
	}
	return false
}

// permits says whether the item may have all characters of the text. Letters may be small: the FBI stores capitals.
func (want content) permits(text string) bool {
	if strings.Trim(want.characters, "ANS") != "" {
		return true
	}
	for _, r := range text {
		switch {
		case want.special == "printable" && r >= ' ' && r <= '~':
		case strings.Contains(want.characters, "A") && (r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'):
		case strings.Contains(want.characters, "N") && r >= '0' && r <= '9':
		case strings.Contains(want.characters, "S") && strings.ContainsRune(want.special, r):
		default:
			return false
		}
	}
	return true
}

// alphabet says for people what the item may be made of.
func (want content) alphabet() string {
	if want.special == "printable" {
		return "characters that can be printed"
	}
	var parts []string
	if strings.Contains(want.characters, "A") {
		parts = append(parts, "letters")
	}
	if strings.Contains(want.characters, "N") {
		parts = append(parts, "digits")
	}
	if strings.Contains(want.characters, "S") {
		parts = append(parts, fmt.Sprintf("%q", want.special))
	}
	return strings.Join(parts, " and ")
}

func isDate(text string) bool {
	_, err := time.Parse(day, text)
	return err == nil
}

// isBirthDate: a day, or a day and a month, that is not known is zero.
func isBirthDate(text string) bool {
	if len(text) == 8 && text[6:] == "00" {
		text = text[:6] + "01"
		if text[4:6] == "00" {
			text = text[:4] + "0101"
		}
	}
	return text == "00000101" || isDate(text)
}

func clip(text string) string {
	if len(text) > 40 {
		return text[:40] + "…"
	}
	return text
}
