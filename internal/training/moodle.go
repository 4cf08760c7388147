package training

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

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
