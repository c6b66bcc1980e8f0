// Package steady holds the few transcendental functions that prints need, computed so that every processor gives the same bits.
//
// The standard library may use assembly or fused multiply-add on some processors, which moves last bits and,
// through thresholds, whole minutiae. Here each product is rounded before it is added (Go specification, "Floating-point operators").
package steady

import "math"

// Sin returns the sine of x radians; its error is below 1e-9 for |x| < 1e6.
func Sin(x float64) float64 {
	turns := math.Floor(float64(x*(1/math.Pi)) + 0.5)
	x -= float64(turns * math.Pi)
	x2 := float64(x * x)
	s := horner(x2, 1.0/6227020800, -1.0/39916800, 1.0/362880, -1.0/5040, 1.0/120, -1.0/6, 1)
	s = float64(s * x)
	if math.Mod(turns, 2) != 0 {
		return -s
	}
	return s
}

// Cos returns the cosine of x radians, as exact as Sin.
func Cos(x float64) float64 { return Sin(float64(x) + math.Pi/2) }

// Exp returns e**x for x ≤ 0, with a relative error below 1e-9; below -700 it returns 0.
func Exp(x float64) float64 {
	if x < -700 {
		return 0
	}
	k := math.Floor(float64(x*math.Log2E) + 0.5)
	x -= float64(k * math.Ln2)
	return math.Ldexp(horner(x, 1.0/362880, 1.0/40320, 1.0/5040, 1.0/720, 1.0/120, 1.0/24, 1.0/6, 0.5, 1, 1), int(k))
}

// Atan2 returns the angle of the vector (x, y) in (-π, π], within 1e-7 radians; Atan2(0, 0) is 0.
func Atan2(y, x float64) float64 {
	ax, ay := math.Abs(x), math.Abs(y)
	if ax == 0 && ay == 0 {
		return 0
	}
	r := math.Min(ax, ay) / math.Max(ax, ay)
	base := 0.0
	if r > math.Sqrt2-1 { // tan(π/8): the series converges fast below it
		base, r = math.Pi/4, (r-1)/(r+1)
	}
	r2 := float64(r * r)
	a := base + float64(r*horner(r2, -1.0/15, 1.0/13, -1.0/11, 1.0/9, -1.0/7, 1.0/5, -1.0/3, 1))
	if ay > ax {
		a = math.Pi/2 - a
	}
	if x < 0 {
		a = math.Pi - a
	}
	if y < 0 {
		return -a
	}
	return a
}

// horner evaluates a polynomial, highest coefficient first, rounding every product.
func horner(x float64, coefficients ...float64) float64 {
	sum := 0.0
	for _, c := range coefficients {
		sum = float64(sum*x) + c
	}
	return sum
}
