package sdl

import (
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
)

// printer writes type definitions as a person would: one-line descriptions,
// arguments below each other when they carry their own.
type printer struct {
	strings.Builder
	indent string
}

const lineWidth = 100 // characters, beyond which a list of arguments is broken

func (p *printer) line(s string) {
	p.WriteString(p.indent + s + "\n")
}

func (p *printer) in()  { p.indent += "  " }
func (p *printer) out() { p.indent = p.indent[2:] }

func (p *printer) description(s string) {
	switch {
	case s == "":
	case strings.ContainsAny(s, "\"\\\n"):
		p.line(`"""`)
		for line := range strings.SplitSeq(strings.ReplaceAll(s, `"""`, `\"""`), "\n") {
			p.line(line)
		}
		p.line(`"""`)
	default:
		p.line(`"` + s + `"`)
	}
}

func (p *printer) schema(s *ast.SchemaDefinition) {
	p.line("")
	p.line("schema" + uses(s.Directives, "") + " {")
	p.in()
	for _, op := range s.OperationTypes {
		p.line(string(op.Operation) + ": " + op.Type)
	}
	p.out()
	p.line("}")
}

var keywords = map[ast.DefinitionKind]string{
	ast.Scalar: "scalar", ast.Object: "type", ast.Interface: "interface",
	ast.Union: "union", ast.Enum: "enum", ast.InputObject: "input",
}

func (p *printer) definition(def *ast.Definition) {
	p.line("")
	p.description(def.Description)
	head := keywords[def.Kind] + " " + def.Name
	if len(def.Interfaces) > 0 {
		head += " implements " + strings.Join(def.Interfaces, " & ")
	}
	head += uses(def.Directives, p.indent)
	switch {
	case len(def.Types) > 0:
		p.line(head + " = " + strings.Join(def.Types, " | "))
		return
	case def.Kind == ast.Scalar:
		p.line(head)
		return
	}
	p.line(head + " {")
	p.in()
	for _, v := range def.EnumValues {
		p.description(v.Description)
		p.line(v.Name + uses(v.Directives, p.indent))
	}
	for _, f := range def.Fields {
		p.field(f)
	}
	p.out()
	p.line("}")
}

func (p *printer) field(f *ast.FieldDefinition) {
	p.description(f.Description)
	tail := ": " + f.Type.String()
	if f.DefaultValue != nil {
		tail += " = " + literal(f.DefaultValue)
	}
	p.arguments(f.Name, f.Arguments, tail+uses(f.Directives, p.indent))
}

func (p *printer) directive(def *ast.DirectiveDefinition) {
	p.line("")
	p.description(def.Description)
	tail := " on "
	if def.IsRepeatable {
		tail = " repeatable on "
	}
	for i, l := range def.Locations {
		if i > 0 {
			tail += " | "
		}
		tail += string(l)
	}
	p.arguments("directive @"+def.Name, def.Arguments, tail)
}

// arguments writes head(arguments)tail.
func (p *printer) arguments(head string, list ast.ArgumentDefinitionList, tail string) {
	if len(list) == 0 {
		p.line(head + tail)
		return
	}
	p.line(head + "(")
	p.in()
	for _, a := range list {
		p.description(a.Description)
		s := a.Name + ": " + a.Type.String()
		if a.DefaultValue != nil {
			s += " = " + literal(a.DefaultValue)
		}
		p.line(s + uses(a.Directives, p.indent))
	}
	p.out()
	p.line(")" + tail)
}

// uses writes the directives of a definition, each with a space before it.
func uses(list ast.DirectiveList, indent string) string {
	var b strings.Builder
	for _, d := range list {
		b.WriteString(" @" + d.Name)
		if len(d.Arguments) == 0 {
			continue
		}
		parts := make([]string, len(d.Arguments))
		for i, a := range d.Arguments {
			parts[i] = a.Name + ": " + literal(a.Value)
		}
		if one := strings.Join(parts, ", "); utf8.RuneCountInString(one) <= lineWidth {
			b.WriteString("(" + one + ")")
		} else {
			b.WriteString("(\n" + indent + "  " + strings.Join(parts, "\n"+indent+"  ") + "\n" + indent + ")")
		}
	}
	return b.String()
}

// literal writes a value. Strings keep their escapes.
func literal(v *ast.Value) string {
	var parts []string
	switch v.Kind {
	case ast.ListValue:
		for _, x := range v.Children {
			parts = append(parts, literal(x.Value))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case ast.ObjectValue:
		for _, x := range v.Children {
			parts = append(parts, x.Name+": "+literal(x.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	default:
		return v.String()
	}
}
