package view

import (
	"maps"
	"slices"
	"strings"
)

// Sheet writes texts as one sheet that Texts reads: key, tab, text, one a line. It spares the visitor's device a reader of JSON.
func Sheet(texts map[string]string) string {
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		b.WriteString(key + "\t" + strings.ReplaceAll(texts[key], "\n", " ") + "\n")
	}
	return b.String()
}

// Texts reads a sheet.
func Texts(sheet string) func(key string, pairs ...string) string {
	texts := map[string]string{}
	for line := range strings.Lines(sheet) {
		key, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		texts[key] = text
	}
	return func(key string, pairs ...string) string {
		text, known := texts[key]
		if !known {
			return key
		}
		for i := 0; i+1 < len(pairs); i += 2 {
			text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
		}
		return text
	}
}
