package batch

// The loops over planes. Their speed is that of loads and stores: a step of four arguments costs little more than one of two,
// so steps are written with as many as there are.

func and(d, a, b []uint64) {
	a, b = a[:len(d)], b[:len(d)]
	for i := range d {
		d[i] = a[i] & b[i]
	}
}

func and3(d, a, b, c []uint64) {
	a, b, c = a[:len(d)], b[:len(d)], c[:len(d)]
	for i := range d {
		d[i] = a[i] & b[i] & c[i]
	}
}

func and4(d, a, b, c, e []uint64) {
	a, b, c, e = a[:len(d)], b[:len(d)], c[:len(d)], e[:len(d)]
	for i := range d {
		d[i] = a[i] & b[i] & c[i] & e[i]
	}
}

func or(d, a, b []uint64) {
	a, b = a[:len(d)], b[:len(d)]
	for i := range d {
		d[i] = a[i] | b[i]
	}
}

func or3(d, a, b, c []uint64) {
	a, b, c = a[:len(d)], b[:len(d)], c[:len(d)]
	for i := range d {
		d[i] = a[i] | b[i] | c[i]
	}
}

func or4(d, a, b, c, e []uint64) {
	a, b, c, e = a[:len(d)], b[:len(d)], c[:len(d)], e[:len(d)]
	for i := range d {
		d[i] = a[i] | b[i] | c[i] | e[i]
	}
}

func not(d, a []uint64) {
	a = a[:len(d)]
	for i := range d {
		d[i] = ^a[i]
	}
}

// orBoth adds to d the bits that a and b share.
func orBoth(d, a, b []uint64) {
	a, b = a[:len(d)], b[:len(d)]
	for i := range d {
		d[i] |= a[i] & b[i]
	}
}

// andNot has the bits of a that b lacks.
func andNot(d, a, b []uint64) {
	a, b = a[:len(d)], b[:len(d)]
	for i := range d {
		d[i] = a[i] &^ b[i]
	}
}

// fresh leaves in d, the offences of one place of the lists that count, those whose key was not met before: those that do not
// continue a run of one key (same) in which some offence counted (met).
func fresh(d, met, same []uint64) {
	met, same = met[:len(d)], same[:len(d)]
	for i := range d {
		before := same[i] & met[i]
		met[i] = d[i] | before
		d[i] &^= before
	}
}
