package notice

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"rsc.io/qr"

	"sallyport/proof"
)

// TestQR reads the drawing back, module by module.
func TestQR(t *testing.T) {
	t.Parallel()
	address := Address("https://jail.example:8443/", proof.Code{1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
	if address != "https://jail.example:8443/receipt#0410-6105-0R3G-G28A-B" {
		t.Error(address)
	}
	svg, err := QR(address, "QR code")
	if err != nil {
		t.Fatal(err)
	}
	want, err := qr.Encode(address, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	black := map[[2]int]bool{}
	for _, run := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1`).FindAllStringSubmatch(svg, -1) {
		var x, y, n int
		if _, err := fmt.Sscan(strings.Join(run[1:], " "), &x, &y, &n); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			black[[2]int{x + i - quiet, y - quiet}] = true
		}
	}
	for y := -quiet; y < want.Size+quiet; y++ {
		for x := -quiet; x < want.Size+quiet; x++ {
			if black[[2]int{x, y}] != want.Black(x, y) {
				t.Fatalf("module %d, %d", x, y)
			}
		}
	}
	if len(svg) > 10_000 {
		t.Errorf("%d bytes", len(svg))
	}
}

// TestQRSaysWhatItIs: it is well-formed whatever its label, and a text that is too long is none.
func TestQRSaysWhatItIs(t *testing.T) {
	t.Parallel()
	svg, err := QR("https://jail.example", `a "b" & <c>`)
	if err != nil || !strings.Contains(svg, "a &#34;b&#34; &amp; &lt;c&gt;") {
		t.Fatal(svg, err)
	}
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := QR(strings.Repeat("x", 5000), ""); err == nil {
		t.Error("more than a QR code holds")
	}
}
