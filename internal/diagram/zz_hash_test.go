package diagram

import (
	"crypto/sha256"
	"fmt"
	"os"
	"testing"

	"pgregory.net/rapid"
)

func TestZZHash(t *testing.T) {
	h := sha256.New()
	g := rapid.Custom(func(t *rapid.T) *Scene { return drawScene(t, rapid.SampledFrom([]int{6, 30, 120, 500}).Draw(t, "size")) })
	for i := range 60 {
		for _, a := range []float64{1.75, 1.4, 0.7} {
			h.Write(Org(g.Example(i), a).SVG(Look{Theme: Light, Links: "/e/"}))
		}
		h.Write(Layered(someScene(uint64(i))).SVG(Look{Theme: Dark}))
		h.Write(Radial(someScene(uint64(i))).SVG(Look{Theme: Print}))
	}
	for _, n := range []int{1, 2, 14, 60, 500} {
		h.Write(Org(benchScene(n), 1.75).SVG(Look{Theme: Light, Links: "/e/"}))
	}
	fmt.Fprintf(os.Stderr, "HASH %x\n", h.Sum(nil)[:8])
}
