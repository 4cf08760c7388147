package training

import (
	"fmt"
	"strings"
)

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
