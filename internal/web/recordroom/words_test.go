package recordroom_test

import (
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sallyport/internal/publish/publishtest"
	"sallyport/internal/web/recordroom"
	"sallyport/record/figures/testdata/recount"
)

var (
	inEnglish = regexp.MustCompile(`(?s)<(?:a|span|text)[^>]*lang="en"[^>]*>.*?</(?:a|span|text)>|<code.*?</code>|<option.*?</option>`)
	english   = regexp.MustCompile(`(?:>|label="|: )[^<>"]*\b(?:the|The|and|what|What|so far|reported|Download|Requests|hours)\b[^<>"]*`)
	western   = strings.NewReplacer("٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9", "٬", "")
)

// TestEveryLanguage: nothing of the figures is left in English but the law, and each number is the one that is counted, its digits in their order.
func TestEveryLanguage(t *testing.T) {
	pages, s := pages(t)
	again, err := recount.Read(filepath.Join(publishtest.Log(t, s), "tiles"))
	must(t, err)
	for lang, soFar := range map[string]string{"es": " hasta ahora", "fr": " jusqu’ici", "ar": " حتى الآن"} {
		status, text := get(t, pages, recordroom.Path+"?lang="+lang)
		if status != http.StatusOK || len(text) > 100_000 || strings.Contains(text, "{") || !strings.Contains(text, `<html lang="`+lang+`"`) {
			t.Errorf("%s: status %d, %d bytes", lang, status, len(text))
		}
		main := text[strings.Index(text, "<main"):strings.Index(text, "</main")]
		if left := english.FindString(inEnglish.ReplaceAllString(main, "")); left != "" {
			t.Errorf("%s: %s", lang, left)
		}
		numbers := 0
		for _, m := range number.FindAllStringSubmatch(text, -1) {
			shown := western.Replace(strings.ReplaceAll(strings.TrimSuffix(m[2], soFar), "\u202f", ""))
			shown = strings.NewReplacer(".", "", ",", "", "\u00a0", "").Replace(shown)
			query, err := url.QueryUnescape(strings.ReplaceAll(m[1], "&#43;", "+"))
			must(t, err)
			if n, err := plain(shown); err == nil {
				numbers++
				if got := again.Count(query); got != n {
					t.Errorf("%s: %s: %s; counted again: %d", lang, query, m[2], got)
				}
			}
		}
		if numbers < 50 {
			t.Errorf("%s: only %d numbers", lang, numbers)
		}
	}
}
