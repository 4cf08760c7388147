package propose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// shapes are how dates are written; ambiguous ones have both orders of day and
// month.
var shapes = []struct {
	of      *regexp.Regexp
	layouts []string // that fit; for two numbers of which either may be the month, day first
}{
	{regexp.MustCompile(`^\d{4}-\d\d-\d\d$`), []string{"YYYY-MM-DD"}},
	{regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$`), []string{"YYYY-MM-DD hh:mm:ss"}},
	{regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$`), []string{"YYYY-MM-DDThh:mm:ss"}},
	{regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`), []string{"YYYY-MM-DDThh:mm:ssZ"}},
	{regexp.MustCompile(`^\d{4}/\d{1,2}/\d{1,2}$`), []string{"YYYY/M/D"}},
	{regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.\d{4}$`), []string{"D.M.YYYY"}},
	{regexp.MustCompile(`^(\d{1,2})\. (\d{1,2})\. \d{4}$`), []string{"D. M. YYYY"}},
	{regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/\d{4}$`), []string{"D/M/YYYY", "M/D/YYYY"}},
	{regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/\d\d$`), []string{"D/M/YY", "M/D/YY"}},
	{regexp.MustCompile(`^(\d{1,2})-(\d{1,2})-\d{4}$`), []string{"D-M-YYYY", "M-D-YYYY"}},
	{regexp.MustCompile(`^\d{1,2}-` + months + `-\d{4}$`), []string{"D-Mon-YYYY"}},
	{regexp.MustCompile(`^\d{1,2}-` + months + `-\d\d$`), []string{"D-Mon-YY"}},
	{regexp.MustCompile(`^\d{1,2} ` + months + ` \d{4}$`), []string{"D Mon YYYY"}},
	{regexp.MustCompile(`^` + months + ` \d{1,2}, \d{4}$`), []string{"Mon D, YYYY"}},
	{regexp.MustCompile(`^\d{1,2} ` + longMonths + ` \d{4}$`), []string{"D Month YYYY"}},
	{regexp.MustCompile(`^` + longMonths + ` \d{1,2}, \d{4}$`), []string{"Month D, YYYY"}},
	{regexp.MustCompile(`^\d{4}年\d{1,2}月\d{1,2}日$`), []string{"YYYY年M月D日"}},
	{regexp.MustCompile(`^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$`), []string{"YYYYMMDD"}},
}

const (
	months     = `(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)`
	longMonths = `(?i:january|february|march|april|may|june|july|august|september|october|november|december)`
)

// layoutsOf returns the layouts that a text fits.
func layoutsOf(text string) []string {
	for _, s := range shapes {
		m := s.of.FindStringSubmatch(text)
		switch {
		case m == nil:
			continue
		case len(m) < 3:
			return s.layouts
		}
		first, _ := strconv.Atoi(m[1])
		second, _ := strconv.Atoi(m[2])
		var fit []string
		for i, l := range s.layouts {
			day, month := first, second
			if i == 1 {
				day, month = second, first
			}
			if day >= 1 && day <= 31 && month >= 1 && month <= 12 {
				fit = append(fit, l)
			}
		}
		return fit
	}
	return nil
}

// serials reports whether whole numbers may be days as spreadsheets store them:
// 20000 is in 1954, 60000 in 2064.
func (c *column) serials() bool {
	if c.integers == 0 || c.integers != c.filled {
		return false
	}
	for v := range c.values {
		if n, err := strconv.Atoi(v); err != nil || n < 20_000 || n > 60_000 {
			return false
		}
	}
	return true
}

// dates returns the layouts in which nearly all cells of a column are dates, the
// most frequent first, and whether day and month could not be told apart.
func (c *column) dates(dayFirst bool) (layouts []string, ambiguous bool) {
	if c.serials() && has(c.words, dateWords) {
		return []string{"excel"}, false
	}
	left := map[string]int{}
	for l, n := range c.layouts {
		left[l] = n
	}
	covered := 0
	for len(left) > 0 && covered < c.filled {
		best := ""
		for l, n := range left {
			if best == "" || n > left[best] || n == left[best] && l < best {
				best = l
			}
		}
		if twin := swapped(best); left[twin] > 0 && left[twin] == left[best] {
			ambiguous = true
			if dayFirst != strings.HasPrefix(best, "D") {
				best = twin
			}
		}
		covered += left[best]
		layouts = append(layouts, best)
		delete(left, swapped(best)) // what fits both fits the one
		delete(left, best)
	}
	if 10*covered < 9*c.filled || covered == 0 {
		return nil, false
	}
	return layouts, ambiguous
}

// swapped returns a layout with day and month the other way round, "" where
// they cannot be.
func swapped(layout string) string {
	for _, s := range shapes {
		if i := slices.Index(s.layouts, layout); i >= 0 && len(s.layouts) == 2 {
			return s.layouts[1-i]
		}
	}
	return ""
}
