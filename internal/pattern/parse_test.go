package pattern

import (
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/participle/v2/lexer"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// Columns count code points, also after letters of several bytes.
func TestSyntaxErrors(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", `pattern:1:1: unexpected end, expected a node, such as (p:Program)`},
		{"spaces", " \n ", `pattern:2:2: unexpected end, expected a node, such as (p:Program)`},
		{"no bracket", "(a", `pattern:1:3: unexpected end, expected ")"`},
		{"no kind", "(a:)", `pattern:1:4: unexpected ")", expected a name`},
		{"no colon", `(a {name "x"})`, `pattern:1:10: unexpected "\"x\"", expected ":"`},
		{"half an edge", "(a)-(b)", `pattern:1:5: unexpected "(", expected "-" (an edge is written --, --> or -[:uses]->)`},
		{"an open edge", "(a)-[:x->(b)", `pattern:1:8: unexpected "-", expected "]"`},
		{"an edge to nothing", "(a)-[:x]->", `pattern:1:11: unexpected end, expected a node, such as (p:Program)`},
		{"a comma too many", "(a), RETURN a", `pattern:1:6: unexpected "RETURN", expected a node, such as (p:Program)`},
		{"no columns", "(a) RETURN", `pattern:1:11: unexpected end, expected a value`},
		{"two columns without a comma", "(a) RETURN a b", `pattern:1:14: unexpected "b", expected a clause such as WHERE or RETURN, or the end`},
		{"half a comparison", "(a) WHERE a.name =", `pattern:1:19: unexpected end, expected a value`},
		{"half an operator", `(a) WHERE a.x STARTS "x"`, `pattern:1:22: unexpected "\"x\"", expected "WITH"`},
		{"a clause misspelt", "(a)\n  whre a.x = 1", `pattern:2:3: unexpected "whre", expected a clause such as WHERE or RETURN, or the end (did you mean "WHERE"?)`},
		{"a keyword as a name", "(order)", "pattern:1:2: unexpected \"order\", expected \")\" (a name that is a keyword is written `order`)"},
		{"a sign", "(á) WHERE á.ñ ? 3", `pattern:1:15: unexpected "?"`},
		{"after a long letter", "(a) WHERE a.name = \"héé\" é", `pattern:1:26: unexpected "é", expected a clause such as WHERE or RETURN, or the end`},
		{"an open text", `(a) WHERE a.name = "abc`, `pattern:1:20: a text that is not closed`},
		{"an open name", "(a) RETURN `abc", `pattern:1:12: a quoted name that is not closed`},
		{"an open comment", "(a) /* abc", `pattern:1:5: a comment that is not closed`},
		{"limit without return", "(a) LIMIT 3", "pattern:1:5: unexpected \"LIMIT\", expected a clause such as WHERE or RETURN, or the end"},
		{"not equal", `(a) WHERE a.name != "x"`, `pattern:1:18: unexpected "!" (other than is written <>)`},
		{"equal", `(a) WHERE a.name == "x"`, `pattern:1:19: unexpected "=", expected a value (equal to is written =)`},
		{"arithmetic", `(a) RETURN a.degree + 1`, `pattern:1:21: unexpected "+" (there is no arithmetic)`},
		{"a semicolon", `(a) RETURN a;`, `pattern:1:13: unexpected ";" (one pattern, without a semicolon)`},
		{"two kinds at once", `(a:K:L)`, `pattern:1:5: unexpected ":", expected ")" (kinds and types are joined with |)`},
		{"writing", `(a) DELETE a`, `pattern:1:5: unexpected "DELETE", expected a clause such as WHERE or RETURN, or the end (a pattern only reads)`},
		{"creating", `CREATE (a)`, `pattern:1:1: unexpected "CREATE", expected a node, such as (p:Program) (a pattern only reads)`},
		{"a second part", `(a) WITH a RETURN a`, `pattern:1:5: unexpected "WITH", expected a clause such as WHERE or RETURN, or the end (RETURN is the end of a pattern: ask twice)`},
		{"a condition inside", `(a:K WHERE a.size = 1)`, `pattern:1:6: unexpected "WHERE", expected ")" (in braces, (p {form: "ACTOR"}), or in WHERE after all entities and edges)`},
		{"a name for a path", `p = (a)-->(b)`, `pattern:1:1: unexpected "p", expected a node, such as (p:Program) (an entity stands in brackets, and a whole drawing has no name)`},
		{"a shortest path", `shortestPath((a)-[*]-(b))`, `pattern:1:1: unexpected "shortestPath", expected a node, such as (p:Program) (the field paths finds shortest paths)`},
		{"optional first", `OPTIONAL MATCH (a)`, `pattern:1:1: unexpected "OPTIONAL", expected a node, such as (p:Program) (what must match comes first)`},
		{"half an arrow", `(a)->(b)`, `pattern:1:5: unexpected ">", expected "-" (an edge is written --, --> or -[:uses]->)`},
		{"tabs and lines", "(a)\n\t\tWHERE\n\t\t\tOR", `pattern:3:4: unexpected "OR", expected a value`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(tt.text)
			require.Error(t, err)
			assert.Equal(t, graph.BadInput, graph.CodeOf(err))
			assert.Equal(t, tt.want, err.Error())
		})
	}
}

func TestBounds(t *testing.T) {
	for name, text := range map[string]string{
		"long": "(a) WHERE a.name = \"" + strings.Repeat("x", MaxLength) + "\"",
		"deep": "(a) WHERE " + strings.Repeat("(", 100_00) + "a" + strings.Repeat(")", 60),
	} {
		_, err := Parse(text)
		assert.Equal(t, graph.Limit, graph.CodeOf(err), name)
	}
	_, err := Parse("(a) WHERE a.name = \"\xff\"")
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
	_, err = Parse("(a) WHERE " + strings.Repeat("NOT ", 3000) + "a.id = 'x'")
	assert.NoError(t, err)
}

// nowhere finds one entity.
func nowhere(text string) (string, error) {
	if text == "first" {
		return "k1", nil
	}
	return "", &graph.Error{Code: graph.NotFound, ID: text, Msg: "no entity has this id or name", Hint: `did you mean "first"?`}
}

func TestChecks(t *testing.T) {
	o := testOntology(t)
	for _, tt := range []struct{ name, text, want string }{
		{"unknown kind", "(x:Ks)", `pattern:1:4: unknown kind "Ks" (did you mean "K"?)`},
		{"unknown kind, none near", "(x:Elephant)", `pattern:1:4: unknown kind "Elephant" (a kind is K or L)`},
		{"unknown type", "()-[:x]-()", `pattern:1:6: unknown relation type "x"`},
		{"inverse", "()-[:bOf]->()", `pattern:1:6: "bOf" is the inverse of "b" (write b and turn the arrow)`},
		{"verb", "()-[:w]->()", `pattern:1:6: "w" is a verb of "a", not a relation type (write -[:a {verb: "w"}]-)`},
		{"the wrong way", "(x:L)-[:b]->(y:K)", `pattern:1:6: b never leads from L to K (it does the other way round: turn the arrow)`},
		{"the wrong way, to the left", "(x:K)<-[:b]-(y:L)", `pattern:1:6: b never leads from L to K (it does the other way round: turn the arrow)`},
		{"neither way", "(x:K)-[:b]-(y:K)", `pattern:1:6: b never leads from K to K (b leads from K to L)`},
		{"a chain", "(x:L)-[:b*2]->(y)", `pattern:1:6: a chain of b never leads from L to anything`},
		{"what two edges ask", "(x)-[:b]->(y)-[:b]->(z)", `pattern:1:21: nothing can be z: no kind fits every edge that touches it`},
		{"one kind at both ends", "(x:K)-[:same]->(y:L)", `pattern:1:6: same never leads from K to L (same leads from Thing to Thing)`},
		{"in an optional part", "(x:L) OPTIONAL MATCH (x)-[:b]->(y)", `pattern:1:25: b never leads from L to anything (it does the other way round: turn the arrow)`},
		{"in EXISTS", "(x:L) WHERE EXISTS {(x)-[:b]->()}", `pattern:1:24: b never leads from L to anything (it does the other way round: turn the arrow)`},
		{"two kinds", "(x:K), (x:L)", `pattern:1:11: nothing can be x: it is of other kinds elsewhere`},
		{"unknown variable", "(thing) WHERE thin.id = 'x'", `pattern:1:15: unknown variable thin (did you mean "thing"?)`},
		{"of another EXISTS", "(x) WHERE EXISTS {(x)--(y)} RETURN y", `pattern:1:36: unknown variable y (here it is x)`},
		{"an edge as a node", "(x)-[r]->(y), (r)", `pattern:1:16: r is a relation, and here an entity is expected`},
		{"an edge twice", "(x)-[r]->()-[r]->()", `pattern:1:14: r is there already (a relation has a name of its own in each place: the ends are what places share)`},
		{"unknown property", "(x) WHERE x.sizee = 3", `pattern:1:13: unknown property "sizee" (did you mean "size"?)`},
		{"property of another kind", "(x:K) WHERE x.since = '2020-01-01'", `pattern:1:15: K has no since (it is a property of L)`},
		{"property of a kind inferred away", "(x)-[:b]->() RETURN x.since", `pattern:1:23: K has no since (it is a property of L)`},
		{"unknown form", "(x {form: 'H'})", `pattern:1:11: "H" is no form (forms here: F, G)`},
		{"form of a kind without", "(x:L {form: 'F'})", `pattern:1:13: "F" is no form`},
		{"unknown verb", "()-[r:a]->() WHERE r.verb = 'vv'", `pattern:1:29: "vv" is no verb (did you mean "v"?)`},
		{"an abstract kind as one", "(x) WHERE x.kind = 'Thing'", `pattern:1:20: "Thing" is no concrete kind (concrete kinds here: K, L)`},
		{"unknown grade", "()-[r]->() WHERE r.grade >= 'STTED'", `pattern:1:29: "STTED" is no grade (did you mean "STATED"?)`},
		{"a slip in a part", "()-[r]->() WHERE r.grde = 'x'", `pattern:1:20: a relation has no part "grde" (did you mean "grade"? A qualifier of that name is written .qualifiers.grde)`},
		{"date and number", "(x:L) WHERE x.since > 3", `pattern:1:23: a number cannot be compared with a date`},
		{"no date", "(x:L) WHERE x.since > '2020-13-01'", `pattern:1:23: "2020-13-01" is not a date (as 2018-12-04)`},
		{"text and number", "(x) WHERE x.name = 3", `pattern:1:20: a text cannot be compared with a number`},
		{"entity and text", "(x) WHERE x = 'y'", `pattern:1:15: an entity cannot be compared with a text (an entity has parts: .id, .name)`},
		{"an order of entities", "(x), (y) WHERE x < y", `pattern:1:16: an entity has no order`},
		{"a number as a text", "(x) WHERE x.size CONTAINS 'y'", `pattern:1:13: CONTAINS needs texts, this is a number`},
		{"IN no list", "(x) WHERE x.id IN 'y'", `pattern:1:19: IN needs a list, this is a text`},
		{"a list of others", "(x) WHERE x.size IN [1, 'y']", `pattern:1:21: a number cannot be compared with a text`},
		{"a bad expression", "(x) WHERE x.name =~ '(y'", `pattern:1:21: the regular expression is wrong: missing closing ): "(y" (write a character that means itself with a backslash, as "287\(g\)")`},
		{"no condition", "(x) WHERE x.name", `pattern:1:13: WHERE needs a condition, this is a text`},
		{"NOT of a text", "(x) WHERE NOT x.name", `pattern:1:17: NOT needs a condition, this is a text`},
		{"AND of an entity", "(x) WHERE x AND x.id = 'x'", `pattern:1:11: AND, OR and XOR needs a condition, this is an entity`},
		{"unknown function", "(x) RETURN cuont(x)", `pattern:1:12: unknown function cuont (did you mean "count"?)`},
		{"a function of others", "(x)-[r]->() RETURN type(r), labels(x), toLower(x.name)", "pattern:1:20: unknown function type (written r.type)\npattern:1:29: unknown function labels (written x.kind)\npattern:1:40: unknown function toLower (texts compare without regard to case, accents and punctuation)"},
		{"an id of nothing", "(x {id: idOf('frist')})", `pattern:1:14: frist: no entity has this id or name (did you mean "first"?)`},
		{"an id of no text", "(x {id: idOf(3)})", `pattern:1:9: idOf is of one text (an id, name, alias or acronym, written out or a parameter: {id: idOf("JTTF")})`},
		{"an id of a variable", "(x) WHERE x.id = idOf(x.name)", `pattern:1:18: idOf is of one text (an id, name, alias or acronym, written out or a parameter: {id: idOf("JTTF")})`},
		{"aggregate in WHERE", "(x) WHERE count(x) > 1", `pattern:1:11: an aggregate stands in RETURN only`},
		{"aggregate in a condition", "(x) RETURN count(x) > 1", `pattern:1:12: an aggregate stands alone in its column`},
		{"aggregate of one", "(x) RETURN count(count(x))", `pattern:1:18: an aggregate within an aggregate`},
		{"sum of texts", "(x) RETURN sum(x.name)", `pattern:1:18: sum needs numbers, this is a text`},
		{"length of an entity", "(x) RETURN length(x)", `pattern:1:12: length is of one path (name an edge of variable length: -[r:partOf*1..3]->)`},
		{"part of a path", "(x)-[r*]->() RETURN r.grade", `pattern:1:23: r is a path, which has no parts (length(r); a condition on each of its relations is written [r*1..3 {grade: "STATED"}])`},
		{"too long", "(x)-[*..11]->()", `pattern:1:6: 11 steps are more than 10`},
		{"from more to less", "(x)-[*3..2]->()", `pattern:1:6: from 3 to 2 steps are none`},
		{"half a step", "(x)-[*1.5]->()", `pattern:1:6: 1.5 is not a number of steps (a whole number)`},
		{"two lengths", "(x)-[*1]->{2}()", `pattern:1:11: the length is given twice`},
		{"two columns of a name", "(x) RETURN x.id AS y, x.name AS y", `pattern:1:23: there are two columns y (name one with AS)`},
		{"nothing to return", "()", `pattern:1:1: there is nothing to return: no part of the pattern has a name (name one, as in (p:Program), or end with RETURN count(*))`},
		{"order of a group", "(x)--(y) RETURN x, count(*) ORDER BY y.name", `pattern:1:38: ORDER BY y.name is none of the columns (return it, too, and order by its name)`},
		{"half a row", "(x) LIMIT 1.5", ""},
		{"LIMIT of a text", "(x) RETURN x LIMIT 'y'", `pattern:1:20: LIMIT needs a whole number, 0 or more, not 'y'`},
		{"a parameter that is not given", "(x) WHERE x.id = $y", `pattern:1:18: the parameter $y is not given`},
		{"MATCH too late", "(x) OPTIONAL MATCH (x)--(y) MATCH (y)--(z)", `pattern:1:35: MATCH after OPTIONAL MATCH (put what must match first)`},
		{"two dots", "(x) WHERE x.id.name = 'y'", `pattern:1:16: unexpected ".name" (only r.qualifiers.name has two dots)`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q, err := Parse(tt.text)
			if tt.want == "" {
				require.Error(t, err)
				return
			}
			require.NoError(t, err)
			_, err = Compile(q, o, nil, nowhere)
			require.Error(t, err)
			assert.Equal(t, graph.BadInput, graph.CodeOf(err))
			assert.Equal(t, tt.want, err.Error())
		})
	}
}

// unplaced is a tree without its positions.
func unplaced(q *Query) *Query {
	var clear func(v reflect.Value)
	clear = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				clear(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				clear(v.Index(i))
			}
		case reflect.Struct:
			if v.Type() == reflect.TypeFor[lexer.Position]() {
				v.SetZero()
				return
			}
			for i := range v.NumField() {
				clear(v.Field(i))
			}
		case reflect.String:
			if v.String() != "" && !strings.ContainsAny(v.String(), "\"'`$") {
				v.SetString(strings.ToUpper(v.String())) // keywords are the same in capitals
			}
		}
	}
	clear(reflect.ValueOf(q))
	return q
}

// Nothing panics, what is printed reads as the same tree, and what compiles
// runs.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"MATCH (d:K)-[r:a|b]->(p:L {name: \"x\"})<-[:s*1..3]-(x) WHERE NOT p.size >= -2 OR d.id IN ['a'] RETURN DISTINCT d, count(*) AS n ORDER BY n DESC SKIP 1 LIMIT 2",
		"(a)-->(b)--()<--(c)-[*]-(d)-[*..2]-()-[]->{1,2}(e) OPTIONAL MATCH (a)-[q:same {grade: 'STATED', through: $x}]-(`odd ``name`)",
		"(x) WHERE EXISTS {MATCH (x)-[:a]->(y) WHERE y.alias =~ \"(?i)a\" AND x.name IS NOT NULL} XOR TRUE RETURN collect(x.alias), min(x.size)",
		"(a) /* c */ RETURN * // d", "(a) where a.validFrom < \"2020-01-01\" return length(a)", "(", "(a)-[:x->(b)", "(a) RETURN \"\\u00e9\\n\"",
	} {
		f.Add(text)
	}
	o := testOntology(f)
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text)
		if err != nil {
			require.NotEqual(t, graph.Internal, graph.CodeOf(err))
			return
		}
		printed := q.String()
		again, err := Parse(printed)
		require.NoError(t, err, printed)
		if _, err := Compile(q, o, map[string]any{"x": "y"}, nowhere); err != nil {
			require.Equal(t, graph.BadInput, graph.CodeOf(err))
		}
		require.Equal(t, unplaced(q), unplaced(again), printed)
	})
}
