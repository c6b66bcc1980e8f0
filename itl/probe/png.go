package probe

// pngSamples is how many samples a pixel has by colour type; a palette's index is one.
var pngSamples = map[byte]int{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}

// readPNG reads IHDR and, before the pixels, pHYs (PNG, third edition, 11.2.1 and 11.3.4.3).
func readPNG(data []byte) (Header, error) {
	h := Header{Format: PNG, Coding: "lossless"}
	const begin, chunk = 8, 12 // the signature; a chunk's length, name and checksum
	if len(data) < begin+chunk+13 || string(data[12:16]) != "IHDR" || be32(data[8:]) != 13 {
		return h, &Error{PNG, begin, "no whole IHDR chunk at the start"}
	}
	h.Bits, h.Components = int(data[24]), pngSamples[data[25]]
	if err := h.size(be32(data[16:]), be32(data[20:]), 16); err != nil {
		return h, err
	}
	if h.Components == 0 {
		return h, &Error{PNG, 25, "no such colour type"}
	}
	for at := int64(begin); at+chunk <= int64(len(data)); {
		length, name, content := be32(data[at:]), string(data[at+4:at+8]), data[at+8:]
		if name == "IDAT" || length > int64(len(content)) {
			break
		}
		if name == "pHYs" && length == 9 && content[8] == 1 { // the unit is the metre
			h.perMetre(float64(be32(content)), float64(be32(content[4:])))
		}
		at += chunk + length
	}
	return h, nil
}
