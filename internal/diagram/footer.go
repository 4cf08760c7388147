package diagram

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"missiongraph/graph"
)

// mostCited is how many sources a footer names.
const mostCited = 4

// done writes the footer and returns the scene.
func (t *taker) done() (*Scene, error) {
	relations := fmt.Sprintf("all %s", count(t.among, "relation"))
	if t.drawn != t.among {
		relations = fmt.Sprintf("%s of %s", thousands(t.drawn), count(t.among, "relation"))
	}
	shown := fmt.Sprintf("Shown: %s of %s, with %s among them of grade %s or better. %s",
		thousands(len(t.nodes)), count2(t.v.Topology().Len(), "entity", "entities"), relations,
		strings.ToLower(t.v.Lens.Grade().String()), t.revision())
	if t.scene.Truncated != "" {
		shown = fmt.Sprintf("Not all is shown: %s within reach.", t.scene.Truncated) + " " + shown
	}
	if alone := t.alone(); alone > 0 {
		shown += fmt.Sprintf(" %d of them have no relation to the others.", alone)
	}
	t.scene.Footer = append(t.scene.Footer, shown)
	return t.scene, t.cite()
}

// revision says of which state of the graph the picture is.
func (t *taker) revision() string {
	text := fmt.Sprintf("Revision %d", t.v.Revision())
	if !t.committed.IsZero() {
		text += " of " + t.committed.UTC().Format("2 January 2006")
	}
	if len(t.v.Lens.Changes) > 0 {
		text += ", with changes that are not committed"
	}
	return text + "."
}

// cite adds the sources that the drawn relations rest on.
func (t *taker) cite() error {
	ids := make([]string, 0, len(t.sources))
	for id := range t.sources {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for i, id := range ids {
		if i == mostCited {
			t.scene.Footer = append(t.scene.Footer, fmt.Sprintf("And %s.", count(len(ids)-i, "more source")))
			break
		}
		s, ok, err := t.v.Source(id)
		if err != nil {
			return err
		}
		if ok {
			t.scene.Footer = append(t.scene.Footer, cite(&s))
		}
	}
	return nil
}

// alone counts the nodes without an edge.
func (t *taker) alone() int {
	joined := make([]bool, len(t.nodes))
	sum := len(joined)
	for i := range t.scene.Edges {
		for _, n := range []int{t.scene.Edges[i].From, t.scene.Edges[i].To} {
			if !joined[n] {
				joined[n] = true
				sum--
			}
		}
	}
	return sum
}

func cite(s *graph.Source) string {
	parts := []string{"Source: " + s.Title}
	if s.Publisher != "" {
		parts = append(parts, s.Publisher)
	}
	if day, err := time.Parse(time.DateOnly, s.ReviewedOn); err == nil {
		parts = append(parts, "page reviewed "+day.Format("2 January 2006"))
	}
	return strings.Join(parts, ", ") + "."
}

func count(n int, noun string) string { return count2(n, noun, noun+"s") }

func count2(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// thousands writes a number as "3,120".
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
