package pattern

import (
	"regexp"
	"strconv"
	"strings"
)

// String prints the pattern in one line, as [Parse] reads it.
func (q *Query) String() string {
	var b strings.Builder
	b.WriteString("MATCH ")
	q.First.print(&b)
	for _, c := range q.Rest {
		b.WriteByte(' ')
		if c.Optional {
			b.WriteString("OPTIONAL ")
		}
		b.WriteString("MATCH ")
		c.Body.print(&b)
	}
	if q.Return != nil {
		q.Return.print(&b)
	}
	return b.String()
}

func (x *Body) print(b *strings.Builder) {
	each(b, x.Chains, ", ", (*Chain).print)
	if x.Where != nil {
		b.WriteString(" WHERE ")
		x.Where.print(b)
	}
}

func (x *Chain) print(b *strings.Builder) {
	x.Start.print(b)
	for _, l := range x.Links {
		l.Edge.print(b)
		l.Node.print(b)
	}
}

func (x *NodePattern) print(b *strings.Builder) {
	b.WriteByte('(')
	inside(b, x.Var, x.Kinds, nil, x.Map)
	b.WriteByte(')')
}

func (x *EdgePattern) print(b *strings.Builder) {
	if x.Left {
		b.WriteByte('<')
	}
	b.WriteByte('-')
	if x.Var != nil || len(x.Types) > 0 || x.Star != nil || len(x.Map) > 0 {
		b.WriteByte('[')
		inside(b, x.Var, x.Types, x.Star, x.Map)
		b.WriteByte(']')
	}
	b.WriteByte('-')
	if x.Right {
		b.WriteByte('>')
	}
	if t := x.Times; t != nil {
		b.WriteByte('{')
		if t.Least != nil {
			b.WriteString(*t.Least)
		}
		if t.Comma {
			b.WriteByte(',')
		}
		if t.Most != nil {
			b.WriteString(*t.Most)
		}
		b.WriteByte('}')
	}
}

func inside(b *strings.Builder, name *Name, labels []*Name, star *Star, entries []*Entry) {
	if name != nil {
		name.print(b)
	}
	if len(labels) > 0 {
		b.WriteByte(':')
		each(b, labels, "|", (*Name).print)
	}
	if star != nil {
		b.WriteByte('*')
		switch {
		case star.UpTo != nil:
			b.WriteString(".." + *star.UpTo)
		case star.Exact != nil:
			b.WriteString(*star.Exact)
			if star.Range {
				b.WriteString("..")
			}
			if star.Most != nil {
				b.WriteString(*star.Most)
			}
		}
	}
	if len(entries) > 0 {
		b.WriteString(" {")
		each(b, entries, ", ", func(e *Entry, b *strings.Builder) {
			b.WriteString(e.Key.Text + ": ")
			e.Value.print(b)
		})
		b.WriteByte('}')
	}
}

func (x *Name) print(b *strings.Builder) { b.WriteString(x.Text) }

func (x *Return) print(b *strings.Builder) {
	b.WriteString(" RETURN ")
	if x.Distinct {
		b.WriteString("DISTINCT ")
	}
	if x.Star {
		b.WriteByte('*')
	}
	each(b, x.Items, ", ", func(i *Item, b *strings.Builder) {
		i.Expr.print(b)
		if i.As != nil {
			b.WriteString(" AS " + i.As.Text)
		}
	})
	if len(x.Order) > 0 {
		b.WriteString(" ORDER BY ")
		each(b, x.Order, ", ", func(s *Sort, b *strings.Builder) {
			s.Expr.print(b)
			if s.Way != "" {
				b.WriteString(" " + s.Way)
			}
		})
	}
	if x.Skip != nil {
		b.WriteString(" SKIP ")
		x.Skip.print(b)
	}
	if x.Limit != nil {
		b.WriteString(" LIMIT ")
		x.Limit.print(b)
	}
}

func (x *Or) print(b *strings.Builder)  { each(b, x.Terms, " OR ", (*Xor).print) }
func (x *Xor) print(b *strings.Builder) { each(b, x.Terms, " XOR ", (*And).print) }
func (x *And) print(b *strings.Builder) { each(b, x.Terms, " AND ", (*Not).print) }

func (x *Not) print(b *strings.Builder) {
	for range x.Nots {
		b.WriteString("NOT ")
	}
	x.Test.print(b)
}

func (x *Test) print(b *strings.Builder) {
	x.Left.print(b)
	switch {
	case x.Right != nil:
		b.WriteString(" " + x.op() + " ")
		x.Right.print(b)
	case x.Is && x.Present:
		b.WriteString(" IS NOT NULL")
	case x.Is:
		b.WriteString(" IS NULL")
	}
}

// op is the operator in capitals, in words.
func (x *Test) op() string {
	switch op := strings.ToUpper(x.Op); op {
	case "STARTSWITH":
		return "STARTS WITH"
	case "ENDSWITH":
		return "ENDS WITH"
	default:
		return op
	}
}

func (x *Operand) print(b *strings.Builder) {
	switch {
	case x.Number != nil:
		b.WriteString(*x.Number)
	case x.Text != nil:
		b.WriteString(*x.Text)
	case x.Const != nil:
		b.WriteString(*x.Const)
	case x.Param != nil:
		b.WriteString(*x.Param)
	case x.List != nil:
		b.WriteByte('[')
		each(b, x.List.Items, ", ", (*Operand).print)
		b.WriteByte(']')
	case x.Exists != nil:
		b.WriteString("EXISTS {")
		x.Exists.print(b)
		b.WriteByte('}')
	case x.Ref != nil:
		x.Ref.print(b)
	default:
		b.WriteByte('(')
		x.Group.print(b)
		b.WriteByte(')')
	}
}

func (x *Ref) print(b *strings.Builder) {
	x.Name.print(b)
	for _, p := range x.Parts {
		b.WriteString("." + p.Text)
	}
	if c := x.Call; c != nil {
		b.WriteByte('(')
		if c.Distinct {
			b.WriteString("DISTINCT ")
		}
		if c.Star {
			b.WriteByte('*')
		}
		each(b, c.Args, ", ", (*Or).print)
		b.WriteByte(')')
	}
}

func each[T any](b *strings.Builder, list []T, between string, print func(T, *strings.Builder)) {
	for i, x := range list {
		if i > 0 {
			b.WriteString(between)
		}
		print(x, b)
	}
}

func text(print func(*strings.Builder)) string {
	var b strings.Builder
	print(&b)
	return b.String()
}

// plain is the name without its back quotes.
func plain(written string) string {
	if len(written) > 1 && written[0] == '`' {
		return strings.ReplaceAll(written[1:len(written)-1], "``", "`")
	}
	return written
}

var escape = regexp.MustCompile(`\\(u[0-9a-fA-F]{4}|(?s:.))`)

// unquoted is the text that a literal stands for.
func unquoted(written string) string {
	return escape.ReplaceAllStringFunc(written[1:len(written)-1], func(e string) string {
		switch e[1] {
		case 'n':
			return "\n"
		case 't':
			return "\t"
		case 'r':
			return "\r"
		case 'u':
			if code, err := strconv.ParseUint(e[2:], 16, 32); err == nil && len(e) == 6 {
				return string(rune(code))
			}
		}
		return e[1:]
	})
}

// quoted writes a text as a literal.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(s) + `"`
}
