package returns

import (
	"os"
	"strings"
	"testing"
	"time"

	"sallyport"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// TestNotes: what a note may say is what the law of the place asks, and can be so.
func TestNotes(t *testing.T) {
	t.Parallel()
	left := func(how string) sallyport.Return { return sallyport.Return{Left: how, At: noon} }
	with := func(r sallyport.Return, change func(*sallyport.Return)) sallyport.Return { change(&r); return r }
	for name, c := range map[string]struct {
		place string
		r     sallyport.Return
		says  string // "" for one that is taken
	}{
		"released":                      {"us-il/cook", left(Released), ""},
		"transferred to a county":       {"us-il/cook", with(left(Transferred), func(r *sallyport.Return) { r.To = "us-il/lake" }), ""},
		"bail":                          {"us-il/cook", sallyport.Return{Bail: noon}, ""},
		"bail where no law asks":        {"us-ca/los-angeles", sallyport.Return{Bail: noon}, "bail: no law of us-ca/los-angeles has it reported"},
		"anything where no law asks":    {"us-oh/franklin", left(Released), "left: no law of us-oh/franklin"},
		"a place that begins alike":     {"us-california/x", left(Released), "left: no law"},
		"an offence":                    {"us-ca/alameda", with(left(Transferred), func(r *sallyport.Return) { r.Offence = "7282.5(a)(3)(AE)" }), ""},
		"a judge":                       {"us-ca/alameda", with(left(Transferred), func(r *sallyport.Return) { r.Offence = JudicialWarrant }), ""},
		"an offence in words":           {"us-ca/alameda", with(left(Transferred), func(r *sallyport.Return) { r.Offence = "burglary of the Garcias" }), "offence: a paragraph"},
		"a letter that is none":         {"us-ca/alameda", with(left(Transferred), func(r *sallyport.Return) { r.Offence = "7282.5(a)(3)(AF)" }), "offence: a paragraph"},
		"an offence of who is released": {"us-ca/alameda", with(left(Released), func(r *sallyport.Return) { r.Offence = "7282.5(a)(1)" }), "left: an agency or an offence"},
		"an agency in words":            {"us-il/cook", with(left(Transferred), func(r *sallyport.Return) { r.To = "Mr. Smith's truck" }), "to: an agency as a path"},
		"no time":                       {"us-il/cook", sallyport.Return{Left: Released}, "at: missing"},
		"a time of nothing":             {"us-il/cook", sallyport.Return{Bail: noon, At: noon}, "at: given, and nothing"},
		"tomorrow":                      {"us-il/cook", sallyport.Return{Left: Released, At: noon.Add(24 * time.Hour)}, "future"},
		"bail tomorrow":                 {"us-il/cook", sallyport.Return{Bail: noon.Add(24 * time.Hour)}, "future"},
		"another way to leave":          {"us-il/cook", left("escaped"), "left: released or transferred"},
		"an interview":                  {"us-nj/essex", sallyport.Return{Access: Interview, At: noon}, ""},
		"another access":                {"us-nj/essex", sallyport.Return{Access: "a photograph", At: noon}, "access: interview or information"},
		"two things at once":            {"us-ca/alameda", sallyport.Return{Access: Interview, Left: Released, At: noon}, "access: enter it apart"},
		"reasons":                       {"us-ma/boston", sallyport.Return{Reasons: []string{"biometric", "final_order"}}, ""},
		"a reason twice":                {"us-ma/boston", sallyport.Return{Reasons: []string{"biometric", "biometric"}}, "reasons: of"},
		"reasons elsewhere in a state":  {"us-ma/suffolk", sallyport.Return{Reasons: []string{"biometric"}}, "reasons: no law of us-ma/suffolk"},
		"nothing":                       {"us-il/cook", sallyport.Return{}, "nothing is given"},
	} {
		err := Admit(c.place, &c.r, noon)
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v, not %q", name, err, c.says)
		}
	}
}

func TestSet(t *testing.T) {
	t.Parallel()
	var r sallyport.Return
	for field, value := range map[string]string{"bail": "2026-03-02T12:00:00Z", "at": "2026-03-02T12:00:00Z", "left": "transferred", "to": "us/ice", "offence": "7282.5(a)(1)", "access": "interview", "reasons": "biometric"} {
		if err := Set(&r, field, value); err != nil {
			t.Error(err)
		}
	}
	if len(given(&r)) != 7 || !r.At.Equal(noon) || !r.Bail.Equal(noon) {
		t.Errorf("%+v", r)
	}
	if Set(&r, "name", "x") == nil || Set(&r, "at", "noon") == nil {
		t.Error("a field that there is not, or a time that is none, was taken")
	}
}

// TestPage holds docs/operate/returns.md to what there is: every return, every field with the law that asks for it, and every source that is named.
func TestPage(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/operate/returns.md")
	if err != nil {
		t.Fatal(err)
	}
	says := func(text string) {
		t.Helper()
		if !strings.Contains(string(page), text) {
			t.Errorf("docs/operate/returns.md does not say %q", text)
		}
	}
	key := func(sure string) {
		t.Helper()
		for word := range strings.FieldsFuncSeq(sure, func(r rune) bool { return r != '-' && (r < 'A' || r > 'Z') && (r < '0' || r > '9') }) {
			if strings.Contains(word, "-") && len(word) > 4 {
				says("| " + word + " |")
			}
		}
	}
	for _, f := range Forms {
		says("| `" + f.Name + "` |")
		for _, clause := range f.Law {
			key(clause.Sure)
		}
	}
	for _, f := range Fields {
		says("| `" + f.Name + "` | `" + f.Place + "` | " + f.Cite + " | " + f.Sure + " |")
		key(f.Sure)
	}
}
