package place

import "strings"

// StateCode is the two small letters of a state, district or territory given by its name or by its two letters, in any
// case; "" for anything else.
func StateCode(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if code, ok := stateCodes[s]; ok {
		return code
	}
	for _, code := range stateCodes {
		if s == code {
			return code
		}
	}
	return ""
}

// stateCodes are the postal codes of USPS Publication 28, appendix B.
var stateCodes = map[string]string{
	"alabama": "al", "alaska": "ak", "arizona": "az", "arkansas": "ar", "california": "ca", "colorado": "co",
	"connecticut": "ct", "delaware": "de", "district of columbia": "dc", "florida": "fl", "georgia": "ga", "hawaii": "hi",
	"idaho": "id", "illinois": "il", "indiana": "in", "iowa": "ia", "kansas": "ks", "kentucky": "ky", "louisiana": "la",
	"maine": "me", "maryland": "md", "massachusetts": "ma", "michigan": "mi", "minnesota": "mn", "mississippi": "ms",
	"missouri": "mo", "montana": "mt", "nebraska": "ne", "nevada": "nv", "new hampshire": "nh", "new jersey": "nj",
	"new mexico": "nm", "new york": "ny", "north carolina": "nc", "north dakota": "nd", "ohio": "oh", "oklahoma": "ok",
	"oregon": "or", "pennsylvania": "pa", "rhode island": "ri", "south carolina": "sc", "south dakota": "sd",
	"tennessee": "tn", "texas": "tx", "utah": "ut", "vermont": "vt", "virginia": "va", "washington": "wa",
	"west virginia": "wv", "wisconsin": "wi", "wyoming": "wy",
	"american samoa": "as", "guam": "gu", "northern mariana islands": "mp", "puerto rico": "pr", "virgin islands": "vi",
}
