package pattern

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"
)

// returns compiles the RETURN clause; nil returns all variables.
func (c *compiler) returns(x *Return) {
	if x == nil {
		x = &Return{Star: true}
	}
	c.s.distinct = x.Distinct
	if x.Star {
		c.all(x)
	}
	for _, item := range x.Items {
		e := c.or(item.Expr)
		written := text(item.Expr.print)
		column := Column{Name: written}
		if item.As != nil {
			column.Name = plain(item.As.Text)
		} else if e != nil && (e.op == opNode || e.op == opEdge) {
			column.Name = e.name
		}
		if e == nil {
			e = &expr{op: opConst}
		}
		for i := range c.s.Columns {
			if c.s.Columns[i].Name == column.Name {
				c.add(item.Expr.pos(), "there are two columns %s", column.Name).Hint = "name one with AS"
			}
		}
		if e.op == opAggregate {
			c.s.grouped = true
		} else if e.has(opAggregate) {
			c.add(item.Expr.pos(), "an aggregate stands alone in its column")
		}
		column.Type = e.typ
		c.s.Columns = append(c.s.Columns, column)
		c.s.columns = append(c.s.columns, c.simple(e))
	}
	for _, key := range x.Order {
		c.sortKey(x, key)
	}
	c.s.skip = c.count(x.Skip, "SKIP", 0)
	c.s.limit = c.count(x.Limit, "LIMIT", -1)
}

// all returns every variable that has a name, entities first.
func (c *compiler) all(x *Return) {
	for i, n := range c.s.nodes {
		if v, ok := c.names[n.name]; ok && !v.edge && v.slot == i {
			c.s.Columns = append(c.s.Columns, Column{n.name, Entity})
			c.s.columns = append(c.s.columns, &expr{op: opNode, typ: Entity, slot: i, name: n.name})
		}
	}
	for i, r := range c.s.edges {
		if v, ok := c.names[r.name]; ok && v.edge && v.slot == i {
			e := &expr{op: opEdge, typ: Relation, slot: i, name: r.name}
			if r.path {
				e.typ = Path
			}
			c.s.Columns = append(c.s.Columns, Column{r.name, e.typ})
			c.s.columns = append(c.s.columns, e)
		}
	}
	if len(c.s.columns) == 0 && len(c.found) == 0 {
		at := x.Pos
		if at.Line == 0 {
			at.Line, at.Column = 1, 1
		}
		c.add(at, "there is nothing to return: no part of the pattern has a name").Hint = "name one, as in (p:Program), or end with RETURN count(*)"
	}
}

// sortKey compiles a key: a column by its name or as it is written, or
// anything else where each row is one match.
func (c *compiler) sortKey(x *Return, key *Sort) {
	written := text(key.Expr.print)
	found := sortKey{column: -1, descending: strings.EqualFold(key.Way, "DESC")}
	for i := range c.s.Columns {
		if c.s.Columns[i].Name == plain(written) || i < len(x.Items) && text(x.Items[i].Expr.print) == written {
			found.column = i
			c.s.order = append(c.s.order, found)
			return
		}
	}
	found.expr = c.or(key.Expr)
	switch {
	case found.expr == nil:
		return
	case found.expr.has(opAggregate) || (c.s.grouped || c.s.distinct) && !c.fixed(found.expr):
		c.add(key.Expr.pos(), "ORDER BY %s is none of the columns", written).Hint = "return it, too, and order by its name"
		return
	}
	c.s.order = append(c.s.order, found)
}

// fixed reports whether an expression is the same for all matches of a row:
// what it speaks of are columns.
func (c *compiler) fixed(e *expr) bool {
	switch e.op {
	case opExists:
		return false
	case opNode, opNodePart, opEdge, opEdgePart, opLength:
		edge := e.op != opNode && e.op != opNodePart
		return slices.ContainsFunc(c.s.columns, func(x *expr) bool {
			return x.slot == e.slot && (x.op == opEdge && edge || x.op == opNode && !edge)
		})
	}
	return !slices.ContainsFunc(e.args, func(arg *expr) bool { return !c.fixed(arg) })
}

// count reads a number of rows.
func (c *compiler) count(x *Operand, clause string, otherwise int) int {
	if x == nil {
		return otherwise
	}
	e := c.operand(x)
	if e == nil {
		return otherwise
	}
	n := e.value.Number
	if e.op != opConst || e.typ != Number || n != float64(int(n)) || n < 0 {
		c.add(x.Pos, "%s needs a whole number, 0 or more, not %s", clause, text(x.print))
		return otherwise
	}
	if n > 1e9 {
		c.add(x.Pos, "%s is more than %s", clause, strconv.Itoa(1e9))
		return otherwise
	}
	return int(n)
}

// pos is where an expression begins.
func (x *Or) pos() lexer.Position { return x.Terms[0].Terms[0].Terms[0].Test.Left.Pos }
