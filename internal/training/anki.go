package training

import (
	"fmt"
	"strings"
)

// writeAnki writes a note a card, as Anki imports it from text
// (https://docs.ankiweb.net/importing/text-files.html).
func writeAnki(p *Pack) ([]byte, error) {
	var b strings.Builder
	b.WriteString("#separator:tab\n#html:true\n#notetype:Basic\n#columns:Front\tBack\tTags\n#tags column:3\n")
	for _, c := range cards(p) {
		front := c.front + c.options
		if c.form == clozeCard {
			front = field(c.sort)
		}
		fmt.Fprintf(&b, "%s\t%s<br><small>%s</small>\t%s\n", front, c.back, c.source, strings.Join(c.tags, " "))
	}
	return []byte(b.String()), nil
}
