package export

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"missiongraph/graph"
)

// Bounds of a request from elsewhere.
const (
	MaxRoots = 100
	MaxDepth = 50
)

// Whole names the whole graph where roots would be named.
const Whole = "whole"

// Request is an export asked for by an address.
type Request struct {
	Part
	Format    Format
	Revision  string // as people write it: a number, HEAD, HEAD~1 or a moment; "" for the newest
	Base      string // see [Graph]
	Query     string // a GraphQL query, instead of a part
	Variables string // of the query, as JSON; "" for none
	Name      string // of a file to keep it in, without extension
}

// parameters are the names that an address may have.
var parameters = []string{"base", "depth", "format", "pattern", "query", "revision", "roots", "types", "variables"}

// FromURL reads a request from a path's last part, as "ice,ero.graphml",
// "whole.jsonl" or ".csv", and the parameters of its address. Problems have the
// code BAD_INPUT.
func FromURL(name string, values url.Values) (Request, error) {
	q := Request{Part: Part{Depth: 1}}
	for key, list := range values {
		if !slices.Contains(parameters, key) {
			err := graph.Errorf(graph.BadInput, "there is no parameter %.40q", key)
			if hint := graph.DidYouMean(key, parameters); hint != "" {
				return q, err.WithHint("%s", hint)
			}
			return q, err.WithHint("there are %s", strings.Join(parameters, ", "))
		}
		if len(list) > 1 && key != "roots" && key != "types" {
			return q, graph.Errorf(graph.BadInput, "%s is given %d times", key, len(list))
		}
	}
	q.Pattern, q.Query, q.Variables = values.Get("pattern"), values.Get("query"), values.Get("variables")
	q.Revision, q.Base = values.Get("revision"), values.Get("base")
	q.Types = split(values["types"])
	stem, _, _ := cutLast(name, '.')
	if stem != "" && stem != Whole {
		q.Roots = split([]string{stem})
	}
	if more := split(values["roots"]); len(more) > 0 {
		if stem != "" {
			return q, graph.Errorf(graph.BadInput, "roots are named twice, by the path and by the parameter").WithHint("/export.graphml?roots=ice or /export/ice.graphml")
		}
		q.Roots = more
	}
	if q.Name = stem; stem == "" {
		q.Name = "missiongraph"
	}
	if text := values.Get("depth"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > MaxDepth {
			return q, graph.Errorf(graph.BadInput, "depth: %.40q is not a number from 0 to %d", text, MaxDepth)
		}
		q.Depth = n
	}
	var err error
	if q.Format, err = Choose(values.Get("format"), name, q.Query != "" || q.Pattern != ""); err != nil {
		return q, err
	}
	return q, q.check(stem == Whole, values)
}

func (q *Request) check(whole bool, values url.Values) error {
	asked := 0
	for _, is := range []bool{whole || len(q.Roots) > 0, q.Pattern != "", q.Query != ""} {
		if is {
			asked++
		}
	}
	switch {
	case asked > 1:
		return graph.Errorf(graph.BadInput, "roots, a pattern and a query are three ways to say what to export").WithHint("choose one")
	case len(q.Roots) > MaxRoots:
		return graph.Errorf(graph.Limit, "there are %d roots; at most %d", len(q.Roots), MaxRoots)
	case len(q.Roots) == 0 && (len(q.Types) > 0 || values.Has("depth")):
		return graph.Errorf(graph.BadInput, "types and depth are for roots").WithHint("/export.graphml?roots=ice&depth=2")
	case q.Query != "" && (q.Revision != "" || q.Base != ""):
		return graph.Errorf(graph.BadInput, "a query says itself which revision it reads").WithHint("{ view(lens: {revision: 1}) { … } }")
	case q.Query != "" && !q.Format.Flat():
		return graph.Errorf(graph.BadInput, "what a query finds is a table, and %s is for graphs", q.Format.Name).WithHint("for a table there are %s", strings.Join(Names(true), ", "))
	case q.Variables != "" && q.Query == "":
		return graph.Errorf(graph.BadInput, "variables are those of a query")
	case q.Format.Flat() && q.Query == "" && q.Pattern == "":
		return graph.Errorf(graph.BadInput, "%s is a table: of what?", q.Format.Name).WithHint("give a pattern or a query; the whole graph as tables is the format csv")
	}
	return CheckBase(q.Base)
}

// CheckBase refuses what ids cannot be appended to for an IRI; "" is the default.
func CheckBase(base string) error {
	if base == "" {
		return nil
	}
	u, err := url.Parse(base)
	if err != nil || u.Scheme == "" || strings.ContainsAny(base, "<>\"{}|\\^` \t\r\n") || strings.ContainsFunc(base, graph.IsControl) {
		return graph.Errorf(graph.BadInput, "base: %.80q is not the beginning of an IRI", base).WithHint("as https://example.org/id/")
	}
	return nil
}

// split reads lists with commas between.
func split(lists []string) (found []string) {
	for _, list := range lists {
		for _, x := range strings.Split(list, ",") {
			if x = strings.TrimSpace(x); x != "" {
				found = append(found, x)
			}
		}
	}
	return found
}

// cutLast cuts a text at the last separator.
func cutLast(s string, separator byte) (before, after string, ok bool) {
	if i := strings.LastIndexByte(s, separator); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}
