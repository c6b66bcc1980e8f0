package record

// Angle is a direction in 32nds of a degree, 0 to 11519, counter-clockwise from the right. The unit is the coarsest in
// which the angles of every format are whole: 2 degrees (ANSI, and Type-9 with its INCITS block) are 64, 360/256 degrees
// (ISO) are 45, and a degree (the older blocks of Type-9) is 32.
type Angle uint16

// Turn is a full turn.
const Turn = 360 * 32

// AngleOf returns a multiple of a turn's n-th part; n must divide Turn.
func AngleOf(steps, n int) Angle {
	steps %= n
	if steps < 0 {
		steps += n
	}
	return Angle(steps * (Turn / n))
}

// Steps returns the nearest multiple of a turn's n-th part, 0 to n-1.
func (a Angle) Steps(n int) int { return (int(a)*n + Turn/2) / Turn % n }

// Degrees returns the angle in degrees, 0 to less than 360.
func (a Angle) Degrees() float64 { return float64(a) / 32 }
