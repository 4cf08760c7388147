package pattern

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What other languages write and this one does not, with what to write here.
// Words are in capitals.
var (
	foreignSigns = []struct{ sign, hint string }{
		{"!=", "other than is written <>"},
		{"==", "equal to is written ="},
		{"&&", "written AND"},
		{"||", "written OR"},
		{"!", "NOT of a condition; kinds are joined with |"},
		{"&", "kinds are joined with |"},
		{";", "one pattern, without a semicolon"},
		{"+", noArithmetic}, {"/", noArithmetic}, {"%", noArithmetic}, {"^", noArithmetic},
	}
	foreignWords = map[string]string{
		"CREATE": onlyReads, "MERGE": onlyReads, "INSERT": onlyReads, "SET": onlyReads, "DELETE": onlyReads,
		"DETACH": onlyReads, "REMOVE": onlyReads, "FOREACH": onlyReads, "LOAD": onlyReads, "CALL": onlyReads,
		"WITH": oneReturn, "UNWIND": oneReturn, "UNION": oneReturn, "GROUP": "columns beside aggregates make the groups", "HAVING": oneReturn,
		"CASE": noCase, "WHEN": noCase, "FILTER": "written WHERE", "SELECT": "written RETURN, at the end",
		"SHORTESTPATH": shortest, "ALLSHORTESTPATHS": shortest, "SHORTEST": shortest,
		"OPTIONAL": "what must match comes first",
	}
	foreignFunctions = map[string]string{
		"type": "written r.type", "id": `written x.id; the id of what has a name is idOf("JTTF")`, "elementid": "written x.id",
		"labels": "written x.kind", "label": "written x.kind", "properties": "name them: x.form, x.alias", "keys": "the ontology lists the properties",
		"tolower": caseless, "toupper": caseless, "lower": caseless, "upper": caseless, "trim": caseless,
		"size": "count(x), or length(path)", "date": `a date is a text: "2018-12-04"`,
		"startnode": "name the entity where the edge begins", "endnode": "name the entity where the edge ends",
		"nodes": "return the entities by their names", "relationships": "the name of the edge is the list of them",
		"shortestpath": shortest, "degree": "written x.degree",
	}
)

const (
	noArithmetic = "there is no arithmetic"
	onlyReads    = "a pattern only reads"
	oneReturn    = "RETURN is the end of a pattern: ask twice"
	noCase       = "there is no CASE; a condition can be a column"
	shortest     = "the field paths finds shortest paths"
	caseless     = "texts compare without regard to case, accents and punctuation"
	ownCondition = "in braces, (p {form: \"ACTOR\"}), or in WHERE after all entities and edges"
)

// signHint returns the hint for text that begins with a sign of another
// language, "" for none.
func signHint(text string) string {
	for _, f := range foreignSigns {
		if strings.HasPrefix(text, f.sign) {
			return f.hint
		}
	}
	return ""
}

// firstOf returns the first character of a text that is quoted as Go does,
// and the text; "" when it is not.
func firstOf(quoted string) (first, text string) {
	prefix, err := strconv.QuotedPrefix(quoted)
	if err != nil {
		return "", ""
	}
	if text, err = strconv.Unquote(prefix); err != nil || text == "" {
		return "", ""
	}
	_, size := utf8.DecodeRuneInString(text)
	return text[:size], text
}

// tokenHint returns what to write for an unexpected token, "" when nothing is
// known better than the nearest keyword.
func tokenHint(token, want string) string {
	upper := strings.ToUpper(token)
	switch {
	case upper == "WHERE" && (want == `")"` || want == `"]"`):
		return ownCondition
	case upper == "OPTIONAL" && want != wantNode, upper == "WITH" && want == wantValue:
		return ""
	case foreignWords[upper] != "":
		return foreignWords[upper]
	case (token == ":" || token == "|") && (want == `")"` || want == `"]"`):
		return "kinds and types are joined with |"
	case want == `"-"`:
		return "an edge is written --, --> or -[:uses]->"
	case token == "=" && want == wantValue:
		return "equal to is written ="
	case want == wantNode && nameLike(token) && !isKeyword(token):
		return "an entity stands in brackets, and a whole drawing has no name"
	}
	return signHint(token)
}

func nameLike(token string) bool {
	r, _ := utf8.DecodeRuneInString(token)
	return r == '_' || unicode.IsLetter(r)
}

func isKeyword(token string) bool {
	return slices.Contains(strings.Split(keywords, "|"), strings.ToUpper(token))
}
