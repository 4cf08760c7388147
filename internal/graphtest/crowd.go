package graphtest

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"missiongraph/graph"
)

// CrowdHub is the id of the entity that all partners of a [Crowd] work with.
const CrowdHub = "hub"

// Crowd returns a change that makes one agency with n partners, numbered from 0,
// each with a place; and programs and directorates as few as an organisation
// has. Some names are what a page must bear: very long, without a space, from
// right to left, or markup.
func Crowd(n int) graph.Change {
	c := &crowd{change: graph.Change{Author: "generator", Message: "an agency with very many partners"}}
	c.entity(CrowdHub, "Agency", "Crowded Agency")
	for i := range 4 {
		c.entity(fmt.Sprintf("area-%d", i), "MissionArea", fmt.Sprintf("Mission area %d", i))
		c.entity(fmt.Sprintf("unit-%d", i), "Directorate", fmt.Sprintf("Directorate %d", i))
		c.relate(fmt.Sprintf("unit-%d", i), "partOf", CrowdHub)
	}
	for i := range 20 {
		id := fmt.Sprintf("program-%d", i)
		c.entity(id, "Program", fmt.Sprintf("Program %d", i))
		c.relate(fmt.Sprintf("unit-%d", i%4), "operates", id)
		c.relate(id, "supports", fmt.Sprintf("area-%d", i%3))
	}
	for i := range n {
		id, place := fmt.Sprintf("partner-%d", i), fmt.Sprintf("place-%d", i%100)
		c.entity(id, "Partner", crowdName(i))
		if i < 100 {
			c.entity(place, "Place", fmt.Sprintf("Place %d", i))
		}
		c.relate(CrowdHub, "worksWith", id)
		c.relate(id, "locatedIn", place)
		if i < 60 {
			c.relate(fmt.Sprintf("program-%d", i%20), "worksWith", id)
		}
	}
	return c.done()
}

func crowdName(i int) string {
	switch i {
	case 0:
		return "The " + strings.Repeat("very ", 30) + "long name of a partner"
	case 1:
		return "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" + strings.Repeat("x", 80)
	case 2:
		return "\u202eשם בעברית\u202c <b>bold</b> & \"quoted\""
	case 3:
		return "</title><script>alert(1)</script>"
	case 4:
		return "=HYPERLINK(\"https://example.com\")"
	}
	return fmt.Sprintf("Partner organisation %d", i)
}

type crowd struct {
	change graph.Change
	names  map[string]string
	text   strings.Builder
	facts  []graph.Op
	lines  int
	at     int // code points of text
}

func (c *crowd) entity(id, kind, name string) {
	if c.names == nil {
		c.names = map[string]string{}
	}
	c.names[id] = name
	c.change.Ops = append(c.change.Ops, graph.Op{Entity: &graph.Entity{ID: id, Kind: kind, Name: name, Grade: graph.Stated}})
}

func (c *crowd) relate(from, typ, to string) {
	line := c.names[from] + " " + typ + " " + c.names[to] + "."
	c.text.WriteString(line + "\n")
	c.lines++
	quote := graph.Evidence{Source: "crowd", Quote: line, Start: c.at, End: c.at + utf8.RuneCountInString(line), Line: c.lines, Grade: graph.Stated}
	c.at = quote.End + 1
	c.facts = append(c.facts, graph.Op{Fact: &graph.Fact{ID: graph.RelationID(from, typ, "", to), Subject: from, Type: typ, Object: to,
		Grade: graph.Stated, Evidence: []graph.Evidence{quote}}})
}

func (c *crowd) done() graph.Change {
	text := c.text.String()
	c.change.Ops = append(c.change.Ops, graph.Op{Source: &graph.Source{ID: "crowd", Title: "A crowded report", Publisher: "A synthetic publisher",
		Text: text, SHA256: graph.TextHash(text)}})
	c.change.Ops = append(c.change.Ops, c.facts...)
	return c.change
}
