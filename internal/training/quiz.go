package training

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"strings"
)

// writeCSV writes a row a question. A field that a spreadsheet would take for
// a formula begins with an apostrophe.
func writeCSV(p *Pack) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true // RFC 4180
	rows := [][]string{{"id", "form", "difficulty", "grade", "question", "options", "key", "explanation", "facts", "revision"}}
	for i := range p.Questions {
		q := &p.Questions[i]
		var options, facts []string
		for _, o := range q.Options {
			options = append(options, o.Text)
		}
		for _, pair := range q.Pairs {
			options = append(options, pair.Prompt)
		}
		for _, proof := range q.Receipt.Proofs {
			facts = append(facts, proof.Fact)
		}
		rows = append(rows, []string{q.ID, string(q.Form), q.Difficulty, q.Grade, q.Stem, strings.Join(options, " | "), q.Key(), explanation(q), strings.Join(facts, " "), fmt.Sprint(p.Revision)})
	}
	for _, row := range rows {
		for i, field := range row {
			if field = line(field); field != "" && strings.ContainsRune("=+-@", rune(field[0])) {
				field = "'" + field
			}
			row[i] = field
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// gift escapes text for Moodle's GIFT format
// (https://docs.moodle.org/en/GIFT_format#Special_characters). An arrow parts
// the halves of a pair and cannot be escaped.
func gift(s string) string {
	s = strings.ReplaceAll(line(s), "->", "→")
	return strings.NewReplacer(`\`, `\\`, "~", `\~`, "=", `\=`, "#", `\#`, "{", `\{`, "}", `\}`, ":", `\:`).Replace(s)
}

func writeGIFT(p *Pack) ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "// %s\n", line(p.Title))
	for i := range p.Questions {
		q := &p.Questions[i]
		fmt.Fprintf(&b, "\n::%s::%s {\n", gift(q.ID), gift(q.Stem))
		right, wrong := correct(q)
		switch q.Form {
		case TrueFalse:
			fmt.Fprintf(&b, "%s\n", strings.ToUpper(q.Key()))
		case FillIn:
			for _, a := range q.Accepted {
				fmt.Fprintf(&b, "=%s\n", gift(a))
			}
		case Matching, Ordering:
			pairs := q.Pairs
			if q.Form == Ordering {
				pairs = places(q)
			}
			for _, pair := range pairs {
				fmt.Fprintf(&b, "=%s -> %s\n", gift(pair.Prompt), gift(pair.Answer))
			}
		default:
			for _, o := range q.Options {
				switch {
				case q.Form == Answers && o.Correct:
					fmt.Fprintf(&b, "~%%%s%%%s\n", share(right), gift(o.Text))
				case q.Form == Answers:
					fmt.Fprintf(&b, "~%%-%s%%%s\n", share(wrong), gift(o.Text))
				case o.Correct:
					fmt.Fprintf(&b, "=%s\n", gift(o.Text))
				default:
					fmt.Fprintf(&b, "~%s\n", gift(o.Text))
				}
			}
		}
		fmt.Fprintf(&b, "####%s\n}\n", gift(explanation(q)))
	}
	return []byte(b.String()), nil
}

// share is a part of 100 as Moodle knows it.
func share(n int) string { return strings.TrimSuffix(fmt.Sprintf("%.5f", 100/float64(n)), ".00000") }

// xmlText escapes text for XML 1.0; characters that cannot be in it are
// replaced.
func xmlText(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(line(s)))
	return b.String()
}

func writeMoodle(p *Pack) ([]byte, error) {
	var b strings.Builder
	text := func(tag, s string) {
		fmt.Fprintf(&b, "    <%s format=\"plain_text\"><text>%s</text></%s>\n", tag, xmlText(s), tag)
	}
	answer := func(fraction, s string) {
		fmt.Fprintf(&b, "    <answer fraction=\"%s\" format=\"plain_text\"><text>%s</text></answer>\n", fraction, xmlText(s))
	}
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n")
	for i := range p.Questions {
		q := &p.Questions[i]
		kind := map[Form]string{TrueFalse: "truefalse", FillIn: "shortanswer", Matching: "matching", Ordering: "matching"}[q.Form]
		if kind == "" {
			kind = "multichoice"
		}
		fmt.Fprintf(&b, "  <question type=\"%s\">\n    <name><text>%s</text></name>\n", kind, xmlText(q.ID))
		text("questiontext", q.Stem)
		text("generalfeedback", explanation(q))
		b.WriteString("    <defaultgrade>1</defaultgrade>\n")
		right, wrong := correct(q)
		switch kind {
		case "truefalse":
			for _, o := range q.Options {
				answer(map[bool]string{true: "100", false: "0"}[o.Correct], strings.ToLower(o.Text))
			}
		case "shortanswer":
			b.WriteString("    <usecase>0</usecase>\n")
			for _, a := range q.Accepted {
				answer("100", strings.ReplaceAll(a, "*", `\*`))
			}
		case "matching":
			b.WriteString("    <shuffleanswers>true</shuffleanswers>\n")
			pairs := q.Pairs
			if q.Form == Ordering {
				pairs = places(q)
			}
			for _, pair := range pairs {
				fmt.Fprintf(&b, "    <subquestion format=\"plain_text\"><text>%s</text><answer><text>%s</text></answer></subquestion>\n", xmlText(pair.Prompt), xmlText(pair.Answer))
			}
		default:
			fmt.Fprintf(&b, "    <single>%t</single>\n    <shuffleanswers>true</shuffleanswers>\n    <answernumbering>abc</answernumbering>\n", q.Form != Answers)
			for _, o := range q.Options {
				switch {
				case o.Correct && q.Form == Answers:
					answer(share(right), o.Text)
				case o.Correct:
					answer("100", o.Text)
				case q.Form == Answers:
					answer("-"+share(wrong), o.Text)
				default:
					answer("0", o.Text)
				}
			}
		}
		b.WriteString("  </question>\n")
	}
	b.WriteString("</quiz>\n")
	return []byte(b.String()), nil
}

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

// writeMarp writes slides for Marp (https://marp.app): fact sheets, then each
// question with its answer on the next slide.
func writeMarp(p *Pack) ([]byte, error) {
	m := &markdown{}
	m.printf("---\nmarp: true\npaginate: true\n---\n\n# %s\n\n%s\n", md(p.Title), md(about(p)))
	for i := range p.Sheets {
		s := &p.Sheets[i]
		for _, section := range s.Sections {
			m.printf("\n---\n\n## %s\n\n### %s\n\n", md(s.Name), md(section.Heading))
			for _, x := range section.Sentences {
				m.printf("- %s\n", md(x.Text))
			}
			n := section.Sentences[0].Notes[0]
			m.printf("\n*%s*\n", md(fmt.Sprintf("%s, line %d", s.Notes[n-1].Title, s.Notes[n-1].Line)))
		}
	}
	for i := range p.Questions {
		q := &p.Questions[i]
		m.printf("\n---\n\n## Question %d\n\n%s\n", i+1, md(q.Stem))
		m.ask(q)
		m.printf("\n---\n\n## Answer %d\n\n%s\n\n> %s\n", i+1, md(q.Key()), md(explanation(q)))
	}
	return []byte(m.String()), nil
}
