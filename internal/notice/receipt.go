// Package notice is what a jail gives the person on paper. So far it has the receipt: the code that leads to the copy's line of the record, to be read by
// people and by telephones.
package notice

import (
	"fmt"
	"html/template"
	"io"
	"strings"

	"rsc.io/qr"

	"sallyport/proof"
)

// Address is where the receipt's page is asked for the code. The code is in the fragment, which no browser sends to a server. node is where the node's
// pages are: https://jail.example.
func Address(node string, code proof.Code) string {
	return strings.TrimSuffix(node, "/") + "/receipt#" + code.String()
}

// quiet is how many modules are left white round a QR code (ISO/IEC 18004).
const quiet = 4

// QR draws text as a QR code, SVG, that 15 of 100 modules can be lost of (level M). An SVG in the page needs nothing from anywhere else.
func QR(text string) (template.HTML, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", fmt.Errorf("notice: %w", err)
	}
	side := code.Size + 2*quiet
	var svg strings.Builder
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="QR code of the receipt" shape-rendering="crispEdges">`, side, side)
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
	return template.HTML(svg.String()), nil // made of numbers alone
}

var block = template.Must(template.New("receipt").Parse(`<figure class="receipt">
{{.QR}}
<figcaption><strong class="code">{{.Code}}</strong> Whoever has this code can see, without an account, that this request is on the record, at {{.Node}}/receipt</figcaption>
</figure>
`))

// Receipt writes the part of a served copy that bears its code: HTML, the code in fours and as a QR code.
func Receipt(w io.Writer, node string, code proof.Code) error {
	drawn, err := QR(Address(node, code))
	if err != nil {
		return err
	}
	return block.Execute(w, struct {
		QR         template.HTML
		Code, Node string
	}{drawn, code.String(), strings.TrimSuffix(node, "/")})
}
