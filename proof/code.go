package proof

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Code is what stands on a served copy: 80 random bits. It is written as sixteen characters of Crockford's base 32 in fours and a check, such as
// 7Q3M-0ZXK-9R2T-HB5W-S. Whoever has it can look the copy's line up and check it; keep it as one keeps the copy, and out of logs and addresses.
type Code [10]byte

// digits is base 32 without letters that are read for digits (Crockford, 2002).
const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	group     = 4  // characters between two dashes
	signs     = 16 // characters without the check
	maxTyped  = 100
	reduction = 0b100101 // x⁵+x²+1, by which GF(32) is made; 2 generates all of its 31 units
)

// NewCode draws a code from random.
func NewCode(random io.Reader) (c Code, err error) {
	if _, err = io.ReadFull(random, c[:]); err != nil {
		return Code{}, fmt.Errorf("proof: drawing a receipt code: %w", err)
	}
	return c, nil
}

// String is the code as it is printed.
func (c Code) String() string {
	values := c.values()
	var text strings.Builder
	for i, v := range append(values[:], check(values[:])) {
		if i > 0 && i%group == 0 {
			text.WriteByte('-')
		}
		text.WriteByte(digits[v])
	}
	return text.String()
}

// ParseCode reads a code as people type it: in small letters, with O for 0, with I or L for 1, with or without dashes and spaces. Any one wrong
// character, and any two that changed places, are found. The error says which group looks wrong, where that can be told, and never repeats the code.
func ParseCode(typed string) (c Code, err error) {
	if len(typed) > maxTyped {
		return c, errors.New("receipt code: far too long; it is four groups of four characters and one by itself")
	}
	parts := strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune("-–—‑_. \t\r\n", r) })
	var values []byte
	for i, part := range parts {
		for _, r := range part {
			v := value(r)
			if v < 0 {
				return c, fmt.Errorf("receipt code: %s has a character that no code has; compare it with the paper", where(i, len(parts)))
			}
			values = append(values, byte(v))
		}
	}
	if err := whole(parts, len(values)); err != nil {
		return c, err
	}
	if check(values[:signs]) != values[signs] {
		return c, errors.New("receipt code: a character is wrong, or two changed places; compare each group with the paper")
	}
	c.set(values)
	return c, nil
}

// value is that of one character, or -1.
func value(r rune) int {
	switch r {
	case 'O', 'o':
		return 0
	case 'I', 'i', 'L', 'l':
		return 1
	}
	if r >= 'a' && r <= 'z' {
		r -= 'a' - 'A'
	}
	if r > 'Z' {
		return -1
	}
	return strings.IndexByte(digits, byte(r))
}

// where names a group, if the code was typed in groups.
func where(i, parts int) string {
	if parts == 1 {
		return "it"
	}
	return fmt.Sprintf("group %d", i+1)
}

// whole says what is missing of a code, or too much.
func whole(parts []string, count int) error {
	if len(parts) == signs/group+1 {
		for i, part := range parts {
			want := group
			if i == signs/group {
				want = 1
			}
			if n := len([]rune(part)); n != want {
				return fmt.Errorf("receipt code: group %d has %d characters where the paper has %d; compare it with the paper", i+1, n, want)
			}
		}
	}
	switch {
	case count == signs:
		return errors.New("receipt code: the last character, which stands by itself, is missing")
	case count != signs+1:
		return fmt.Errorf("receipt code: it has %d characters; on the paper are %d", count, signs+1)
	}
	return nil
}

// check is what makes the sum of all characters zero, each times a power of 2 of its own in GF(32). The powers differ, so one wrong character, or
// two that changed places, never add up to zero.
func check(values []byte) (sum byte) {
	for _, v := range values {
		sum = twice(sum) ^ v
	}
	return twice(sum)
}

func twice(v byte) byte {
	if v <<= 1; v > 31 {
		v ^= reduction
	}
	return v
}

// values are the code's bits by fives.
func (c Code) values() (values [signs]byte) {
	for i := range values {
		bit := 5 * i
		pair := uint16(c[bit/8]) << 8
		if bit/8+1 < len(c) {
			pair |= uint16(c[bit/8+1])
		}
		values[i] = byte(pair>>(11-bit%8)) & 31
	}
	return values
}

func (c *Code) set(values []byte) {
	for bit := range 8 * len(c) {
		c[bit/8] |= (values[bit/5] >> (4 - bit%5) & 1) << (7 - bit%8)
	}
}

// What one guess at a code costs: Argon2id (RFC 9106) over this much memory, in KiB, this often. docs/decisions/0034-receipt-codes.md says how
// long that takes, and what it makes of 2^80 codes.
const (
	stretchMemory = 64 << 10
	stretchPasses = 1
)

// Stretched is what a code comes to at one log. It is all that a node keeps of the code.
type Stretched struct {
	Salt   [32]byte // of the commitment to what the copy says
	Lookup [32]byte // by which the node finds its line; the salt cannot be told from it
}

// Stretch makes of a code, for the log of this origin, the salt of its line. It takes 64 MiB of memory and tens of milliseconds on purpose: whoever guesses pays that
// for each guess.
func (c Code) Stretch(origin string) Stretched {
	about := sha256.Sum256([]byte("sallyport receipt v1\n" + origin))
	root := argon2.IDKey(c[:], about[:], stretchPasses, stretchMemory, 1, 32)
	return Stretched{label(root, "salt"), label(root, "lookup")}
}

func label(root []byte, use string) (sum [32]byte) {
	mac := hmac.New(sha256.New, root)
	mac.Write([]byte("sallyport receipt v1 " + use))
	mac.Sum(sum[:0])
	return sum
}
