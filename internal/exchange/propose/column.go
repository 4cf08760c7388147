package propose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"missiongraph/graph"
	"missiongraph/internal/exchange/table"
)

// column is what the rows looked at have in a column.
type column struct {
	name   string
	words  []string // of the name, lower case, accents off
	filled int      // cells that are neither empty nor a word for nothing
	values map[string]int
	cells  []string // by row, "" for nothing
	first  []string // values in order of the file
	lists  int      // cells that are lists of JSON

	numbers, commas, integers int // cells that are such; commas are those with a decimal comma
	links, mails              int
	longest, total            int            // code points of a cell, of all
	counts                    bool           // each is one more than the one before
	last                      int            // integer, while counts
	layouts                   map[string]int // dates, by layout
	splits                    map[string]int // cells that have it between short texts
}

func newColumn(name string) *column {
	return &column{name: name, words: words(name), values: map[string]int{}, layouts: map[string]int{}, splits: map[string]int{}, counts: true}
}

// cell returns that of a row, "" for nothing.
func (c *column) cell(row int) string {
	if row < len(c.cells) {
		return c.cells[row]
	}
	return ""
}

// sample is how many rows are looked at.
const sample = 20_000

// survey looks at the rows of a file, and at what is to be cleaned in all.
type survey struct {
	columns []*column
	rows    int
	wrong   int // rows that cannot be read
	quotes  bool
	html    bool
	links   bool
	nulls   []string // as they are written
}

func look(f *table.File) *survey {
	s := &survey{}
	nulls := map[string]bool{}
	f.Rows(func(row *table.Row, p *graph.Problem) bool {
		if p != nil {
			s.wrong++
			return s.wrong < sample
		}
		for len(s.columns) < len(f.Columns()) {
			name := f.Columns()[len(s.columns)]
			s.columns = append(s.columns, newColumn(name))
		}
		s.rows++
		for i, c := range row.Cells {
			s.columns[i].add(s, c, nulls)
		}
		return s.rows < sample
	})
	for len(s.columns) < len(f.Columns()) {
		name := f.Columns()[len(s.columns)]
		s.columns = append(s.columns, newColumn(name))
	}
	for n := range nulls {
		s.nulls = append(s.nulls, n)
	}
	slices.Sort(s.nulls)
	return s
}

// nothing are cells that say that there is nothing, folded.
var nothing = map[string]bool{
	"#n/a": true, "#na": true, "n/a": true, "#ref!": true, "#value!": true, "#name?": true, "null": true, "none": true, "nan": true,
	"-": true, "--": true, "—": true, "–": true, "k.a.": true, "k. a.": true, "keine angabe": true, "s/d": true, "s/o": true, "n/d": true, "nd": true,
	"n.d.": true, "n. d.": true, "なし": true, "無": true, "－": true,
}

var (
	entities = regexp.MustCompile(`&(?:[a-zA-Z]{2,8}|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5});`)
	english  = regexp.MustCompile(`^[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$`)
	european = regexp.MustCompile(`^[-+]?(?:\d{1,3}(?:[. \x{a0}\x{202f}']\d{3})+|\d+)(?:,\d+)?$`)
	mail     = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[a-zA-Z]+$`)
	spaces   = regexp.MustCompile(`[\s\x{feff}\x{200b}]+`)
)

func (c *column) add(s *survey, cell table.Cell, nulls map[string]bool) {
	text := strings.TrimSpace(spaces.ReplaceAllString(cell.Value, " "))
	if text == "" || cell.List != nil && len(cell.List) == 0 {
		c.counts = c.counts && text != ""
		return
	}
	if cell.List == nil && nothing[strings.ToLower(text)] {
		nulls[text] = true
		return
	}
	c.filled++
	for len(c.cells) < s.rows {
		c.cells = append(c.cells, "")
	}
	c.cells[s.rows-1] = text
	s.quotes = s.quotes || strings.ContainsAny(text, "‘’ʼ“”„")
	s.html = s.html || strings.Contains(text, "&") && entities.MatchString(text)
	s.links = s.links || strings.Contains(text, "safelinks.protection.outlook.com") || strings.Contains(text, "urldefense.") || strings.HasPrefix(text, "chrome-extension://")
	if cell.List != nil {
		c.lists++
	}
	if c.values[text]++; c.values[text] == 1 && len(c.first) < 8 {
		c.first = append(c.first, text)
	}
	n := utf8.RuneCountInString(text)
	c.longest, c.total = max(c.longest, n), c.total+n
	c.kindOf(text)
}

// kindOf counts what a cell looks like.
func (c *column) kindOf(text string) {
	switch {
	case strings.Contains(text, "://"):
		c.links++
	case mail.MatchString(text):
		c.mails++
	}
	whole, err := strconv.Atoi(text)
	if err == nil {
		c.integers++
	}
	if c.counts = c.counts && err == nil && (c.filled == 1 || whole == c.last+1); c.counts {
		c.last = whole
	}
	switch {
	case english.MatchString(text):
		c.numbers++
	case european.MatchString(text):
		c.numbers++
		if strings.Contains(text, ",") || strings.Count(text, ".") > 0 {
			c.commas++
		}
	}
	if text[0] >= '0' && text[0] <= '9' || utf8.RuneCountInString(text) < 30 {
		for _, l := range layoutsOf(text) {
			c.layouts[l]++
		}
	}
	for _, by := range [...]string{";", "|", "\n", "、", " / ", ", "} {
		if parts := strings.Split(text, by); len(parts) > 1 && short(parts) {
			c.splits[by]++
			break
		}
	}
}

// short reports whether the parts of a cell are rather names than sentences.
func short(parts []string) bool {
	for _, p := range parts {
		if p = strings.TrimSpace(p); p == "" || utf8.RuneCountInString(p) > 60 || strings.HasSuffix(p, ".") {
			return false
		}
	}
	return true
}

func (c *column) distinct() int { return len(c.values) }

// most reports whether nearly all cells are such.
func (c *column) most(n int) bool { return c.filled > 0 && 20*n >= 19*c.filled }

func (c *column) unique(rows int) bool {
	return c.filled == rows && rows > 0 && c.distinct() == c.filled && c.lists == 0
}

func (c *column) average() int {
	if c.filled == 0 {
		return 0
	}
	return c.total / c.filled
}

// foreign reports whether most values are in another script than Latin.
func (c *column) foreign() bool {
	n := 0
	for _, v := range c.first {
		if strings.IndexFunc(v, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) >= 0 {
			n++
		}
	}
	return 2*n > len(c.first)
}

// within returns the share of the values of c that are among those of other.
func (c *column) within(other *column) float64 {
	if c.distinct() == 0 {
		return 0
	}
	n := 0
	for v := range c.values {
		if other.values[v] > 0 {
			n++
		}
	}
	return float64(n) / float64(c.distinct())
}

// named reports whether a template can name the column.
func (c *column) named() bool {
	return c.name != "" && !strings.ContainsAny(c.name, "{}|") && !strings.Contains(c.name, "??") && !strings.HasPrefix(c.name, "?")
}

// split returns what stands between several values of a cell, "" for nothing.
func (c *column) split() string {
	for _, by := range [...]string{";", "|", "\n", "、", " / "} {
		if n := c.splits[by]; n > 1 && 20*n >= c.filled || n > 0 && c.filled < 20 {
			return by
		}
	}
	if n := c.splits[", "]; 3*n >= c.filled && n > 1 {
		return ","
	}
	return ""
}
