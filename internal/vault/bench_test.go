package vault

import (
	"crypto/rand"
	"fmt"
	"sync/atomic"
	"testing"
)

// BenchmarkSeal seals 20,000 bytes, the size of ten templates, for a record that has its key.
func BenchmarkSeal(b *testing.B) {
	v, plain := opened(b, b.TempDir()), make([]byte, 20_000)
	seal(b, v, "booking", "prints", "")
	b.SetBytes(int64(len(plain)))
	for b.Loop() {
		if _, err := v.Seal("booking", "prints", plain); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNewKey seals a name for a record without a key: one after the other, and 64 callers at once.
func BenchmarkNewKey(b *testing.B) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprint(callers), func(b *testing.B) {
			v := opened(b, b.TempDir())
			var n atomic.Int64
			b.SetParallelism(callers)
			newKey := func() {
				if _, err := v.Seal(fmt.Sprint(n.Add(1)), "name", []byte("Ana Invented")); err != nil {
					b.Error(err)
				}
			}
			if callers == 1 {
				for b.Loop() {
					newKey()
				}
				return
			}
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					newKey()
				}
			})
		})
	}
}

// BenchmarkOpenVault opens a vault of 100,000 records.
func BenchmarkOpenVault(b *testing.B) {
	v := opened(b, b.TempDir())
	for n := range 100_000 {
		if n, err := v.take(); err != nil {
			b.Fatal(err)
		} else if err := v.fill(n, digestOf(fmt.Sprint(n)), make([]byte, keyBytes)); err != nil {
			b.Fatal(err)
		}
		_ = n
	}
	for b.Loop() {
		if err := v.Close(); err != nil {
			b.Fatal(err)
		}
		var err error
		if v, err = Open(v.dir, rand.Reader); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	if err := v.Close(); err != nil {
		b.Fatal(err)
	}
}
