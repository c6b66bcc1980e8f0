package wsq

import (
	"encoding/binary"
	"fmt"
)

// appendSegment appends a marker, the length and the content.
func appendSegment(out []byte, marker uint16, content []byte) []byte {
	out = binary.BigEndian.AppendUint16(out, marker)
	out = binary.BigEndian.AppendUint16(out, uint16(len(content)+2))
	return append(out, content...)
}

// appendComment appends the NISTCOM comment that NBIS writes, which is where the resolution stands.
func appendComment(out []byte, width, height int, options Options) []byte {
	text := fmt.Sprintf("NIST_COM 9\nPIX_WIDTH %d\nPIX_HEIGHT %d\nPIX_DEPTH 8\nPPI %d\nLOSSY 1\nCOLORSPACE GRAY\nCOMPRESSION WSQ\nWSQ_BITRATE %f",
		width, height, options.PPI, options.BitRate)
	return appendSegment(out, markCOM, []byte(text))
}

// appendFilters appends the transform table: the centre and right half of each analysis filter.
func appendFilters(out []byte) []byte {
	content := []byte{byte(len(analysisLow)), byte(len(analysisHigh))}
	for _, filter := range [][]float32{analysisLow, analysisHigh} {
		for _, v := range filter[len(filter)/2:] {
			sign := byte(0)
			if v < 0 {
				sign, v = 1, -v
			}
			digits, places := decimals(v, 4294967295)
			content = append(content, sign, places)
			content = binary.BigEndian.AppendUint32(content, digits)
		}
	}
	return appendSegment(out, markDTT, content)
}

// appendBins appends the quantization table; bands that are not transmitted have zeros.
func appendBins(out []byte, b *bins) []byte {
	content := appendDecimalDigits(nil, binCentre, 2)
	for i := range b.width {
		content = appendDecimal(content, b.width[i])
		content = appendDecimal(content, b.zero[i])
	}
	content = append(content, make([]byte, 6*(64-subbands))...)
	return appendSegment(out, markDQT, content)
}

func appendFrame(out []byte, width, height int, shift, scale float32) []byte {
	content := []byte{0, 255}
	content = binary.BigEndian.AppendUint16(content, uint16(height))
	content = binary.BigEndian.AppendUint16(content, uint16(width))
	content = appendDecimal(content, shift)
	content = appendDecimal(content, scale)
	const encoder = 2 // the second parameter set of specification 3.1
	return appendSegment(out, markSOF, append(content, encoder, 0, 0))
}

func appendTable(out []byte, id byte, t *huffTable) []byte {
	content := append([]byte{id}, t.counts[:]...)
	return appendSegment(out, markDHT, append(content, t.values...))
}

func appendBlockHeader(out []byte, table byte) []byte {
	return appendSegment(out, markSOB, []byte{table})
}

// appendDecimal appends a fraction as a count of decimal places and 16 bits of digits.
func appendDecimal(out []byte, v float32) []byte {
	digits, places := decimals(v, 65535)
	return appendDecimalDigits(out, uint16(digits), places)
}

func appendDecimalDigits(out []byte, digits uint16, places byte) []byte {
	return binary.BigEndian.AppendUint16(append(out, places), digits)
}

// decimals is v with as many decimal places as keep its digits below limit. It multiplies by ten
// in float32, as NBIS does, so that both write the same digits.
func decimals(v float32, limit float64) (digits uint32, places byte) {
	if v == 0 {
		return 0, 0
	}
	n := -1
	for ; float64(v) < limit; n++ {
		v *= 10
	}
	return uint32(float64(v)/10 + 0.5), byte(n)
}
