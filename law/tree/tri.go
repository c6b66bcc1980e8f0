package tree

// Tri is a truth value under facts that may be unknown (Kleene's strong three-valued logic).
// The order False < Unknown < True makes "and" the smaller and "or" the larger of two.
type Tri int8

const (
	False   Tri = -1
	Unknown Tri = 0
	True    Tri = 1
)

// Truth is the truth value of b.
func Truth(b bool) Tri {
	if b {
		return True
	}
	return False
}
