package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"unicode/utf8"
)

// decodeJSON reads one JSON value strictly: valid UTF-8, no byte order mark, no
// trailing data, no duplicate keys in any object, nesting at most nesting deep,
// lists at most list items long. Numbers are json.Number, so nothing is rounded.
func decodeJSON(text []byte, what string, limits *Limits) (any, *problem) {
	switch {
	case bytes.HasPrefix(text, []byte("\xef\xbb\xbf")):
		return nil, badInput("%s begins with a byte order mark", what).
			withHint("send plain UTF-8 without a byte order mark")
	case !utf8.Valid(text):
		return nil, badInput("%s is not valid UTF-8", what)
	case len(bytes.TrimSpace(text)) == 0:
		return nil, badInput("%s is empty", what).
			withHint(`send a JSON object such as {"query": "{ __typename }"}`)
	case !json.Valid(text):
		return nil, malformed(text, what)
	}
	d := jsonReader{text: text, what: what, limits: limits}
	return d.value(0)
}

// malformed says where text stops being JSON.
func malformed(text []byte, what string) *problem {
	var into json.RawMessage
	var syntax *json.SyntaxError
	if err := json.Unmarshal(text, &into); errors.As(err, &syntax) {
		line, column := position(text, syntax.Offset)
		return badInput("%s is not valid JSON: %s at line %d, column %d", what, syntax.Error(), line, column)
	}
	return badInput("%s is not valid JSON", what)
}

// position turns the number of bytes read into a line and column, from 1.
func position(text []byte, offset int64) (line, column int) {
	at := min(max(int(offset)-1, 0), len(text))
	before := text[:at]
	line = 1 + bytes.Count(before, []byte{'\n'})
	column = 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return line, column
}

// jsonReader reads JSON that encoding/json has found valid, which is why it
// looks at nothing but where values begin and end.
type jsonReader struct {
	text   []byte
	at     int
	what   string
	limits *Limits
}

// next skips white space and separators and returns the byte there.
func (d *jsonReader) next() byte {
	for {
		switch c := d.text[d.at]; c {
		case ' ', '\t', '\n', '\r', ',', ':':
			d.at++
		default:
			return c
		}
	}
}

func (d *jsonReader) value(depth int) (any, *problem) {
	switch d.next() {
	case '"':
		return d.string(), nil
	case 't':
		d.at += len("true")
		return true, nil
	case 'f':
		d.at += len("false")
		return false, nil
	case 'n':
		d.at += len("null")
		return nil, nil
	case '[', '{':
		if depth++; depth > d.limits.Nesting {
			return nil, overLimit("%s nests lists and objects deeper than %d", d.what, d.limits.Nesting)
		}
		if d.text[d.at] == '[' {
			return d.list(depth)
		}
		return d.object(depth)
	default:
		start := d.at
		for d.at < len(d.text) && bytes.IndexByte([]byte("+-.0123456789Ee"), d.text[d.at]) >= 0 {
			d.at++
		}
		return json.Number(d.text[start:d.at]), nil
	}
}

func (d *jsonReader) string() string {
	start, plain := d.at, true
	for d.at++; d.text[d.at] != '"'; d.at++ {
		if d.text[d.at] == '\\' {
			plain = false
			d.at++
		}
	}
	d.at++
	if plain {
		return string(d.text[start+1 : d.at-1])
	}
	var s string
	_ = json.Unmarshal(d.text[start:d.at], &s) // valid
	return s
}

func (d *jsonReader) list(depth int) (any, *problem) {
	list := []any{}
	for d.at++; d.next() != ']'; {
		if len(list) == d.limits.List {
			return nil, overLimit("%s has a list of more than %d items", d.what, d.limits.List)
		}
		item, p := d.value(depth)
		if p != nil {
			return nil, p
		}
		list = append(list, item)
	}
	d.at++
	return list, nil
}

func (d *jsonReader) object(depth int) (any, *problem) {
	object := map[string]any{}
	for d.at++; d.next() != '}'; {
		key := d.string()
		if _, twice := object[key]; twice {
			return nil, badInput("%s has the key %s twice in one object", d.what, strconv.Quote(shorten(key)))
		}
		item, p := d.value(depth)
		if p != nil {
			return nil, p
		}
		object[key] = item
	}
	d.at++
	return object, nil
}

const hexDigits = "0123456789abcdef"

// appendJSON appends s as a JSON string. Invalid UTF-8 becomes U+FFFD.
func appendJSON(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				b = append(b, s[start:i]...)
				b = append(b, "\ufffd"...)
				i++
				start = i
				continue
			}
			i += size
			continue
		}
		if c >= 0x20 && c != '"' && c != '\\' {
			i++
			continue
		}
		b = append(b, s[start:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		i++
		start = i
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}

// appendValue appends v as JSON: the usual small values directly, the rest by
// encoding/json; what cannot be encoded becomes null.
func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return appendJSON(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case uint64:
		return strconv.AppendUint(b, v, 10)
	case []string:
		b = append(b, '[')
		for i, s := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, s)
		}
		return append(b, ']')
	case map[string]any:
		return appendMap(b, v)
	}
	text, err := json.Marshal(v)
	if err != nil {
		return append(b, "null"...)
	}
	return append(b, text...)
}

// appendMap appends m with its keys sorted, so that equal answers are equal bytes.
func appendMap(b []byte, m map[string]any) []byte {
	var few [8]string
	keys := few[:0]
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	b = append(b, '{')
	for i, key := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSON(b, key)
		b = append(b, ':')
		b = appendValue(b, m[key])
	}
	return append(b, '}')
}
