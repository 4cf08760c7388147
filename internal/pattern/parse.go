package pattern

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"missiongraph/graph"
)

// Bounds of a pattern.
const (
	MaxLength = 16_384 // code points of its text
	MaxDepth  = 50     // brackets within brackets
	MaxHops   = 10     // steps of an edge of variable length
)

// Parse reads a pattern. An error is BAD_INPUT ([graph.Problems], whose path
// is "pattern:line:column", both from 1, the column in code points) or, beyond
// a bound, LIMIT.
func Parse(text string) (*Query, error) {
	if n := utf8.RuneCountInString(text); n > MaxLength {
		return nil, graph.Errorf(graph.Limit, "the pattern has %d characters, more than %d", n, MaxLength)
	}
	if !utf8.ValidString(text) {
		return nil, graph.Errorf(graph.BadInput, "the pattern is not UTF-8")
	}
	list, err := lex(text)
	if err != nil {
		return nil, err
	}
	peeking, err := lexer.Upgrade(list, tokens.Symbols()["Space"])
	if err != nil {
		return nil, syntaxError(err)
	}
	q, err := grammar.ParseFromLexer(peeking)
	if err != nil {
		return nil, syntaxError(err)
	}
	return q, nil
}

// tokenList hands tokens to the parser.
type tokenList struct{ rest []lexer.Token }

// Next implements [lexer.Lexer].
func (l *tokenList) Next() (lexer.Token, error) {
	t := l.rest[0]
	if !t.EOF() {
		l.rest = l.rest[1:]
	}
	return t, nil
}

// lex reads the tokens and refuses brackets nested deeper than MaxDepth: the
// parser is recursive.
func lex(text string) (*tokenList, error) {
	l, err := tokens.LexString("", text)
	if err != nil {
		return nil, syntaxError(err)
	}
	list := &tokenList{}
	for depth := 0; ; {
		token, err := l.Next()
		if err != nil {
			return nil, syntaxError(err)
		}
		list.rest = append(list.rest, token)
		if token.EOF() {
			return list, nil
		}
		switch token.Value {
		case "(", "[", "{":
			if depth++; depth > MaxDepth {
				return nil, graph.Errorf(graph.Limit, "%s: brackets are nested deeper than %d", place(token.Pos), MaxDepth)
			}
		case ")", "]", "}":
			depth--
		}
	}
}

func place(at lexer.Position) string { return fmt.Sprintf("pattern:%d:%d", at.Line, at.Column) }

// What may be expected.
const (
	wantNode  = "a node, such as (p:Program)"
	wantValue = "a value"
)

var expectation = regexp.MustCompile(`\(expected (.*)\)$`)

// syntaxError puts the parser's error into our words.
func syntaxError(err error) error {
	var found graph.Problems
	var at participle.Error
	if !errors.As(err, &at) {
		return graph.Errorf(graph.BadInput, "the pattern cannot be read: %v", err)
	}
	var unexpected *participle.UnexpectedTokenError
	if !errors.As(err, &unexpected) {
		_, rest, _ := strings.Cut(at.Message(), "invalid input text ")
		what, hint := "unexpected character", ""
		if strings.HasPrefix(rest, `"\"`) || strings.HasPrefix(rest, `"'`) {
			what = "a text that is not closed"
		} else if strings.HasPrefix(rest, "\"`") {
			what = "a quoted name that is not closed"
		} else if strings.HasPrefix(rest, `"/*`) {
			what = "a comment that is not closed"
		} else if first, text := firstOf(rest); first != "" {
			what, hint = fmt.Sprintf("unexpected %q", first), signHint(text)
		}
		found.Add(place(at.Position()), graph.BadInput, "%s", what).Hint = hint
		return found.Err()
	}
	token := unexpected.Unexpected
	got := fmt.Sprintf("unexpected %q", token.Value)
	if token.EOF() {
		got = "unexpected end"
	}
	want := expected(at.Message())
	p := found.Add(place(at.Position()), graph.BadInput, "%s, expected %s", got, want)
	words := strings.Split(keywords, "|")
	if p.Hint = tokenHint(token.Value, want); p.Hint != "" {
		return found.Err()
	}
	switch near := graph.Closest(token.Value, words); {
	case token.EOF():
	case strings.EqualFold(near, token.Value):
		if want == `")"` || want == `"]"` || want == "a name" {
			p.Hint = fmt.Sprintf("a name that is a keyword is written `%s`", token.Value)
		}
	case len(token.Value) > 2:
		p.Hint = graph.DidYouMean(token.Value, words)
	}
	return found.Err()
}

// expected says in words what the grammar's first alternative begins with.
func expected(message string) string {
	m := expectation.FindStringSubmatch(message)
	if m == nil {
		return "a clause such as WHERE or RETURN, or the end"
	}
	if token, ok := strings.CutPrefix(m[1], `"`); ok {
		token, _, _ = strings.Cut(token, `"`)
		return fmt.Sprintf("%q", token)
	}
	first, _, _ := strings.Cut(m[1], " ")
	switch strings.Trim(first, "()?*") {
	case "Body", "Chain", "NodePattern":
		return wantNode
	case "Name", "Part", "<name>":
		return "a name"
	case "Entry":
		return "a property and its value"
	case "EdgePattern":
		return `an edge, such as -[:uses]->`
	default:
		return wantValue
	}
}
