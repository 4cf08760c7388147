package diagram

import "strings"

// Explain draws a small picture that says why there is no other one. The lines
// may hold several lines themselves.
func Explain(title string, lines []string, t Theme) []byte {
	l := &Layout{Scene: &Scene{Title: title}, Width: 480, Height: titleHeight}
	for _, text := range strings.Split(strings.Join(lines, "\n"), "\n") {
		for _, line := range wrap(clean(text), nameSize, l.Width-2*margin, 4) {
			l.Absent = append(l.Absent, line)
			l.Height += nameLine
		}
	}
	p := &svgPen{}
	d := &drawing{l: l, t: t, pen: p}
	return d.document(p, l.Width, d.body()+margin, NoFrame)
}
