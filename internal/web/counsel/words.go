package counsel

import "strings"

// said is what a policy says of an action, in words.
func said(value string) string {
	return map[string]string{"forbid": "the county forbids it", "allow": "left to the supervisor"}[value]
}

func capital(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
