package diagram

// Frame is a size that the picture is fitted into, the footer included. The
// zero Frame fits the picture.
type Frame struct {
	Name string  // as in requests
	W, H float64 // pixels; 0 for the picture's own
}

// The frames: none, a slide, a sheet of paper lying and standing.
var (
	NoFrame  = Frame{Name: "FIT"}
	Slide    = Frame{"SLIDE", 1920, 1080}
	A4       = Frame{"A4", 1123, 794}
	Portrait = Frame{"A4_PORTRAIT", 794, 1123}
)

// aspect is the shape of chart that suits the frame: width by height.
func (f Frame) aspect() float64 {
	if f.W == 0 {
		return 1.75
	}
	return f.W / f.H
}

// window is the part of the plane that a picture shows, and its size as shown.
type window struct{ x, y, w, h, showW, showH float64 }

func (w window) size() (width, height float64) { return w.showW, w.showH }

// around returns the window of a picture of some size.
func (f Frame) around(w, h float64) window {
	if f.W == 0 {
		return window{0, 0, w, h, w, h}
	}
	in := window{0, 0, w, h, f.W, f.H}
	if w/h < f.W/f.H {
		in.w = h * f.W / f.H
		in.x = -(in.w - w) / 2
	} else {
		in.h = w * f.H / f.W
		in.y = -(in.h - h) / 2
	}
	return in
}
