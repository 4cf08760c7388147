package diagram

import (
	"strconv"
	"strings"
)

// svgPen writes SVG elements.
type svgPen struct{ strings.Builder }

func (p *svgPen) open(name, href string, _ Box) {
	if href != "" {
		p.put(`<a href="`, esc(href), `" target="_top">`)
	}
	p.put("<g><title>", esc(name), "</title>\n")
}

func (p *svgPen) shut(href string) {
	p.WriteString("</g>")
	if href != "" {
		p.WriteString("</a>")
	}
	p.WriteByte('\n')
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
			p.put(` stroke-width="`, num(in.width), `"`)
		}
		if in.fill != "" {
			p.put(` stroke-linejoin="round"`)
		}
	}
	for i, v := range in.dash {
		if i == 0 {
			p.put(` stroke-dasharray="`, num(v))
		} else {
			p.put(" ", num(v))
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
	p.put(`<text x="`, num(l.At.X), `" y="`, num(l.At.Y), `" font-size="`, num(l.Size), `" font-weight="`, strconv.Itoa(weight), `"`)
	if l.Anchor != "start" {
		p.put(` text-anchor="`, l.Anchor, `"`)
	}
	if l.Turn != 0 {
		p.put(` transform="rotate(`, num(l.Turn), " ", num(l.At.X), " ", num(l.At.Y), `)"`)
	}
	p.put(` fill="`, color, `">`, esc(l.Text), "</text>\n")
}

func (p *svgPen) put(parts ...string) {
	for _, part := range parts {
		p.WriteString(part)
	}
}
