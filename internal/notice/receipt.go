package notice

import (
	"fmt"
	"html/template"
	"strings"

	"rsc.io/qr"

	"sallyport/proof"
)

// Address is where the receipt's page is asked for the code. The code is in the fragment, which no browser sends to a server. node is where the node's
// pages are: https://jail.example.
func Address(node string, code proof.Code) string { return Page(node) + "#" + code.String() }

// Page is the receipt's page of a node.
func Page(node string) string { return strings.TrimSuffix(node, "/") + "/receipt" }

// quiet is how many modules are left white round a QR code (ISO/IEC 18004).
const quiet = 4

// QR draws text as a QR code, SVG, that 15 of 100 modules can be lost of (level M). An SVG in the page needs nothing from anywhere else. label says what it
// is to those who do not see it.
func QR(text, label string) (string, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", fmt.Errorf("notice: %w", err)
	}
	side := code.Size + 2*quiet
	var svg strings.Builder
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s" shape-rendering="crispEdges">`, side, side, template.HTMLEscapeString(label))
	fmt.Fprintf(&svg, `<path fill="#fff" d="M0 0h%dv%dH0z"/><path d="`, side, side)
	for y := range code.Size {
		for x := 0; x < code.Size; {
			first := x
			for code.Black(x, y) { // false past the edge
				x++
			}
			if x > first {
				fmt.Fprintf(&svg, "M%d %dh%dv1h-%dz", first+quiet, y+quiet, x-first, x-first)
			}
			x++
		}
	}
	svg.WriteString(`"/></svg>`)
	return svg.String(), nil
}
