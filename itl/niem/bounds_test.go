package niem_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"sallyport/internal/worst"
	"sallyport/itl/niem"
)

// BenchmarkDamaged reports the greatest shares of the bounds of time and memory that damaged or greedy packages take. An XML
// decoder works for each byte, so the greediest inputs here are of a megabyte.
func BenchmarkDamaged(b *testing.B) {
	whole := plain(b)
	var inputs []worst.Input
	add := func(name, text string) { inputs = append(inputs, worst.Input{Name: name, Data: []byte(text)}) }
	for _, d := range damages {
		add(d.name, strings.Replace(whole, d.from, d.to, 1))
	}
	for n := range whole {
		add(fmt.Sprintf("cut at %d", n), whole[:n])
		flipped := []byte(whole)
		flipped[n] ^= 1 << (n % 8)
		add(fmt.Sprintf("bit flipped at %d", n), string(flipped))
	}
	repeated := func(name, before, text string) {
		add(name, strings.Replace(whole, before, strings.Repeat(text, 1<<20/len(text))+before, 1))
	}
	repeated("elements that nobody knows", "<biom:Transaction>", "<w/>")
	repeated("namespaces that nobody knows", "<biom:Transaction>", `<a:w xmlns:a="urn:a"/>`)
	repeated("records that nobody knows", "<itl:PackageDescriptive", "<itl:PackageWeather/>")
	repeated("records of nothing", "<itl:PackageDescriptive", "<itl:PackageFingerprintImageRecord/>")
	repeated("fields of nothing", "<tr:Field", `<tr:Field number="9"></tr:Field>`)
	repeated("items of nothing", "<tr:Item>", "<tr:Item/>")
	repeated("comments", "<biom:Transaction>", "<!---->")
	repeated("text in pieces", "CAR<", "A<!---->")
	add("an order of tags", strings.Replace(whole, "<tr:Field", "<tr:Order>2.001"+strings.Repeat(" 2.9", 1<<18)+"</tr:Order><tr:Field", 1))
	worst.Shares(b, inputs,
		worst.Work{Name: "read strictly", Do: func(data []byte) { _, _ = niem.Read(bytes.NewReader(data)) }},
		worst.Work{Name: "read leniently", Do: func(data []byte) { _, _, _ = niem.ReadLenient(bytes.NewReader(data)) }},
		worst.Work{Name: "read and write", Do: func(data []byte) {
			if tx, _, err := niem.ReadLenient(bytes.NewReader(data)); err == nil {
				_ = niem.Write(&bytes.Buffer{}, tx)
			}
		}},
	)
}
