// Package weigh sums rows of samples, each by its weight: the inner loop of package wsq's transform, in a room of its own
// because it is written twice, once for every processor and once in amd64's vector instructions. Both give the same bits.
package weigh

// each is Rows in plain Go. Seven and nine rows are the standard's filters.
func each(out []float32, rows [][]float32, weights []float32) {
	switch {
	case len(out) == 0:
	case len(rows) == 7:
		each7(out, rows, weights)
	case len(rows) == 9:
		each9(out, rows, weights)
	case len(rows) == 4:
		each4(out, rows, weights)
	default:
		clear(out)
		for i, row := range rows {
			for x, v := range row[:len(out)] {
				out[x] += float32(v * weights[i])
			}
		}
	}
}

func each4(out []float32, r [][]float32, w []float32) {
	n := len(out)
	w0, w1, w2, w3 := w[0], w[1], w[2], w[3]
	r0, r1, r2, r3 := r[0][:n], r[1][:n], r[2][:n], r[3][:n]
	for x := range out {
		v := float32(r0[x]*w0) + float32(r1[x]*w1)
		v += float32(r2[x] * w2)
		out[x] = v + float32(r3[x]*w3)
	}
}

func each7(out []float32, r [][]float32, w []float32) {
	n := len(out)
	w0, w1, w2, w3, w4, w5, w6 := w[0], w[1], w[2], w[3], w[4], w[5], w[6]
	r0, r1, r2, r3, r4, r5, r6 := r[0][:n], r[1][:n], r[2][:n], r[3][:n], r[4][:n], r[5][:n], r[6][:n]
	for x := range out {
		v := float32(r0[x]*w0) + float32(r1[x]*w1)
		v += float32(r2[x] * w2)
		v += float32(r3[x] * w3)
		v += float32(r4[x] * w4)
		v += float32(r5[x] * w5)
		out[x] = v + float32(r6[x]*w6)
	}
}

func each9(out []float32, r [][]float32, w []float32) {
	n := len(out)
	w0, w1, w2, w3, w4, w5, w6, w7, w8 := w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8]
	r0, r1, r2, r3, r4, r5, r6, r7, r8 := r[0][:n], r[1][:n], r[2][:n], r[3][:n], r[4][:n], r[5][:n], r[6][:n], r[7][:n], r[8][:n]
	for x := range out {
		v := float32(r0[x]*w0) + float32(r1[x]*w1)
		v += float32(r2[x] * w2)
		v += float32(r3[x] * w3)
		v += float32(r4[x] * w4)
		v += float32(r5[x] * w5)
		v += float32(r6[x] * w6)
		v += float32(r7[x] * w7)
		out[x] = v + float32(r8[x]*w8)
	}
}
