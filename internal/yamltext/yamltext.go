// Package yamltext is what everybody who reads YAML by hand needs beside the
// parser: whether a text is flat enough for it, where a node or an error stands,
// and what a node is called. It knows nothing of what the texts are about.
package yamltext

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// The parser recurses, and its time grows with the square of the nesting.
var steepRuns = []string{strings.Repeat("- ", 50), strings.Repeat("? ", 50), strings.Repeat("!", 50)}

// Steep reports whether a text is nested too deeply to be given to the parser:
// more brackets than unclosed are open at one point, those in texts included, or
// marks that open something stand in a long row.
func Steep(text string, unclosed int) bool {
	open := 0
	for i := range len(text) {
		switch text[i] {
		case '[', '{':
			if open++; open > unclosed {
				return true
			}
		case ']', '}':
			open--
		}
	}
	for _, run := range steepRuns {
		if strings.Contains(text, run) {
			return true
		}
	}
	return false
}

// ErrUnreadable is that of a text on which the parser panics, as it does on some.
var ErrUnreadable = errors.New("not YAML that can be read")

// Parse returns the first document's root, nil where the text has none, and that
// of a second document, nil where there is none. The text must not be [Steep].
// The error is [ErrUnreadable] or one that [Where] explains.
func Parse(text []byte) (root, second ast.Node, err error) {
	defer func() {
		if recover() != nil {
			root, second, err = nil, nil, ErrUnreadable
		}
	}()
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, nil, err
	}
	for _, doc := range file.Docs {
		switch {
		case doc.Body == nil:
		case root == nil:
			root = doc.Body
		default:
			return root, doc.Body, nil
		}
	}
	return root, nil, nil
}

// Where tells what an error of the library says, without the drawing of the text
// that it comes with, and the line and column it is about: 0 where it has none.
func Where(err error) (line, column int, msg string) {
	var located yaml.Error
	if !errors.As(err, &located) {
		return 0, 0, err.Error()
	}
	if tk := located.GetToken(); tk != nil && tk.Position != nil {
		line, column = tk.Position.Line, tk.Position.Column
	}
	return line, column, located.GetMessage()
}

// Place returns where a node begins, from 1; false where it does not say.
func Place(n ast.Node) (line, column int, ok bool) {
	switch x := n.(type) {
	case nil:
		return 0, 0, false
	case *ast.MappingNode:
		if len(x.Values) > 0 && !x.IsFlowStyle {
			return Place(x.Values[0])
		}
	case *ast.MappingValueNode:
		if x.Key != nil {
			return Place(x.Key)
		}
	}
	if tk := n.GetToken(); tk != nil && tk.Position != nil {
		return tk.Position.Line, tk.Position.Column, true
	}
	return 0, 0, false
}

// Entries returns the keys and values of a mapping; false for another node.
func Entries(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch x := n.(type) {
	case *ast.MappingNode:
		return x.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{x}, true
	}
	return nil, false
}

// KindOf names a node for people. texts are those which have no anchors and
// tags, as "sheets".
func KindOf(n ast.Node, texts string) string {
	switch x := n.(type) {
	case nil, *ast.NullNode:
		return "nothing"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode:
		return fmt.Sprintf("the text %q", Shorten(x.Value))
	case *ast.LiteralNode:
		return "a block of text"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "the number " + Shorten(n.GetToken().Value)
	case *ast.BoolNode:
		return strconv.FormatBool(x.Value)
	case *ast.AnchorNode, *ast.AliasNode:
		return "an anchor or alias, which " + texts + " do not use"
	case *ast.TagNode:
		return "a tag, which " + texts + " do not use"
	default:
		return "something else"
	}
}

// Shorten cuts a text to what fits a message.
func Shorten(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
