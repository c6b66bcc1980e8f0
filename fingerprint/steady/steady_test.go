package steady

import (
	"math"
	"testing"
)

func TestAgainstStandardLibrary(t *testing.T) {
	for i := -4000; i <= 4000; i++ {
		x := float64(i) / 100
		near(t, "Sin", x, Sin(x), math.Sin(x), 1e-9)
		near(t, "Cos", x, Cos(x), math.Cos(x), 1e-9)
		near(t, "Atan2", x, Atan2(x, 7), math.Atan2(x, 7), 1e-7)
		near(t, "Atan2", x, Atan2(-3, x), math.Atan2(-3, x), 1e-7)
		if x <= 0 {
			near(t, "Exp", x, Exp(x)/math.Exp(x), 1, 1e-9)
		}
	}
	if got := Exp(-1000); got != 0 {
		t.Errorf("Exp(-1000) = %v, want 0", got)
	}
	if got := Atan2(0, -1); math.Abs(got-math.Pi) > 1e-7 {
		t.Errorf("Atan2(0, -1) = %v, want π", got)
	}
}

func near(t *testing.T, name string, x, got, want, tolerance float64) {
	t.Helper()
	if math.Abs(got-want) > tolerance {
		t.Errorf("%s(%v) = %v, want %v", name, x, got, want)
	}
}
