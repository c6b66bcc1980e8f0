package synth

import "image"

// spoil leaves ink out in small blobs (pores, dust, dry skin), puts some where none belongs (sweat, dirt), and scratches.
func (t *touch) spoil(ink []int32) {
	r := t.grain
	for range t.blobs {
		radius := 1 + r.IntN(4)
		x, y := r.IntN(imageWidth-8)+4, r.IntN(imageHeight-8)+4
		depth := int32(full * (0.5 + float64(r.Float64())))
		if r.IntN(2) == 0 {
			depth = -depth
		}
		for dy := -radius; dy <= radius; dy++ {
			for dx := -radius; dx <= radius; dx++ {
				if dx*dx+dy*dy <= radius*radius {
					ink[(y+dy)*imageWidth+x+dx] -= depth
				}
			}
		}
	}
	for range t.scores {
		t.scratch(ink)
	}
}

// scratch draws one thin line without ink, in 256ths of a pixel.
func (t *touch) scratch(ink []int32) {
	r := t.grain
	x, y := r.IntN(imageWidth)<<8, r.IntN(imageHeight)<<8
	dx, dy := r.IntN(512)-256, r.IntN(512)-256
	for range 20 + r.IntN(80) {
		x, y = x+dx, y+dy
		i, j := x>>8, y>>8
		if i < 1 || j < 1 || i >= imageWidth-1 || j >= imageHeight-1 {
			return
		}
		for _, k := range [...]int{0, 1, imageWidth} {
			ink[j*imageWidth+i+k] -= 2 * full
		}
	}
}

// render turns ink into grey values: softened, cut off outside the contact region, with the sensor's noise.
func (t *touch) render(ink []int32) *image.Gray {
	picture := image.NewGray(image.Rect(0, 0, imageWidth, imageHeight))
	rough := 14 + int32(44*t.spoilt)
	noise := t.grain.Uint64()
	for y := range imageHeight {
		depth := t.depthRow(y)
		for x := range imageWidth {
			noise = noise*6364136223846793005 + 1442695040888963407
			grain := int32(noise>>56) - 128
			inside := depth[x/block] + (depth[x/block+1]-depth[x/block])*int32(x%block)/block
			if inside <= 0 {
				picture.Pix[y*picture.Stride+x] = uint8(238 + grain>>5)
				continue
			}
			height := soften(ink, x, y) + grain*rough
			if inside < full/3 { // towards the rim ever less skin touches
				height -= full - 3*inside + grain<<5
			}
			dark := min(max(height+full*5/8, 0), full*5/4) * t.dark / (full * 5 / 4)
			picture.Pix[y*picture.Stride+x] = uint8(238 - dark + grain>>5)
		}
	}
	return picture
}

// depthRow returns the depth inside the contact region along a row, in units of full, at the left of every block.
func (t *touch) depthRow(y int) (depth [imageWidth/block + 1]int32) {
	for i := range depth {
		depth[i] = int32(full * t.depth(float64(i*block), float64(y)))
	}
	return depth
}

// soften averages the ink of a pixel and its four neighbours, as a lens does.
func soften(ink []int32, x, y int) int32 {
	k := y*imageWidth + x
	if x == 0 || y == 0 || x == imageWidth-1 || y == imageHeight-1 {
		return ink[k]
	}
	return (4*ink[k] + ink[k-1] + ink[k+1] + ink[k-imageWidth] + ink[k+imageWidth]) >> 3
}
