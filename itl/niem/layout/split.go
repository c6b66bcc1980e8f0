package layout

import "strings"

// splitter divides an item into parts that XML holds in elements of their own. Outer parts are points,
// of which only a path has more than one.
type splitter struct {
	name  string
	split func(item string) (parts [][]string, ok bool)
	join  func(parts [][]string) string
}

var splitters = map[string]splitter{
	"points":  {"points", splitPath, joinPath},
	"list":    {"list", splitList, joinList},
	"comma":   {"comma", splitComma, joinPath},
	"xy":      widths("xy", []int{4, 4}, []int{5, 5}),
	"xyt":     widths("xyt", []int{4, 4, 3}, []int{5, 5, 3}),
	"version": widths("version", []int{2, 2}),
	"halves":  widths("halves", []int{2, 2}, []int{3, 3}),
	"count":   widths("count", []int{3, 2}),
	"dash":    {"dash", splitDash, joinDash},
	"name":    {"name", splitName, joinName},
	"address": {"address", noSplit, joinAddress},
}

// splitPath reads "x,y-x,y" (ANSI/NIST-ITL 1-2011, 8.9.7: a set of vertices in one item).
func splitPath(item string) ([][]string, bool) {
	var parts [][]string
	for point := range strings.SplitSeq(item, "-") {
		parts = append(parts, strings.Split(point, ","))
	}
	return parts, item != ""
}

func joinPath(parts [][]string) string {
	points := make([]string, len(parts))
	for i, point := range parts {
		points[i] = strings.Join(point, ",")
	}
	return strings.Join(points, "-")
}

func splitComma(item string) ([][]string, bool) {
	return [][]string{strings.Split(item, ",")}, item != ""
}

// splitList reads "A,B", each part a point of its own.
func splitList(item string) ([][]string, bool) {
	var parts [][]string
	for part := range strings.SplitSeq(item, ",") {
		parts = append(parts, []string{part})
	}
	return parts, item != ""
}

func joinList(parts [][]string) string {
	all := make([]string, len(parts))
	for i, part := range parts {
		all[i] = part[0]
	}
	return strings.Join(all, ",")
}

// splitDash reads "PP-1234" (EBTS, appendix C, MNU): what kind of number, and the number.
func splitDash(item string) ([][]string, bool) {
	kind, number, ok := strings.Cut(item, "-")
	return [][]string{{kind, number}}, ok
}

func joinDash(parts [][]string) string { return strings.Join(parts[0], "-") }

// noSplit is for what can be put together but not taken apart again.
func noSplit(string) ([][]string, bool) { return nil, false }

// joinAddress writes number, street, city, state and postal code in one line.
func joinAddress(parts [][]string) string {
	var address strings.Builder
	for i, part := range parts[0] {
		if part == "" {
			continue
		}
		if address.Len() > 0 {
			address.WriteString(map[bool]string{true: ", ", false: " "}[i == 2 || i == 3])
		}
		address.WriteString(part)
	}
	return address.String()
}

// widths divides an item of fixed width; the total width chooses among the layouts.
func widths(name string, layouts ...[]int) splitter {
	split := func(item string) ([][]string, bool) {
		for _, layout := range layouts {
			total := 0
			for _, width := range layout {
				total += width
			}
			if total != len(item) {
				continue
			}
			var parts []string
			for at := 0; len(layout) > 0; layout = layout[1:] {
				parts = append(parts, item[at:at+layout[0]])
				at += layout[0]
			}
			return [][]string{parts}, true
		}
		return nil, false
	}
	return splitter{name, split, func(parts [][]string) string { return strings.Join(parts[0], "") }}
}

// splitName reads "SURNAME,GIVEN MIDDLE …" (EBTS, appendix C, NAM): surname, given name, the rest.
func splitName(item string) ([][]string, bool) {
	surname, others, _ := strings.Cut(item, ",")
	given, rest, _ := strings.Cut(others, " ")
	return [][]string{{surname, given, rest}}, item != ""
}

// joinName puts further names, which EBTS 10 has in XML only, behind the middle name.
func joinName(parts [][]string) string {
	names := parts[0]
	if len(names) < 2 {
		return names[0]
	}
	var others []string
	for _, name := range names[1:] {
		if name != "" {
			others = append(others, name)
		}
	}
	return names[0] + "," + strings.Join(others, " ")
}
