package training

// Measures of a table, in points.
const (
	tableSize = 8.5
	cellPad   = 4
)

var (
	cellLook = look{"400", tableSize, black, false}
	headLook = look{"600", tableSize, black, false}
	tint     = rgb{0xee, 0xf1, 0xf4}
)

// mostColumns is how many entities stand beside each other; more make more
// tables, under each other.
const mostColumns = 4

// grid writes rows of text within widths. The head stands on each page.
type grid struct {
	*flow
	widths []float64
	head   []string
}

func newGrid(f *flow, head []string) *grid {
	g := &grid{flow: f, head: head}
	first, last := textWidth*0.19, textWidth*0.13
	each := (textWidth - first - last) / float64(len(head)-2)
	g.widths = append(g.widths, first)
	for range head[2:] {
		g.widths = append(g.widths, each)
	}
	g.widths = append(g.widths, last)
	return g
}

// cells breaks the texts of a row into lines.
func (g *grid) cells(texts []string, looks ...look) [][][]lump {
	list := make([][][]lump, len(texts))
	for i, text := range texts {
		l := looks[min(i, len(looks)-1)]
		list[i] = g.lines([]span{{text: text, look: l}}, g.widths[i]-2*cellPad)
	}
	return list
}

func tallest(cells [][][]lump) int {
	n := 1
	for _, lines := range cells {
		n = max(n, len(lines))
	}
	return n
}

const cellStep = tableSize * 1.3

func (g *grid) header() {
	cells := g.cells(g.head, headLook)
	height := float64(tallest(cells))*cellStep + 2*cellPad
	g.pdf.SetFillColor(int(tint[0]), int(tint[1]), int(tint[2]))
	g.pdf.Rect(margin, g.y, textWidth, height, "F")
	g.band(cells, tallest(cells))
}

// band writes n lines of each cell, and a rule below.
func (g *grid) band(cells [][][]lump, n int) {
	x := float64(margin)
	for i, lines := range cells {
		for j, line := range lines[:min(n, len(lines))] {
			g.draw(line, x+cellPad, g.y+cellPad+float64(j)*cellStep+cellStep*0.75)
		}
		x += g.widths[i]
	}
	g.y += float64(n)*cellStep + 2*cellPad
	g.pdf.SetDrawColor(int(rule[0]), int(rule[1]), int(rule[2]))
	g.pdf.SetLineWidth(0.5)
	g.pdf.Line(margin, g.y, margin+textWidth, g.y)
}

// row writes a row; one that a page has no room for goes on on the next.
func (g *grid) row(texts []string) {
	cells := g.cells(texts, headLook, cellLook)
	for {
		n := tallest(cells)
		fit := int((bottom - g.y - 2*cellPad) / cellStep)
		if n <= fit {
			g.band(cells, n)
			return
		}
		if n > 12 && fit >= 6 {
			g.band(cells, fit)
			for i := range cells {
				cells[i] = cells[i][min(fit, len(cells[i])):]
			}
		}
		g.page()
		g.header()
	}
}

// columnsOf parts a wide table into some that fit.
func columnsOf(t table) []table {
	n := len(t.head) - 2 // entities
	if n <= mostColumns {
		return []table{t}
	}
	var list []table
	for from := 0; from < n; from += mostColumns {
		to := min(from+mostColumns, n)
		pick := func(row []string) []string {
			out := append([]string{row[0]}, row[1+from:1+to]...)
			return append(out, row[len(row)-1])
		}
		part := table{caption: t.caption, head: pick(t.head)}
		for _, row := range t.rows {
			part.rows = append(part.rows, pick(row))
		}
		list = append(list, part)
	}
	return list
}
