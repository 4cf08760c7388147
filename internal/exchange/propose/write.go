package propose

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"missiongraph/graph"
	"missiongraph/internal/exchange/table"
)

// Options say what is known of a file beforehand.
type Options struct {
	Prefix string // of ids, as "de"; "" for the mapping's name, or "us" where the states tell it
}

// Mapping proposes the mapping of a file that [table.Detect] read, as YAML with
// comments. A file without rows is BAD_INPUT.
func Mapping(f *table.File, o *graph.Ontology, opts Options) (string, error) {
	s := look(f)
	if s.rows == 0 {
		return "", graph.Problems{{Path: f.Name + ":1:1", Code: graph.BadInput, Msg: "the file has no rows that can be read, to tell a mapping from"}}
	}
	p := &proposal{survey: s, o: o, file: f, name: nameOf(f.Name)}
	if p.prefix = opts.Prefix; p.prefix == "" {
		p.prefix = p.name
	}
	dayFirst := f.Delimiter == ';' || f.Encoding == "windows-1252"
	for _, c := range s.columns {
		dayFirst = dayFirst || c.commas > 0
		for l := range c.layouts {
			dayFirst = dayFirst || l == "D.M.YYYY"
		}
	}
	p.parts = s.roles(dayFirst)
	p.decide()
	if len(p.entities) == 0 {
		return "", graph.Problems{{Path: f.Name + ":1:1", Code: graph.BadInput, Msg: "no column can name anything: the file has none that a template can name",
			Hint: "columns whose names have braces, | or ?? cannot be used: rename them"}}
	}
	return p.yaml(), nil
}

var noise = regexp.MustCompile(`(?:^|[-_. ])\d[\d-_.]*`)

// nameOf makes the name of a mapping of a file's: without what looks like a date
// or a version.
func nameOf(file string) string {
	name := filepath.Base(file)
	if i := strings.IndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	for _, s := range []string{slug(noise.ReplaceAllString(name, "-")), slug(name)} {
		if len(s) > 60 {
			s = strings.Trim(s[:60], "-")
		}
		if graph.IsEntityID(s) {
			return s
		}
	}
	return "file"
}

// quote writes a text as YAML reads it in one line, plain where it may be.
func quote(s string) string {
	if plainText.MatchString(s) && !reserved[strings.ToLower(s)] {
		return s
	}
	return quoted(s)
}

func quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s)
	return strings.TrimSuffix(b.String(), "\n")
}

var (
	plainText = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*$`)
	reserved  = map[string]bool{"yes": true, "no": true, "true": true, "false": true, "null": true, "on": true, "off": true, "y": true, "n": true}
)

// writer writes lines of YAML.
type writer struct{ strings.Builder }

func (w *writer) line(format string, args ...interface{}) { fmt.Fprintf(w, format+"\n", args...) }

// note writes a comment, in lines of at most 100 letters.
func (w *writer) note(indent, text string) {
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(indent+line)+utf8.RuneCountInString(word) > 96 {
			w.line("%s# %s", indent, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		w.line("%s# %s", indent, line)
	}
}

func (p *proposal) yaml() string {
	var w writer
	w.note("", fmt.Sprintf("A proposal, made from %s. Read it through: what was guessed has a comment.", filepath.Base(p.file.Name)))
	w.note("", "docs/import.md is the manual. Try it with: missiongraph mapping test MAPPING FILE")
	for _, n := range p.notes {
		w.note("", n)
	}
	w.line("mapping: %s", quote(p.name))
	p.head(&w)
	w.line("\nentities:")
	for i, e := range p.entities {
		if i > 0 {
			w.line("")
		}
		p.entity(&w, e)
	}
	if len(p.relations) > 0 {
		w.line("\nrelations:")
		for i, r := range p.relations {
			if i > 0 {
				w.line("")
			}
			w.relation(r)
		}
	}
	p.suggest(&w)
	p.rest(&w)
	return w.String()
}

// head writes how the file is read and cleaned.
func (p *proposal) head(w *writer) {
	opts := p.file.Options()
	var rules []string
	if opts.Delimiter != 0 {
		rules = append(rules, "delimiter: "+quoted(string(opts.Delimiter)))
	}
	if opts.Skip > 0 {
		rules = append(rules, fmt.Sprintf("skip: %d", opts.Skip))
	}
	if opts.Records != "" {
		rules = append(rules, "records: "+quote(opts.Records))
	}
	if p.file.Format != table.CSV {
		rules = append(rules, "format: "+p.file.Format)
	}
	if len(rules) > 0 {
		w.line("file: {%s}", strings.Join(rules, ", "))
	}
	w.line("\nsource:")
	w.line("  title: %s", quoted(p.name+" ({file})"))
	w.line("  publisher: unknown # say who publishes the file; url: and reviewedOn: tell where and when")
	if p.quotes || p.html || p.links || len(p.nulls) > 0 {
		w.line("\nclean:")
		if p.quotes {
			w.line("  quotes: true # typographic quotation marks and apostrophes are met")
		}
		if p.html {
			w.line("  html: true # characters are written as &amp; and the like")
		}
		if p.links {
			w.line("  links: true # links are wrapped by mail filters or browsers")
		}
		if len(p.nulls) > 0 {
			list := make([]string, len(p.nulls))
			for i, n := range p.nulls {
				list[i] = quoted(n)
			}
			w.line("  nulls: [%s] # cells that stand for nothing", strings.Join(list, ", "))
		}
	}
	if len(p.dates) > 0 {
		list := make([]string, len(p.dates))
		for i, l := range p.dates {
			list[i] = quoted(l)
		}
		w.line("\ndates: [%s]", strings.Join(list, ", "))
	}
	if p.numbers {
		w.line("\nnumbers: {thousands: \".\", decimal: \",\"}")
	}
	if p.each != nil {
		w.line("")
		w.note("", fmt.Sprintf("A row counts once for each value of %q.", p.each.name))
		if p.eachSplit == "list" {
			w.line("each: {column: %s}", quoted(p.each.name))
		} else {
			w.line("each: {column: %s, split: %s}", quoted(p.each.name), quoted(p.eachSplit))
		}
	}
}

func (p *proposal) entity(w *writer, e *entity) {
	for _, n := range e.notes {
		w.note("", n)
	}
	w.line("- as: %s", quote(e.as))
	if len(e.when) > 0 {
		list := make([]string, 0, len(e.when))
		for i, c := range e.when {
			if !contains(e.when[:i], c) {
				list = append(list, quoted(c)+": present")
			}
		}
		w.line("  when: {%s}", strings.Join(list, ", "))
	}
	w.line("  id: %s", quoted(e.id))
	if e.key != "" {
		w.line("  key: %s", quoted(e.key))
	}
	w.line("  kind: %s", e.kind)
	if e.form != "" {
		w.line("  form: %s", e.form)
	} else if forms := p.o.Kind(e.kind).Forms; len(forms) > 0 {
		names := make([]string, len(forms))
		for i, f := range forms {
			names[i] = f.Name
		}
		w.line("  # form: one of %s, where all rows have one", strings.Join(names, ", "))
	}
	w.line("  name: %s", quoted(e.name))
	if len(e.match) > 0 {
		w.note("  ", "One that the graph has by this name in full is that one; what is alike is listed.")
		list := make([]string, len(e.match))
		for i, m := range e.match {
			list[i] = quoted(m)
		}
		w.line("  match: {names: [%s], score: 1, near: 0.7}", strings.Join(list, ", "))
	}
	w.values("aliases", e.aliases)
	w.values("properties", e.properties)
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func (w *writer) values(key string, list []value) {
	if len(list) > 0 {
		w.line("  %s:", key)
	}
	for _, v := range list {
		fields := []string{}
		if v.property != "" {
			fields = append(fields, "property: "+v.property)
		}
		fields = append(fields, "value: "+quoted(v.text))
		if v.split != "" {
			fields = append(fields, "split: "+quoted(v.split))
		}
		if v.otherwise != "" {
			fields = append(fields, "else: "+v.otherwise)
		}
		w.line("  - {%s}", strings.Join(fields, ", "))
	}
}

func (w *writer) relation(r *relation) {
	for _, n := range r.notes {
		w.note("", n)
	}
	w.line("- subject: %s", quote(r.subject))
	w.line("  type: %s", r.typ)
	if r.verb != "" {
		w.line("  verb: %s", r.verb)
	}
	if r.key != "" {
		w.line("  object: {entity: %s, key: %s}", quote(r.object), quoted(r.key))
	} else {
		w.line("  object: %s", quote(r.object))
	}
	if len(r.absent) > 0 {
		list := make([]string, len(r.absent))
		for i, c := range r.absent {
			list[i] = quoted(c) + ": absent"
		}
		w.line("  when: {%s}", strings.Join(list, ", "))
	}
	if r.from != "" {
		w.line("  validFrom: %s", quoted(r.from))
	}
	if r.to != "" {
		w.line("  validTo: %s", quoted(r.to))
	}
	if len(r.qualifiers) > 0 {
		w.line("  qualifiers:")
		seen := map[string]bool{}
		for _, q := range r.qualifiers {
			name := q[0]
			for n := 2; seen[name]; n++ {
				name = fmt.Sprintf("%s%d", q[0], n)
			}
			seen[name] = true
			w.line("    %s: %s", quote(name), quoted(q[1]))
		}
	}
	if r.skip {
		w.line("  else: skip # a row is loaded without it where it cannot be")
	}
}

// suggest shows, as a comment, how rows that repeat a name can be facts of their
// own.
func (p *proposal) suggest(w *writer) {
	if len(p.repeated) == 0 || !organization(p.o, p.main.kind) || p.each != nil {
		return
	}
	w.line("")
	w.note("", fmt.Sprintf("Rows repeat the same %s. If each row says one more thing, as that it takes part in a program, a relation with a key makes one fact of each:", p.main.as))
	if len(p.relations) == 0 {
		w.line("# relations:")
	}
	w.line("# - subject: %s\n#   type: participatesIn\n#   object: {id: PROGRAM}", p.main.as)
	key := p.repeated[0]
	for _, x := range p.repeated {
		if x.layouts == nil && p.differs(x) {
			key = x
			break
		}
	}
	w.line("#   key: %s\n#   qualifiers:", quoted("{"+key.name+"|slug}"))
	seen := map[string]bool{}
	for _, x := range p.repeated {
		if seen[qualifier(x, "")] {
			continue
		}
		seen[qualifier(x, "")] = true
		if x.layouts != nil {
			w.line("#     %s: %s # with dates: [%s]", quote(qualifier(x, "date")), quoted("{?"+x.name+"|date}"), strings.Join(x.layouts, ", "))
		} else {
			w.line("#     %s: %s", quote(qualifier(x, "class")), quoted(column1(x.name)))
		}
	}
}

// rest lists the columns that were left out, with what they have.
func (p *proposal) rest(w *writer) {
	told := false
	for _, x := range p.parts {
		why := x.why
		switch {
		case x.role == coding && !p.uses(x):
			why = "a code: the names tell rows apart"
		case x.role != leftOut:
			continue
		}
		if !told {
			w.line("\n# Left out:")
			told = true
		}
		w.note("", fmt.Sprintf("- %s: %s%s", quoted(clip(x.name)), why, x.example()))
	}
	if p.wrong > 0 {
		w.line("\n# %d rows could not be read: missiongraph mapping test tells which.", p.wrong)
	}
}

// uses reports whether a rule has a column.
func (p *proposal) uses(x *part) bool {
	for _, e := range p.entities {
		if strings.Contains(e.id+e.key+e.name, "{"+x.name+"}") || strings.Contains(e.id, "{"+x.name+"|") {
			return true
		}
	}
	return false
}

func (x *part) example() string {
	if len(x.first) == 0 {
		return ""
	}
	list := make([]string, 0, 2)
	for _, v := range x.first[:min(2, len(x.first))] {
		list = append(list, quoted(clip(v)))
	}
	n := fmt.Sprintf("%d values", x.distinct())
	if x.distinct() == 1 {
		n = "1 value"
	}
	return fmt.Sprintf(" (%s, as %s)", n, strings.Join(list, ", "))
}

func clip(s string) string {
	if utf8.RuneCountInString(s) <= 40 {
		return s
	}
	return string([]rune(s)[:39]) + "…"
}
