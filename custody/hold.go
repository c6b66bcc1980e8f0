package custody

import (
	"slices"
	"strings"
	"unicode"
)

// Kinds of holds, by who asks; isCharge is what a mapping calls a row that is none.
const (
	Immigration = "immigration"
	Marshals    = "marshals"
	Federal     = "federal"      // another federal agency, or not said which
	OtherAgency = "other_agency" // of the same state, or not said which
	OtherState  = "other_state"
	isCharge    = "charge"
)

// HoldKinds are the kinds of holds.
var HoldKinds = []string{Immigration, Marshals, Federal, OtherAgency, OtherState}

// Who asks, in the words that jails use. DHS alone is not among them: in some states it is the Department of Human Services.
var askers = map[string][]string{
	Immigration: {"ICE", "US ICE", "ICE DHS", "DHS ICE", "ICE ERO", "BICE", "INS", "IMMIGRATION", "US IMMIGRATION", "IMMIGRATION ICE",
		"ICE IMMIGRATION", "IMMIGRATION AND CUSTOMS ENFORCEMENT", "US IMMIGRATION AND CUSTOMS ENFORCEMENT", "HOMELAND SECURITY",
		"DEPARTMENT OF HOMELAND SECURITY", "BORDER PATROL", "US BORDER PATROL", "USBP", "CBP"},
	Marshals: {"USM", "USMS", "US MARSHAL", "US MARSHALS", "US MARSHAL SERVICE", "US MARSHALS SERVICE", "UNITED STATES MARSHAL",
		"UNITED STATES MARSHALS", "UNITED STATES MARSHALS SERVICE", "FEDERAL MARSHAL", "FEDERAL MARSHALS"},
	Federal: {"FEDERAL", "FEDERAL AGENCY", "FBI", "DEA", "ATF", "HSI", "BOP", "BUREAU OF PRISONS", "FEDERAL BUREAU OF PRISONS"},
	OtherAgency: {"AGENCY", "OTHER AGENCY", "ANOTHER AGENCY", "OUTSIDE AGENCY", "OTHER COUNTY", "ANOTHER COUNTY", "OUT OF COUNTY",
		"OTHER DEPARTMENT", "ANOTHER DEPARTMENT", "OTHER JURISDICTION", "ANOTHER JURISDICTION", "OTHER AUTHORITY"},
	OtherState: {"OTHER STATE", "ANOTHER STATE", "OUT OF STATE", "OUT OF STATE AGENCY"},
}

// before and after are what stands around who asks.
var (
	before = []string{"HOLD FOR", "HOLDING FOR", "HELD FOR", "DETAINER FOR", "HOLD", "DETAINER"}
	after  = []string{"HOLD", "DETAINER", "HOLD DETAINER", "DETAINER HOLD", "HOLD REQUEST", "DETAINER REQUEST"}
)

// fixed are rows that are not put together that way.
var fixed = map[string]string{
	"FUGITIVE OTHER STATE": OtherState, "FUGITIVE FROM OTHER STATE": OtherState, "FUGITIVE FROM ANOTHER STATE": OtherState,
	"FUGITIVE OUT OF STATE": OtherState, "OUT OF STATE FUGITIVE": OtherState, "OUT OF STATE FUGITIVE HOLD": OtherState,
}

// forms are the requests themselves, and what may stand beside them.
var (
	forms  = []string{"I247", "I247A", "I247D", "I247G", "I247N", "I247X"}
	beside = []string{"ICE", "DHS", "IMMIGRATION", "FORM", "HOLD", "DETAINER", "REQUEST", "NOTIFICATION", "NOTICE", "TRANSFER", "OF", "ACTION", "FOR"}
)

// offices end the name of an agency: HOLD FOR ALDER COUNTY.
var offices = []string{"COUNTY", "CO", "SO", "SHERIFF", "SHERIFFS OFFICE", "PD", "POLICE", "POLICE DEPARTMENT"}

// signs are words that make a row doubtful where the words above do not settle it.
var signs = slices.Concat(forms, []string{"HOLD", "HOLDS", "HOLDING", "HELD", "DETAINER", "DETAINERS", "FUGITIVE", "EXTRADITION", "COURTESY",
	"IMMIGRATION", "ICE", "DHS", "INS", "BICE", "CBP", "ERO", "USBP", "HOMELAND", "USM", "USMS", "MARSHAL", "MARSHALS", "FEDERAL"})

// plain is a text as the lists above write it: capital letters and digits, no dots, one space between words.
func plain(text string) string {
	text = strings.NewReplacer(".", "", "'", "", "’", "", "&", " AND ").Replace(strings.ToUpper(text))
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var kept []string
	for i := 0; i < len(words); i++ {
		switch word := words[i]; {
		case word == "THE":
		case i+1 < len(words) && (word == "I" && slices.Contains(forms, "I"+words[i+1]) || word == "U" && words[i+1] == "S"):
			kept = append(kept, word+words[i+1]) // I-247D, U S MARSHAL
			i++
		default:
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}

// holdOf recognises a hold by its plain words as a whole. Agency is the name that a row gives beyond its kind.
func holdOf(words string) (kind, agency string, ok bool) {
	if kind, ok = fixed[words]; ok {
		return kind, "", true
	}
	if isForm(words) {
		return Immigration, "", true
	}
	for _, asker := range askersOf(words) {
		for _, kind := range HoldKinds {
			if slices.Contains(askers[kind], asker) {
				return kind, "", true
			}
		}
		if named(asker) && strings.HasPrefix(words, "HOLD FOR ") {
			return OtherAgency, asker, true
		}
	}
	return "", "", false
}

// askersOf takes off what stands around who asks, in every way that fits.
func askersOf(words string) (all []string) {
	for _, start := range before {
		if rest, ok := strings.CutPrefix(words, start+" "); ok {
			all = append(all, rest)
		}
	}
	for _, end := range after {
		if rest, ok := strings.CutSuffix(words, " "+end); ok {
			all = append(all, rest)
		}
	}
	return all
}

// named says whether a text is the name of a county's or a city's agency.
func named(asker string) bool {
	for _, office := range offices {
		if name, ok := strings.CutSuffix(asker, " "+office); ok {
			return len(name) > 1 && !doubtful(name) && name != "OTHER" && name != "ANOTHER"
		}
	}
	return false
}

func isForm(words string) bool {
	found := 0
	for _, word := range strings.Fields(words) {
		switch {
		case slices.Contains(forms, word):
			found++
		case !slices.Contains(beside, word):
			return false
		}
	}
	return found == 1
}

// doubtful says whether a row has a word that holds are written with.
func doubtful(words string) bool {
	return slices.ContainsFunc(strings.Fields(words), func(word string) bool { return slices.Contains(signs, word) })
}

// judgement is what a row of the charge table is.
type judgement struct {
	kind   string // isCharge, a kind of hold, or "" for a doubt
	agency string
	why    string // of a doubt
}

// judge says what a row is by its words and its statute. The mapping's own words come first, the lists above second, and
// where they leave it open a person has to say.
func (m *Mapping) judge(text, statute string) judgement {
	words, cited := plain(text), plain(statute)
	for _, one := range []string{words, cited} {
		if kind, ok := m.words[one]; ok {
			return judgement{kind: kind}
		}
	}
	kind, agency, isHold := holdOf(words)
	cites, _, citesHold := holdOf(cited)
	switch {
	case isHold && (cited == "" || citesHold && cites == kind || cited == "HOLD" || cited == "DETAINER"):
		return judgement{kind: kind, agency: agency}
	case citesHold && words == "":
		return judgement{kind: cites}
	case isHold:
		return judgement{why: "reads as a hold, and cites a statute as a charge does"}
	case doubtful(words) || doubtful(cited):
		return judgement{why: "has a word that holds are written with, and is not in the list of holds"}
	}
	return judgement{kind: isCharge}
}
