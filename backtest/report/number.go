package report

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// thousands writes a count with commas.
func thousands(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// percent writes a share; what is not nothing is never written as 0, nor what is not all as 100.
func percent(n, of int64) string {
	if of == 0 {
		return "–"
	}
	p := 100 * float64(n) / float64(of)
	switch {
	case n > 0 && p < 0.1:
		return "<0.1%"
	case n < of && p > 99.9:
		return ">99.9%"
	case n == 0 || n == of || p >= 10 && p == float64(int(p)):
		return fmt.Sprintf("%.0f%%", p)
	}
	return fmt.Sprintf("%.1f%%", p)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
