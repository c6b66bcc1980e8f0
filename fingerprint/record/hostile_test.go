package record

import (
	"bytes"
	"fmt"
	"runtime"
	"testing"

	"sallyport/internal/worst"
)

// hostile are records whose counts claim much.
func hostile(tb testing.TB) map[string][]byte {
	head := written(tb, ANSI2009)[:21]
	head[19] = 255
	view := append([]byte{99, 99, 99, 199}, bytes.Repeat([]byte{0xFF}, 12)...)
	view = append(append(view, 255), bytes.Repeat([]byte{0xFF}, 6*255)...)
	view = append(append(view, 0xFF, 0xFF), bytes.Repeat([]byte{0, 1, 0xFF, 0xFF, 9}, 0xFFFF/5)...)
	return map[string][]byte{
		"all defective":  append(bytes.Clone(head), bytes.Repeat(view, 255)...),
		"counts alone":   append(bytes.Clone(head), 1, 0, 0, 80, 0, 0, 0, 0, 1, 0, 1, 0, 0, 197, 0, 197, 255),
		"views of 2011":  append([]byte("FMR\x00030\x00\xFF\xFF\xFF\xFF\xFF\xFF\x01"), make([]byte, 1<<20)...),
		"tiny blocks":    append(append(bytes.Clone(head), 1, 0, 0, 80, 0, 0, 0, 0, 1, 0, 1, 0, 0, 197, 0, 197, 0, 0xFF, 0xFF), bytes.Repeat([]byte{0x44, 1, 0, 4}, 1<<14)...),
		"more than most": append([]byte("FMR\x00030\x00"), make([]byte, MaxBytes)...),
	}
}

// TestHostile holds reading to memory in proportion to the input, whatever counts the input claims.
func TestHostile(t *testing.T) {
	for name, data := range hostile(t) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _ = Read(data)
		_, repairs, _ := ReadLenient(data)
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 16*uint64(len(data))+1<<20 || len(repairs) > maxRepairs+1 {
			t.Errorf("%s: %d bytes of input took %d bytes, %d repairs listed", name, len(data), used, len(repairs))
		}
	}
}

// BenchmarkDamaged reports the greatest shares of the bounds of time and memory that damaged or hostile records take.
func BenchmarkDamaged(b *testing.B) {
	var inputs []worst.Input
	for name, data := range hostile(b) {
		inputs = append(inputs, worst.Input{Name: name, Data: data})
	}
	for _, m := range mutations {
		inputs = append(inputs, worst.Input{Name: m.name, Data: m.edit(written(b, m.format))})
	}
	for _, format := range binaryFormats {
		data := written(b, format)
		for n := range data {
			flipped := bytes.Clone(data)
			flipped[n] ^= 1 << (n % 8)
			inputs = append(inputs, worst.Input{Name: fmt.Sprintf("%v cut at %d", format, n), Data: data[:n]},
				worst.Input{Name: fmt.Sprintf("%v, bit flipped at %d", format, n), Data: flipped})
		}
	}
	worst.Shares(b, inputs,
		worst.Work{Name: "read strictly", Do: func(data []byte) { _, _ = Read(data) }},
		worst.Work{Name: "read leniently", Do: func(data []byte) { _, _, _ = ReadLenient(data) }},
		worst.Work{Name: "read and write", Do: func(data []byte) {
			if r, _, err := ReadLenient(data); err == nil {
				_, _ = r.Append(nil)
			}
		}},
	)
}
