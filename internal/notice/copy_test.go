package notice

import (
	"html/template"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/web/words"
	"sallyport/proof"
)

var morning = time.Date(2015, 8, 3, 9, 30, 0, 0, time.FixedZone("", -4*3600))

// held is a copy of a request for a hold, which the agency agreed to.
func held(l words.Lang) Copy {
	ground := func(rule string, e sallyport.Effect, cite string) sallyport.Ground {
		return sallyport.Ground{Rule: rule, Effect: e, Cite: cite}
	}
	local := []sallyport.Ground{ground("us-ca.trust-2014.copy", sallyport.Permits, "Gov. Code 7282.5(a)")}
	return Copy{Lang: l, Node: "https://jail.example/", Code: proof.Code{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, At: morning, Trial: true, Zone: morning.Location(),
		Log: "jail.example/log", Key: "jail.example/log+0badcafe+AAAA",
		Said: &sallyport.Statement{Place: "us-ca/los-angeles", Action: "hold", Form: "I-247D", Received: morning.Add(-time.Hour), Answer: sallyport.AnswerAgrees, Answered: morning.Add(-time.Minute),
			Doors: []sallyport.Judgement{{Door: "local", At: morning, Outcome: sallyport.Silent, Grounds: local},
				{Door: "both", At: morning, Outcome: sallyport.Permitted, Grounds: append(local, ground("us.form", sallyport.Permits, "Forms I-247, I-247D"), ground("<b>", sallyport.Refuses, "x & y"))}}},
		Says: func(g sallyport.Ground) string { return "plain words of " + g.Rule },
	}
}

func written(t *testing.T, c Copy) string {
	t.Helper()
	var out strings.Builder
	if err := c.Write(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestEveryLanguageHasEveryText: and with the same names in it, since a name that is not replaced would stand on the paper.
func TestEveryLanguageHasEveryText(t *testing.T) {
	t.Parallel()
	names := regexp.MustCompile(`\{\w+\}`)
	sorted := func(text string) []string { found := names.FindAllString(text, -1); slices.Sort(found); return found }
	for _, l := range words.All {
		for key, english := range texts[words.English] {
			if !texts.Has(l, key) {
				t.Errorf("%s has no %q", l, key)
			} else if !slices.Equal(sorted(texts[l][key]), sorted(english)) {
				t.Errorf("%s: %q: %q", l, key, texts[l][key])
			}
		}
		if len(texts[l]) != len(texts[words.English]) {
			t.Errorf("%s has %d texts", l, len(texts[l]))
		}
	}
	for _, reason := range []string{casework.LocalLaw, casework.Declined, casework.NoEffect, casework.Notified, casework.Taken, casework.Expired, casework.Lifted, casework.HoldLate,
		casework.Lapsed, casework.TooOld, casework.NotHere, casework.Moved, casework.Duplicate, casework.Withdrawn, casework.Recalled} {
		if !texts.Has(words.English, "reason "+reason) {
			t.Errorf("no words for %q", reason)
		}
	}
	if got, translated := Reason(words.Arabic, "something new"); got != "something new" || translated {
		t.Error(got, translated)
	}
}

// TestCopyInEveryLanguage: complete, in its direction, marked while nobody has reviewed it, and without script, style or anything from elsewhere.
func TestCopyInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, l := range words.All {
		page := written(t, held(l))
		for _, want := range []string{`lang="` + string(l) + `" dir="` + l.Dir() + `"`, `<bdi dir="ltr">0410-6105-0R3G-G28A-B</bdi>`, `>https://jail.example/receipt</bdi>`, `<bdi lang="en">I-247D</bdi>`,
			"Forms I-247, I-247D", "plain words of us.form", "&lt;b&gt;", "x &amp; y", words.Digits(l, "48"), Asked(l, "hold"), Answer(l, "agrees"), texts.Say(l, "wrong citizenship"),
			"receipt verify receipt.json --key &#39;jail.example/log+0badcafe+AAAA&#39;", texts.Say(l, "trial"), "<svg"} {
			if !strings.Contains(page, want) && !strings.Contains(page, template.HTMLEscapeString(want)) {
				t.Errorf("%s: no %s", l, want)
			}
		}
		if marked := strings.Contains(page, template.HTMLEscapeString(texts.Say(l, "unreviewed"))); marked == (l == words.English) {
			t.Errorf("%s: marked as unreviewed: %v", l, marked)
		}
		if regexp.MustCompile(`<script| style=| on[a-z]+=|\{\w+\}|<input`).MatchString(page) || strings.Count(page, "us-ca.trust-2014.copy</code>") != 1 {
			t.Errorf("%s: %s", l, page)
		}
	}
}

// TestArabicDigits: the first digit is the greatest, as in every language; the browser turns nothing round that is written so.
func TestArabicDigits(t *testing.T) {
	t.Parallel()
	c := held(words.Arabic)
	c.Said.HoldUntil = morning.Add(50 * time.Hour)
	page := written(t, c)
	for _, want := range []string{"٤٨ ساعة", "٥ أغسطس ٢٠١٥", "١١:٣٠"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(page, "٨٤") || strings.ContainsAny(page, "\u202a\u202b\u202d\u202e") {
		t.Error("digits are turned round")
	}
}

// TestWhatFormsSay: a form that asks no hold says so; a hold is never longer than its limit; the law of a place counts from its day on.
func TestWhatFormsSay(t *testing.T) {
	t.Parallel()
	at := func(year int) time.Time { return time.Date(year, 8, 3, 9, 0, 0, 0, time.UTC) }
	for _, it := range []struct {
		place, action, form string
		received            time.Time
		is, not             string
	}{
		{"us-oh/franklin", "notify", "I-247N", at(2015), "asks nobody to hold you", "hours at most"},
		{"us-oh/franklin", "notify", "I-247D", at(2015), "must not change decisions", "asks nobody to hold you"},
		{"us-oh/franklin", "hold", "I-247D", at(2015), "48 hours at most", "asks nobody to hold you"},
		{"us-oh/franklin", "hold", "I-247", at(2013), "this old form", "hours at most"},
		{"us-oh/franklin", "transfer", "I-247X", at(2015), "allows no hold", "7283"},
		{"us-ca/los-angeles", "notify", "I-247N", at(2016), "48 hours before", "7283.1(b)"},
		{"us-ca/los-angeles", "notify", "I-247N", at(2017), "7283.1(b)", "Professional Review"},
		{"us-ca/los-angeles", "interview", "I-247N", at(2017), "consent in writing", "7283.1(b)"},
		{"us-cat/x", "interview", "I-247N", at(2017), "talk with you", "consent in writing"},
		{"us-il/cook", "notify", "I-247A", at(2018), "Professional Review", "CRCL"},
	} {
		c := held(words.English)
		c.Said.Place, c.Said.Action, c.Said.Form, c.Said.Received = it.place, it.action, it.form, it.received
		page := written(t, c)
		if !strings.Contains(page, it.is) || strings.Contains(page, it.not) {
			t.Errorf("%+v: %s", it, page)
		}
	}
	if err := (Copy{}).Write(t.Context(), &strings.Builder{}); err == nil {
		t.Error("a copy of nothing")
	}
}
