package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"missiongraph/graph"
)

func TestLogLine(t *testing.T) {
	r := revisionReport{Revision: 7, Time: time.Date(2026, 1, 2, 3, 4, 5, 678e6, time.UTC), Author: "ann\x1b[2J", Message: "one\ttab\nand a line"}
	r.tally[graph.EntitySort][graph.Added] = 2
	r.tally[graph.SourceSort][graph.Added] = 1
	r.tally[graph.FactSort][graph.Changed] = 3
	var b strings.Builder
	pipe := &terminal{&b, false}
	assert.Equal(t, "7\t2026-01-02T03:04:05Z\tann\\x1b[2J\t2 entities and 1 source added, 3 facts changed\tone\\ttab\\nand a line\n", pipe.logLine(r))
	assert.Equal(t, "+-~", pipe.mark(graph.Added)+pipe.mark(graph.Retracted)+pipe.mark(graph.Changed))

	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm")
	tty := &terminal{&b, true}
	line := tty.logLine(r)
	assert.Contains(t, line, "\x1b[1m7\x1b[0m")
	assert.Contains(t, line, `ann\x1b[2J`)
	assert.Equal(t, 1, strings.Count(line, "\n"), "one line each")
	assert.Equal(t, "\x1b[33m~\x1b[0m", tty.mark(graph.Changed))
	t.Setenv("NO_COLOR", "1")
	assert.Equal(t, "-", tty.mark(graph.Retracted))
}

func TestTally(t *testing.T) {
	for _, c := range []struct {
		name string
		list []graph.Difference
		want string
	}{
		{"nothing", nil, "no difference"},
		{"one", []graph.Difference{{After: graph.Record{Entity: &graph.Entity{}}}}, "1 entity added"},
		{"several", []graph.Difference{
			{Ref: graph.Ref{Sort: graph.FactSort}, Before: graph.Record{Fact: &graph.Fact{}}},
			{Before: graph.Record{Entity: &graph.Entity{}}},
			{Before: graph.Record{Entity: &graph.Entity{}}},
			{Ref: graph.Ref{Sort: graph.SourceSort}, Before: graph.Record{Source: &graph.Source{}}, After: graph.Record{Source: &graph.Source{}}},
		}, "2 entities and 1 fact retracted, 1 source changed"},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, tallyOf(c.list).String()) })
	}
}
