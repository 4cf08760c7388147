package golden

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// Form says how an answer is compared with what is expected.
type Form uint8

// The forms.
const (
	Exact    Form = iota // the same JSON value; the order of lists counts
	Contains             // what is expected is part of the answer; the order of lists does not count
	Count                // the length of the one list of the answer
)

// Expectation is what a question's answer should be.
type Expectation struct {
	Form  Form
	Value any // a JSON value, numbers as json.Number
}

// Difference is one place where an answer is not as expected.
type Difference struct {
	Path     string // in the answer, as "program.ledBy[0].name"; "" for the whole
	Expected string // JSON; "" for nothing
	Actual   string // JSON; "" for nothing
}

// String returns "path: expected x, found y".
func (d Difference) String() string {
	orNothing := func(s string) string {
		if s == "" {
			return "nothing"
		}
		return s
	}
	s := "expected " + orNothing(d.Expected) + ", found " + orNothing(d.Actual)
	if d.Path != "" {
		s = d.Path + ": " + s
	}
	return s
}

// differences returns where an answer is not as expected, in order of place;
// none when it is. An answer in which nothing can be counted is a difference of
// the whole.
func (e Expectation) differences(answer any) []Difference {
	var found differences
	switch e.Form {
	case Contains:
		found.contains("", e.Value, answer)
	case Count:
		if path, n, ok := count("", answer); !ok {
			found.add("", e.Value, answer)
		} else if want, _ := e.Value.(json.Number); string(want) != strconv.Itoa(n) {
			found.add(path, e.Value, json.Number(strconv.Itoa(n)))
		}
	default:
		found.exact("", e.Value, answer)
	}
	return found
}

type differences []Difference

type absent struct{}

func (d *differences) add(path string, expected, actual any) {
	shown := func(v any) string {
		if v == (any)(absent{}) {
			return ""
		}
		return encode(v)
	}
	*d = append(*d, Difference{path, shown(expected), shown(actual)})
}

// exact compares values; each number by what it is, not by how it is written.
func (d *differences) exact(path string, expected, actual any) {
	switch want := expected.(type) {
	case map[string]any:
		have, ok := actual.(map[string]any)
		if !ok {
			break
		}
		for _, key := range names(want, have) {
			d.member(join(path, key), want, have, key, d.exact)
		}
		return
	case []any:
		have, ok := actual.([]any)
		if !ok {
			break
		}
		if len(want) != len(have) {
			d.lists(path, want, have)
			return
		}
		for i := range want {
			d.exact(path+"["+strconv.Itoa(i)+"]", want[i], have[i])
		}
		return
	}
	if !equal(expected, actual) {
		d.add(path, expected, actual)
	}
}

// member compares one member of two objects.
func (d *differences) member(path string, want, have map[string]any, key string, compare func(string, any, any)) {
	x, expected := want[key]
	y, found := have[key]
	switch {
	case !expected:
		d.add(path, absent{}, y)
	case !found:
		d.add(path, x, absent{})
	default:
		compare(path, x, y)
	}
}

// lists tells which elements lists of different lengths do not share.
func (d *differences) lists(path string, want, have []any) {
	left := make(map[string]int, len(have))
	for _, x := range have {
		left[canonical(x)]++
	}
	for i, x := range want {
		if key := canonical(x); left[key] > 0 {
			left[key]--
		} else {
			d.add(path+"["+strconv.Itoa(i)+"]", x, absent{})
		}
	}
	for i, x := range slices.Backward(have) { // of equal ones the last are too many
		if key := canonical(x); left[key] > 0 {
			left[key]--
			d.add(path+"["+strconv.Itoa(i)+"]", absent{}, x)
		}
	}
}

// contains compares what is expected with a part of the answer: objects by the
// members expected, lists by distinct elements for those expected.
func (d *differences) contains(path string, expected, actual any) {
	switch want := expected.(type) {
	case map[string]any:
		have, ok := actual.(map[string]any)
		if !ok {
			break
		}
		for _, key := range names(want, nil) {
			d.member(join(path, key), want, have, key, d.contains)
		}
		return
	case []any:
		have, ok := actual.([]any)
		if !ok {
			break
		}
		for _, i := range unmatched(want, have) {
			d.add(path+"[…]", want[i], absent{})
		}
		return
	}
	if !equal(expected, actual) {
		d.add(path, expected, actual)
	}
}

// unmatched returns which of the elements expected have no element of their own
// that contains them: those that a largest matching leaves over.
func unmatched(want, have []any) []int {
	taken := make([]int, len(have)) // by which of want, plus 1
	fits := func(i, j int) bool {
		var d differences
		d.contains("", want[i], have[j])
		return len(d) == 0
	}
	var place func(i int, tried []bool) bool
	place = func(i int, tried []bool) bool {
		for j := range have {
			if tried[j] || !fits(i, j) {
				continue
			}
			tried[j] = true
			if taken[j] == 0 || place(taken[j]-1, tried) {
				taken[j] = i + 1
				return true
			}
		}
		return false
	}
	var left []int
	for i := range want {
		if !place(i, make([]bool, len(have))) {
			left = append(left, i)
		}
	}
	return left
}

// count returns the length of the one list of an answer, or its totalCount,
// with its path: that of the only field of the only field, and so on.
func count(path string, answer any) (string, int, bool) {
	switch x := answer.(type) {
	case []any:
		return path, len(x), true
	case map[string]any:
		if n, ok := x["totalCount"].(json.Number); ok {
			total, err := strconv.Atoi(string(n))
			return join(path, "totalCount"), total, err == nil
		}
		if len(x) == 1 {
			for key, inner := range x {
				return count(join(path, key), inner)
			}
		}
	}
	return path, 0, false
}

func equal(a, b any) bool {
	x, ok := a.(json.Number)
	y, ok2 := b.(json.Number)
	if !ok || !ok2 {
		return canonical(a) == canonical(b)
	}
	return number(x) == number(y)
}

// number writes a number in one way only: 1, 1.0 and 1e0 are one number.
func number(n json.Number) string {
	if _, err := strconv.ParseInt(string(n), 10, 64); err == nil {
		return string(n)
	}
	f, err := n.Float64()
	if err != nil {
		return string(n)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// canonical is what two values share when they are the same.
func canonical(v any) string { return encode(plain(v)) }

// plain writes every number within v in one way.
func plain(v any) any {
	switch x := v.(type) {
	case json.Number:
		return json.Number(number(x))
	case []any:
		list := make([]any, len(x))
		for i := range x {
			list[i] = plain(x[i])
		}
		return list
	case map[string]any:
		object := make(map[string]any, len(x))
		for key := range x {
			object[key] = plain(x[key])
		}
		return object
	}
	return v
}

// names returns the keys of both, sorted.
func names(a, b map[string]any) []string {
	all := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(all)
	return slices.Compact(all)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// encode returns a JSON value as text, the members of objects sorted.
func encode(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Sprintf("%q", err)
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// decode reads JSON, numbers as they are written.
func decode(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	return v, err
}
