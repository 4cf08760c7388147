package web_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"missiongraph/web"
)

func TestExamples(t *testing.T) {
	examples := web.Examples()
	files, err := filepath.Glob("examples/*/*")
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, example := range examples {
		t.Run(example.Name, func(t *testing.T) {
			assert.False(t, seen[example.Name], "names are unique")
			seen[example.Name] = true
			assert.Regexp(t, `^[a-z]+/\d\d-[a-z0-9-]+$`, example.Name)
			assert.NotEmpty(t, example.Title)
			assert.LessOrEqual(t, len(example.Title), 60, "the title fits the panel")
			assert.Regexp(t, `[.:?]$`, example.Description, "the description is a sentence")

			document, err := parser.ParseQuery(&ast.Source{Name: example.Name, Input: example.Query})
			require.NoError(t, err)
			require.Len(t, document.Operations, 1)
			operation := document.Operations[0]
			assert.Equal(t, ast.Query, operation.Operation)
			assert.NotEmpty(t, operation.Name, "the operation's name becomes the tab's title")
			checkVariables(t, example, operation)
		})
	}
	variables, err := filepath.Glob("examples/*/*.variables.json")
	require.NoError(t, err)
	assert.Len(t, files, len(examples)+len(variables), "every file of examples is an example or its variables")
}

// checkVariables requires exactly the declared variables, so that an example
// runs as it stands and no value is left over from an edit.
func checkVariables(t *testing.T, example web.Example, operation *ast.OperationDefinition) {
	t.Helper()
	given := map[string]any{}
	if example.Variables != "" {
		require.NoError(t, json.Unmarshal([]byte(example.Variables), &given))
	}
	declared := map[string]bool{}
	for _, definition := range operation.VariableDefinitions {
		declared[definition.Variable] = true
		if definition.Type.NonNull && definition.DefaultValue == nil {
			assert.Contains(t, given, definition.Variable)
		}
	}
	for name := range given {
		assert.True(t, declared[name], "variable %q is not declared", name)
	}
}

// Both sides list the groups; they must agree on folders, titles and order.
func TestExampleGroupsAgree(t *testing.T) {
	source, err := os.ReadFile("playground/src/examples.ts")
	require.NoError(t, err)
	list := regexp.MustCompile(`(?s)groupTitles[^{]*{(.*?)}`).FindStringSubmatch(string(source))
	require.NotNil(t, list)
	var inPage []string
	for _, match := range regexp.MustCompile(`(\w+): '([^']+)'`).FindAllStringSubmatch(list[1], -1) {
		inPage = append(inPage, match[1]+": "+match[2])
	}
	var inGo []string
	for _, example := range web.Examples() {
		group := filepath.Dir(example.Name) + ": " + example.Group
		if len(inGo) == 0 || inGo[len(inGo)-1] != group {
			inGo = append(inGo, group)
		}
	}
	assert.Equal(t, inPage, inGo)
}
