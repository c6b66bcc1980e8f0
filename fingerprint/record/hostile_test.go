package record

import (
	"bytes"
	"runtime"
	"testing"
)

// TestHostile holds reading to memory in proportion to the input, whatever counts the input claims.
func TestHostile(t *testing.T) {
	head := written(t, ANSI2009)[:21]
	head[19] = 255
	view := append([]byte{99, 99, 99, 199}, bytes.Repeat([]byte{0xFF}, 12)...)
	view = append(append(view, 255), bytes.Repeat([]byte{0xFF}, 6*255)...)
	view = append(append(view, 0xFF, 0xFF), bytes.Repeat([]byte{0, 1, 0xFF, 0xFF, 9}, 0xFFFF/5)...)
	for name, data := range map[string][]byte{
		"all defective":  append(bytes.Clone(head), bytes.Repeat(view, 255)...),
		"counts alone":   append(bytes.Clone(head), 1, 0, 0, 80, 0, 0, 0, 0, 1, 0, 1, 0, 0, 197, 0, 197, 255),
		"views of 2011":  append([]byte("FMR\x00030\x00\xFF\xFF\xFF\xFF\xFF\xFF\x01"), make([]byte, 1<<20)...),
		"tiny blocks":    append(append(bytes.Clone(head), 1, 0, 0, 80, 0, 0, 0, 0, 1, 0, 1, 0, 0, 197, 0, 197, 0, 0xFF, 0xFF), bytes.Repeat([]byte{0x44, 1, 0, 4}, 1<<14)...),
		"more than most": append([]byte("FMR\x00030\x00"), make([]byte, MaxBytes)...),
	} {
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
