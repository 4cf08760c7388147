package diagram

import "strconv"

// svgPen writes SVG elements.
type svgPen struct{ out []byte }

func (p *svgPen) open(name, href string, _ Box) {
	if href != "" {
		p.put(`<a href="`, esc(href), `" target="_top">`)
	}
	p.put("<g><title>", esc(name), "</title>\n")
}

func (p *svgPen) shut(href string) {
	p.put("</g>")
	if href != "" {
		p.put("</a>")
	}
	p.put("\n")
}

func (p *svgPen) path(d string, in ink) {
	p.put(`<path d="`, d, `"`)
	if in.fill != "" {
		p.put(` fill="`, in.fill, `"`)
	} else {
		p.put(` fill="none"`)
	}
	if in.stroke != "" {
		p.put(` stroke="`, in.stroke, `"`)
		if in.width != 1 {
			p.number(` stroke-width="`, in.width)
			p.put(`"`)
		}
		if in.fill != "" {
			p.put(` stroke-linejoin="round"`)
		}
	}
	for i, v := range in.dash {
		if i == 0 {
			p.number(` stroke-dasharray="`, v)
		} else {
			p.number(" ", v)
		}
	}
	if in.dash != nil {
		p.put(`"`)
	}
	if in.round {
		p.put(` stroke-linecap="round"`)
	}
	p.put("/>\n")
}

func (p *svgPen) text(l Label, color string, weight int) {
	p.number(`<text x="`, l.At.X)
	p.number(`" y="`, l.At.Y)
	p.number(`" font-size="`, l.Size)
	p.put(`" font-weight="`, strconv.Itoa(weight), `"`)
	if l.Anchor != "start" {
		p.put(` text-anchor="`, l.Anchor, `"`)
	}
	if l.Turn != 0 {
		p.number(` transform="rotate(`, l.Turn)
		p.number(" ", l.At.X)
		p.number(" ", l.At.Y)
		p.put(`)"`)
	}
	p.put(` fill="`, color, `">`, esc(l.Text), "</text>\n")
}

func (p *svgPen) put(parts ...string) {
	for _, part := range parts {
		p.out = append(p.out, part...)
	}
}

// number writes a coordinate with what comes before it.
func (p *svgPen) number(before string, v float64) {
	p.out = appendNum(append(p.out, before...), v)
}
