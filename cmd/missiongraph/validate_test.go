package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"missiongraph/graph"
	"missiongraph/schema"
)

// What --sarif prints follows the published schema of SARIF, as a reader that is
// not ours holds it to it, and points at the words it quotes.
func TestSARIF(t *testing.T) {
	data := t.TempDir()
	openHistory(t, data+"/"+dataFile).Close()
	var out, errs bytes.Buffer
	require.Equal(t, exitOK, execute(t.Context(), []string{"validate", "--data", data, "--sarif", "--severity", "note", "--min-grade", "editorial"}, nil, &out, &errs), errs.String())
	report, err := sarif.FromBytes(out.Bytes())
	require.NoError(t, err)
	require.NoError(t, report.Validate())

	require.Len(t, report.Runs, 1)
	run := report.Runs[0]
	assert.Len(t, run.Tool.Driver.Rules, len(graph.FlawRules()))
	require.NotEmpty(t, run.Results)
	placed := 0
	for _, r := range run.Results {
		assert.Equal(t, *r.RuleID, *run.Tool.Driver.Rules[r.RuleIndex].ID)
		at := r.Locations[0].PhysicalLocation
		if at == nil || at.Region == nil {
			continue
		}
		placed++
		text := *run.Artifacts[at.ArtifactLocation.Index].Contents.Text
		assert.Equal(t, *at.Region.Snippet.Text, cut(text, *at.Region.StartLine, *at.Region.StartColumn, *at.Region.EndLine, *at.Region.EndColumn))
	}
	assert.Positive(t, placed)
}

// cut is the text from a line and column to others, in code points.
func cut(text string, line, column, endLine, endColumn int) string {
	lines := strings.SplitAfter(text, "\n")[line-1 : endLine]
	last := []rune(lines[len(lines)-1])
	lines[len(lines)-1] = string(last[:endColumn-1])
	first := []rune(lines[0])
	lines[0] = string(first[column-1:])
	return strings.Join(lines, "")
}

// The table of docs/validation.md and the enum of the schema are the rules of
// the code.
func TestValidationRulesAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/validation.md")
	require.NoError(t, err)
	var table strings.Builder
	table.WriteString("| rule | severity | it finds | what to do |\n|---|---|---|---|\n")
	for _, r := range graph.FlawRules() {
		fmt.Fprintf(&table, "| `%s` | %s | %s | %s |\n", r, strings.ToLower(r.Severity().String()), r.Summary(), r.Help())
	}
	assert.Contains(t, string(page), table.String())

	loaded, err := gqlparser.LoadSchema(&ast.Source{Name: "schema", Input: schema.SDL()})
	require.NoError(t, err)
	values := loaded.Types["ValidationRule"].EnumValues
	require.Len(t, values, len(graph.FlawRules()))
	for i, r := range graph.FlawRules() {
		assert.Equal(t, r.Name(), values[i].Name)
		assert.Equal(t, r.Summary(), values[i].Description)
	}
	for i, s := range graph.Severities() {
		assert.Equal(t, s.String(), loaded.Types["Severity"].EnumValues[i].Name)
	}
}
