package graph

import (
	"bytes"
	"errors"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a regular expression.
const (
	MaxPattern     = 1000 // bytes
	maxPatternSize = 1000 // instructions once repetitions are written out
)

// Pattern compiles a regular expression of a [TextTest], without regard to
// case unless caseSensitive. The syntax is RE2's, whose matching takes time
// linear in the text whatever the expression is, times the size of the
// expression, which is bounded: none keeps a server busy. It has no
// look-arounds and no back-references. A wrong or too large one is BAD_INPUT.
func Pattern(expr string, caseSensitive bool) (*regexp.Regexp, error) {
	if len(expr) > MaxPattern {
		return nil, Errorf(BadInput, "the regular expression has %d bytes, more than %d", len(expr), MaxPattern)
	}
	// Parsed without the prefix first, so that a message quotes what was written.
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, badPattern(expr, err)
	}
	if program, err := syntax.Compile(parsed.Simplify()); err != nil || len(program.Inst) > maxPatternSize {
		return nil, Errorf(BadInput, "the regular expression is too large with its repetitions written out").WithHint("repeat less often")
	}
	if !caseSensitive {
		expr = "(?i)" + expr
	}
	compiled, err := regexp.Compile(expr)
	if err != nil {
		return nil, badPattern(expr, err)
	}
	return compiled, nil
}

func badPattern(expr string, err error) error {
	var wrong *syntax.Error
	if !errors.As(err, &wrong) {
		return Errorf(BadInput, "the regular expression is wrong")
	}
	e := Errorf(BadInput, "the regular expression is wrong: %s: %.60q", wrong.Code, wrong.Expr)
	if at := strings.Index(expr, wrong.Expr); at > 0 && wrong.Expr != expr {
		e = Errorf(BadInput, "the regular expression is wrong at its byte %d: %s: %.60q", at, wrong.Code, wrong.Expr)
	}
	switch {
	case wrong.Code == syntax.ErrInvalidPerlOp || wrong.Code == syntax.ErrInvalidEscape:
		e.Hint = "the syntax is RE2's (https://github.com/google/re2/wiki/Syntax), without look-arounds and back-references"
	case wrong.Code == syntax.ErrInvalidRepeatSize || wrong.Code == syntax.ErrLarge:
		e.Hint = "repeat at most 1000 times in all"
	default:
		e.Hint = `write a character that means itself with a backslash, as "287\(g\)"`
	}
	return e
}

// textTest is a [TextTest] made ready. It is for one goroutine.
type textTest struct {
	*TextTest
	eq, contains, startsWith, endsWith string // folded unless Exact
	in                                 []string
	bare                               []func(string) bool // of what folds to nothing, as "(", which is compared as it stands
	word                               string              // that no text is without which meets the test, see findWord; "" when not known
	wordOnly                           bool                // whoever has it meets the test
	buffer                             []byte
}

// compile returns nil for nil.
func (x *TextTest) compile() *textTest {
	if x == nil {
		return nil
	}
	c := &textTest{TextTest: x}
	ready := func(s *string, bare func(text, s string) bool) string {
		switch {
		case s == nil:
			return ""
		case x.Exact:
			return *s
		}
		folded := Fold(*s)
		if folded == "" {
			c.bare = append(c.bare, func(text string) bool { return bare(text, *s) })
		}
		return folded
	}
	c.eq = ready(x.Eq, func(text, s string) bool { return text == s })
	c.contains, c.startsWith, c.endsWith = ready(x.Contains, strings.Contains), ready(x.StartsWith, strings.HasPrefix), ready(x.EndsWith, strings.HasSuffix)
	for _, s := range x.In {
		if folded := Fold(s); !x.Exact && folded != "" {
			s = folded
		}
		c.in = append(c.in, s)
	}
	slices.Sort(c.in)
	c.findWord()
	return c
}

// findWord finds the longest run of ASCII letters and digits that every text
// has within it, folded, that meets the test. As such runs come through folding
// whole, they can be looked for in a text that is only in lower case.
func (c *textTest) findWord() {
	if c.Exact {
		return
	}
	other := func(r rune) bool { return r >= utf8.RuneSelf || foldASCII[r] == 0 }
	for _, part := range []string{c.eq, c.contains, c.startsWith, c.endsWith} {
		for _, word := range strings.FieldsFunc(part, other) {
			if len(word) > len(c.word) {
				c.word = word
			}
		}
	}
	c.wordOnly = c.word != "" && c.contains == c.word && c.Eq == nil && c.In == nil && c.Matches == nil &&
		c.startsWith == "" && c.endsWith == "" && c.bare == nil
}

// holdsName is holds for an entity's name, which is there in lower case, too.
func (c *textTest) holdsName(info *NodeInfo) bool {
	if c.word != "" {
		if !strings.Contains(info.Key, c.word) {
			return !isASCII(info.Key) && c.holds(info.Name)
		}
		if c.wordOnly {
			return true
		}
	}
	return c.holds(info.Name)
}

// edges returns what a look at a text is charged, in edges.
func (c *textTest) edges() int {
	if c.Matches != nil {
		return 4
	}
	return 2
}

// holds reports whether a text meets the test.
func (c *textTest) holds(s string) bool {
	if c.NotEmpty && s == "" {
		return false
	}
	if c.Matches != nil && !c.Matches.MatchString(s) &&
		(c.Exact || isASCII(s) || !c.Matches.MatchString(withoutAccents(s))) {
		return false
	}
	if c.Exact {
		return (c.Eq == nil || s == c.eq) && strings.Contains(s, c.contains) && strings.HasPrefix(s, c.startsWith) &&
			strings.HasSuffix(s, c.endsWith) && (c.In == nil || c.among(s))
	}
	for _, holds := range c.bare {
		if !holds(s) {
			return false
		}
	}
	if c.Eq == nil && c.In == nil && c.contains == "" && c.startsWith == "" && c.endsWith == "" {
		return true
	}
	c.buffer = appendFold(c.buffer[:0], s)
	b := c.buffer
	return (c.Eq == nil || string(b) == c.eq) && holdsText(b, c.contains, indexOf) && holdsText(b, c.startsWith, 0) &&
		holdsText(b, c.endsWith, len(b)-len(c.endsWith)) && (c.In == nil || len(b) > 0 && c.among(string(b)) || len(b) == 0 && c.among(s))
}

const indexOf = -1 << 30

// holdsText reports whether part stands at a place in b, or anywhere for
// indexOf.
func holdsText(b []byte, part string, at int) bool {
	if part == "" {
		return true
	}
	if at == indexOf {
		for ; len(b) >= len(part); b = b[1:] {
			i := bytes.IndexByte(b[:len(b)-len(part)+1], part[0])
			if i < 0 {
				return false
			}
			if b = b[i:]; string(b[:len(part)]) == part {
				return true
			}
		}
		return false
	}
	return at >= 0 && at+len(part) <= len(b) && string(b[at:at+len(part)]) == part
}

func (c *textTest) among(s string) bool {
	_, ok := slices.BinarySearch(c.in, s)
	return ok
}

// foldASCII has the small letter or digit for each letter and digit, 0 for
// other characters.
var foldASCII = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		if r := unicode.ToLower(rune(c)); unicode.IsLetter(r) || unicode.IsDigit(r) {
			t[c] = byte(r)
		}
	}
	return t
}()

// appendFold is [Fold] that appends to a buffer.
func appendFold(b []byte, s string) []byte {
	start, gap := len(b), false
	for i := 0; i < len(s); i++ {
		var r rune
		if c := s[i]; c < utf8.RuneSelf {
			r = rune(foldASCII[c])
			gap = gap || r == 0
		} else {
			var size int
			r, size = utf8.DecodeRuneInString(s[i:])
			i += size - 1
			r = unaccented(unicode.ToLower(r))
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				gap = gap || !unicode.Is(unicode.Mn, r)
				r = 0
			}
		}
		if r == 0 {
			continue
		}
		if gap && len(b) > start {
			b = append(b, ' ')
		}
		gap = false
		if r < utf8.RuneSelf {
			b = append(b, byte(r))
		} else {
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// withoutAccents takes the accents off Latin letters and leaves the rest.
func withoutAccents(s string) string {
	return strings.Map(func(r rune) rune {
		lower := unicode.ToLower(r)
		switch base := unaccented(lower); {
		case unicode.Is(unicode.Mn, r):
			return -1
		case base == lower:
			return r
		case r != lower:
			return unicode.ToUpper(base)
		default:
			return base
		}
	}, s)
}
