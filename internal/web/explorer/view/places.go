package view

import (
	"slices"
	"strings"

	"sallyport/law"
	"sallyport/law/explore"
)

var stateNames = map[string]string{
	"al": "Alabama", "ak": "Alaska", "az": "Arizona", "ar": "Arkansas", "ca": "California", "co": "Colorado", "ct": "Connecticut", "de": "Delaware", "dc": "District of Columbia",
	"fl": "Florida", "ga": "Georgia", "hi": "Hawaii", "id": "Idaho", "il": "Illinois", "in": "Indiana", "ia": "Iowa", "ks": "Kansas", "ky": "Kentucky", "la": "Louisiana", "me": "Maine",
	"md": "Maryland", "ma": "Massachusetts", "mi": "Michigan", "mn": "Minnesota", "ms": "Mississippi", "mo": "Missouri", "mt": "Montana", "ne": "Nebraska", "nv": "Nevada",
	"nh": "New Hampshire", "nj": "New Jersey", "nm": "New Mexico", "ny": "New York", "nc": "North Carolina", "nd": "North Dakota", "oh": "Ohio", "ok": "Oklahoma", "or": "Oregon",
	"pa": "Pennsylvania", "ri": "Rhode Island", "sc": "South Carolina", "sd": "South Dakota", "tn": "Tennessee", "tx": "Texas", "ut": "Utah", "vt": "Vermont", "va": "Virginia",
	"wa": "Washington", "wv": "West Virginia", "wi": "Wisconsin", "wy": "Wyoming",
}

// cityNames are those that their path does not spell.
var cityNames = map[string]string{"us-ny/nyc": "New York City", "us-il/cook": "Cook County", "us-fl/miami-dade": "Miami-Dade County"}

// PlaceName is a place's own name: San Francisco, California.
func PlaceName(place string) string {
	state, below, deeper := strings.Cut(place, "/")
	name := stateNames[strings.TrimPrefix(state, "us-")]
	if name == "" {
		return place
	}
	if !deeper {
		return name
	}
	city := cityNames[place]
	if city == "" {
		parts := strings.Split(below, "-")
		for i, part := range parts {
			if part != "" {
				parts[i] = strings.ToUpper(part[:1]) + part[1:]
			}
		}
		city = strings.Join(parts, " ")
	}
	return city + ", " + name
}

// states are all of them, as paths, by name.
func states() (all []string) {
	for code := range stateNames {
		all = append(all, "us-"+code)
	}
	slices.SortFunc(all, func(a, b string) int { return strings.Compare(PlaceName(a), PlaceName(b)) })
	return all
}

// offered are every state with those below it that have law of their own, and the place that is chosen.
func offered(b *law.Book, chosen string) (all []string) {
	own := explore.Places(b)
	if chosen != "" && explore.IsPlace(chosen) && !slices.Contains(own, chosen) {
		own = append(own, chosen)
	}
	for _, state := range states() {
		all = append(all, state)
		for _, place := range own {
			if strings.HasPrefix(place, state+"/") {
				all = append(all, place)
			}
		}
	}
	return all
}
