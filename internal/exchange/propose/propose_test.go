package propose_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/exchange"
	"missiongraph/internal/exchange/propose"
	"missiongraph/internal/exchange/table"
	"missiongraph/schema"
	"missiongraph/seed"
)

var update = flag.Bool("update", false, "write the golden files anew")

// seeded is a view of the seed, in which entities are looked for.
func seeded(t *testing.T) *graph.View {
	t.Helper()
	store, err := bolt.Open(filepath.Join(t.TempDir(), "graph.db"), bolt.Options{NoSync: true})
	require.NoError(t, err)
	t.Cleanup(func() { store.Close() })
	data, err := seed.Default()
	require.NoError(t, err)
	_, err = store.Append(context.Background(), data.Change(), 0)
	require.NoError(t, err)
	s, err := store.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	return graph.NewView(s, schema.Ontology(), graph.Lens{}, nil)
}

// keys is the JSON Schema of mappings.
func keys(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	file, err := os.Open("../../../docs/mapping.schema.json")
	require.NoError(t, err)
	defer file.Close()
	doc, err := jsonschema.UnmarshalJSON(file)
	require.NoError(t, err)
	require.NoError(t, c.AddResource("mapping.schema.json", doc))
	s, err := c.Compile("mapping.schema.json")
	require.NoError(t, err)
	return s
}

// workbook is a spreadsheet with a title above its header, days as serial numbers
// and an empty column.
func workbook(t *testing.T) []byte {
	t.Helper()
	book := excelize.NewFile()
	for i, row := range [][]interface{}{
		{"Regional offices, 2025"}, {}, {"Office", "State", "Opened", "", "Staff"},
		{"Northern Regional Office", "Oregon", 45785, nil, 120}, {"Southern Regional Office", "Texas", 40000, nil, 95},
		{"Eastern Regional Office", "Maine", 30001, nil, 40},
	} {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		require.NoError(t, err)
		require.NoError(t, book.SetSheetRow("Sheet1", cell, &row))
	}
	var b bytes.Buffer
	require.NoError(t, book.Write(&b))
	return b.Bytes()
}

// TestProposals: what is proposed for files of many kinds is a mapping as the
// manual has it, that reads every row of the file, and whose facts the ontology
// allows.
func TestProposals(t *testing.T) {
	view, schema1 := seeded(t), keys(t)
	files := map[string][]byte{"workbook.xlsx": workbook(t)}
	for _, pattern := range []string{"testdata/*", "../testdata/*"} {
		names, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, name := range names {
			if ext := filepath.Ext(name); ext == ".yaml" || ext == ".md" {
				continue
			}
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			files[filepath.Base(name)] = text
		}
	}
	require.Greater(t, len(files), 15)
	for name, text := range files {
		t.Run(name, func(t *testing.T) {
			f, err := table.Detect(name, bytes.NewReader(text))
			require.NoError(t, err)
			got, err := propose.Mapping(f, schema.Ontology(), propose.Options{})
			require.NoError(t, err)
			golden := filepath.Join("testdata", name+".yaml")
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o600))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err, "-update writes it")
			assert.Equal(t, string(want), got)
			for _, line := range strings.Split(got, "\n") {
				assert.LessOrEqual(t, len([]rune(line)), 220)
			}

			valid(t, schema1, got)
			m, err := exchange.LoadMapping(name+".yaml", []byte(got), schema.Ontology())
			require.NoError(t, err)
			read, err := table.Read(name, bytes.NewReader(text), m.Options())
			require.NoError(t, err)
			s, err := exchange.Assemble(m, read, view, nil, nil)
			require.NoError(t, err)
			assert.Empty(t, s.Refused)
			assert.Empty(t, s.Skipped)
			assert.Positive(t, s.Rows)
			assert.NotEmpty(t, s.Entities)
			plan, err := exchange.Compare(s, view, false)
			require.NoError(t, err)
			assert.Empty(t, graph.Validate(schema.Ontology(), view, graph.Change{Ops: plan.Ops, Author: "test", Message: name}))
		})
	}
}

func valid(t *testing.T, s *jsonschema.Schema, text string) {
	t.Helper()
	raw, err := yaml.YAMLToJSON([]byte(text))
	require.NoError(t, err)
	var doc interface{}
	require.NoError(t, json.Unmarshal(raw, &doc))
	require.NoError(t, s.Validate(doc))
}

// TestShippedMappingsAreValid: the mappings to copy from keep the JSON Schema.
func TestShippedMappingsAreValid(t *testing.T) {
	names, err := filepath.Glob("../../../mappings/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	s := keys(t)
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		valid(t, s, string(text))
	}
}

func TestProposalRefuses(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"only a header", "a,b\n", "f.csv:1:1: the file has no rows that can be read, to tell a mapping from"},
		{"no names", "{a}\n1\n", "f.csv:1:1: no column can name anything: the file has none that a template can name (columns whose names have braces, | or ?? cannot be used: rename them)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, err := table.Detect("f.csv", strings.NewReader(test.in))
			require.NoError(t, err)
			_, err = propose.Mapping(f, schema.Ontology(), propose.Options{})
			require.Error(t, err)
			assert.Equal(t, test.want, err.Error())
		})
	}
}

// FuzzProposal: whatever a file has, what is proposed loads.
func FuzzProposal(f *testing.F) {
	names, err := filepath.Glob("testdata/*")
	require.NoError(f, err)
	for _, name := range names {
		if text, err := os.ReadFile(name); err == nil {
			f.Add(name, text)
		}
	}
	o := schema.Ontology()
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		file, err := table.Detect(name, bytes.NewReader(text))
		if err != nil {
			return
		}
		got, err := propose.Mapping(file, o, propose.Options{})
		if err != nil {
			return
		}
		m, err := exchange.LoadMapping("m.yaml", []byte(got), o)
		require.NoError(t, err, got)
		_, err = table.Read(name, bytes.NewReader(text), m.Options())
		require.NoError(t, err)
	})
}
