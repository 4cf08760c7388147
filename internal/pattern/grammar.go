package pattern

import (
	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// Query is a pattern as a tree: what is to match, and what to return of it.
type Query struct {
	First  *Body     `parser:"'MATCH'? @@"`
	Rest   []*Clause `parser:"@@*"`
	Return *Return   `parser:"@@?"` // nil returns all variables
}

// Clause is a further MATCH or OPTIONAL MATCH.
type Clause struct {
	Optional bool  `parser:"@'OPTIONAL'? 'MATCH'"`
	Body     *Body `parser:"@@"`
}

// Body is what one MATCH asks for.
type Body struct {
	Chains []*Chain `parser:"@@ (',' @@)*"`
	Where  *Or      `parser:"('WHERE' @@)?"`
}

// Chain is a node, and edges that each lead to one more node.
type Chain struct {
	Start *NodePattern `parser:"@@"`
	Links []*Link      `parser:"@@*"`
}

// Link is an edge and the node it leads to.
type Link struct {
	Edge *EdgePattern `parser:"@@"`
	Node *NodePattern `parser:"@@"`
}

// NodePattern asks for an entity.
type NodePattern struct {
	Pos   lexer.Position
	Var   *Name    `parser:"'(' @@?"`
	Kinds []*Name  `parser:"(':' @@ ('|' ':'? @@)*)?"`
	Map   []*Entry `parser:"('{' (@@ (',' @@)*)? '}')? ')'"`
}

// EdgePattern asks for a relation, or for a chain of them.
type EdgePattern struct {
	Pos   lexer.Position
	Left  bool     `parser:"@'<'? '-'"`
	Var   *Name    `parser:"('[' @@?"`
	Types []*Name  `parser:"(':' @@ ('|' ':'? @@)*)?"`
	Star  *Star    `parser:"@@?"`
	Map   []*Entry `parser:"('{' (@@ (',' @@)*)? '}')? ']')?"`
	Right bool     `parser:"'-' @'>'?"`
	Times *Times   `parser:"@@?"`
}

// Star is how often an edge repeats, as openCypher writes it: *, *2, *1..3,
// *..3 or *2.. .
type Star struct {
	Pos   lexer.Position
	Exact *string `parser:"'*' ( @Number"`
	Range bool    `parser:"@'..'?"`
	Most  *string `parser:"@Number? | '..'"`
	UpTo  *string `parser:"@Number )?"`
}

// Times is how often an edge repeats, as GQL writes it: {2} or {1,3}.
type Times struct {
	Pos   lexer.Position
	Least *string `parser:"'{' @Number?"`
	Comma bool    `parser:"(@','"`
	Most  *string `parser:"@Number?)? '}'"`
}

// Entry is a property and the value it must have.
type Entry struct {
	Key   *Part    `parser:"@@ ':'"`
	Value *Operand `parser:"@@"`
}

// Name is a name as it was written.
type Name struct {
	Pos  lexer.Position
	Text string `parser:"@(Name|Quoted)"`
}

// Part is a name after a dot or in a map, where keywords are names, too.
type Part struct {
	Pos  lexer.Position
	Text string `parser:"@(Name|Quoted|Keyword)"`
}

// Return is what to make of the matches.
type Return struct {
	Pos      lexer.Position
	Distinct bool     `parser:"'RETURN' @'DISTINCT'?"`
	Star     bool     `parser:"( @'*'"`
	Items    []*Item  `parser:"| @@ (',' @@)* )"`
	Order    []*Sort  `parser:"('ORDER' 'BY' @@ (',' @@)*)?"`
	Skip     *Operand `parser:"('SKIP' @@)?"`
	Limit    *Operand `parser:"('LIMIT' @@)?"`
}

// Item is a column.
type Item struct {
	Expr *Or   `parser:"@@"`
	As   *Name `parser:"('AS' @@)?"`
}

// Sort is a key of the order.
type Sort struct {
	Expr *Or    `parser:"@@"`
	Way  string `parser:"@('ASC'|'DESC')?"`
}

// Or holds when one of its terms does.
type Or struct {
	Terms []*Xor `parser:"@@ ('OR' @@)*"`
}

// Xor holds when an odd number of its terms do.
type Xor struct {
	Terms []*And `parser:"@@ ('XOR' @@)*"`
}

// And holds when all its terms do.
type And struct {
	Terms []*Not `parser:"@@ ('AND' @@)*"`
}

// Not is a test, denied once for each NOT.
type Not struct {
	Nots []string `parser:"@'NOT'*"`
	Test *Test    `parser:"@@"`
}

// Test is an operand alone, a comparison, or a test for null.
type Test struct {
	Left    *Operand `parser:"@@"`
	Pos     lexer.Position
	Op      string   `parser:"( @('='|'<>'|'<='|'>='|'<'|'>'|'=~'|'IN'|'CONTAINS'|('STARTS'|'ENDS') 'WITH')"`
	Right   *Operand `parser:"@@"`
	Is      bool     `parser:"| @'IS'"`
	Present bool     `parser:"@'NOT'? 'NULL' )?"`
}

// Operand is a value.
type Operand struct {
	Pos    lexer.Position
	Number *string   `parser:"  @('-'? Number)"`
	Text   *string   `parser:"| @String"`
	Const  *string   `parser:"| @('TRUE'|'FALSE'|'NULL')"`
	Param  *string   `parser:"| @Param"`
	List   *Literals `parser:"| @@"`
	Exists *Body     `parser:"| 'EXISTS' '{' 'MATCH'? @@ '}'"`
	Ref    *Ref      `parser:"| @@"`
	Group  *Or       `parser:"| '(' @@ ')'"`
}

// Literals is values written one after the other.
type Literals struct {
	Items []*Operand `parser:"'[' (@@ (',' @@)*)? ']'"`
}

// Ref is a variable, a part of one, or a function of something.
type Ref struct {
	Name  *Name   `parser:"@@"`
	Call  *Call   `parser:"( @@"`
	Parts []*Part `parser:"| ('.' @@)+ )?"`
}

// Call is what a function is of.
type Call struct {
	Distinct bool  `parser:"'(' @'DISTINCT'?"`
	Star     bool  `parser:"( @'*'"`
	Args     []*Or `parser:"| @@ (',' @@)* )? ')'"`
}

const keywords = `MATCH|OPTIONAL|WHERE|RETURN|DISTINCT|AS|ORDER|BY|ASC|DESC|SKIP|LIMIT|AND|OR|XOR|NOT|IN|IS|NULL|TRUE|FALSE|CONTAINS|STARTS|ENDS|WITH|EXISTS`

var (
	tokens = lexer.MustSimple([]lexer.SimpleRule{
		{Name: "Space", Pattern: `\s+|//[^\n]*|/\*(?:[^*]|\*+[^*/])*\*+/`},
		{Name: "Keyword", Pattern: `(?i:` + keywords + `)\b`},
		{Name: "Name", Pattern: `[\p{L}_][\p{L}\p{M}\p{N}_]*`},
		{Name: "Quoted", Pattern: "`(?:[^`\n]|``)+`"},
		{Name: "Param", Pattern: `\$[\p{L}_][\p{L}\p{M}\p{N}_]*`},
		{Name: "String", Pattern: `"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`},
		{Name: "Number", Pattern: `\d+(?:\.\d+)?(?:[eE][+-]?\d+)?`},
		{Name: "Operator", Pattern: `<>|<=|>=|=~|\.\.|[-()\[\]{}:,.|*<>=]`},
	})
	grammar = participle.MustBuild[Query](
		participle.Lexer(tokens),
		participle.Elide("Space"),
		participle.CaseInsensitive("Keyword"),
		participle.UseLookahead(0),
	)
)
