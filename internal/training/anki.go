package training

import (
	"fmt"
	"strings"
)

// writeAnki writes a note a term and a question, as Anki imports it
// (https://docs.ankiweb.net/importing/text-files.html).
func writeAnki(p *Pack) ([]byte, error) {
	var b strings.Builder
	b.WriteString("#separator:tab\n#html:true\n#notetype:Basic\n#columns:Front\tBack\tTags\n#tags column:3\n")
	note := func(front, back, cited, tag string) {
		fmt.Fprintf(&b, "%s\t%s<br><small>%s</small>\t%s\n", front, back, esc(cited), tag)
	}
	for i := range p.Glossary {
		t := &p.Glossary[i]
		back := "“" + esc(t.Definition) + "”"
		for _, a := range t.Aliases {
			back += "<br>Also: " + esc(a.Text)
		}
		note(esc(t.Term), back, fmt.Sprintf("%s, line %d", t.Citation.Title, t.Citation.Line), "glossary")
	}
	for i := range p.Questions {
		q := &p.Questions[i]
		front := esc(q.Stem)
		for _, o := range q.Options {
			front += "<br>• " + esc(o.Text)
		}
		if len(q.Pairs) > 0 {
			for _, pair := range q.Pairs {
				front += "<br>• " + esc(pair.Prompt)
			}
			front += "<br>" + esc(strings.Join(sortedAnswers(q), "; "))
		}
		note(front, esc(q.Key()), explanation(q), strings.ToLower(string(q.Form)+" "+q.Difficulty))
	}
	return []byte(b.String()), nil
}
