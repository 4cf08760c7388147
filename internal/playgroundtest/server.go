package playgroundtest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

// ask posts a query to the server under test and returns its data.
func ask(t testing.TB, base *url.URL, query, variables string) any {
	t.Helper()
	request := map[string]any{"query": query}
	if variables != "" {
		request["variables"] = json.RawMessage(variables)
	}
	body, err := json.Marshal(request)
	require.NoError(t, err)
	response, err := http.Post(base.JoinPath("graphql").String(), "application/json", bytes.NewReader(body))
	require.NoError(t, err)
	defer response.Body.Close()
	var answer struct {
		Data   any
		Errors []any
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	require.Empty(t, answer.Errors, "the server's answer to %s", query)
	return answer.Data
}

// rootType is what the test asks about the schema.
type rootType struct {
	Name, Description string
	Fields            []struct{ Name string }
}

func askRootType(t testing.TB, base *url.URL) rootType {
	t.Helper()
	data := ask(t, base, `{ __schema { queryType { name description fields { name } } } }`, "")
	encoded, err := json.Marshal(data)
	require.NoError(t, err)
	var schema struct {
		Schema struct{ QueryType rootType } `json:"__schema"`
	}
	require.NoError(t, json.Unmarshal(encoded, &schema))
	return schema.Schema.QueryType
}

// stringLeaves collects every string value of a decoded JSON document,
// object members in no particular order.
func stringLeaves(value any) []string {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		var found []string
		for _, element := range v {
			found = append(found, stringLeaves(element)...)
		}
		return found
	case map[string]any:
		var found []string
		for _, element := range v {
			found = append(found, stringLeaves(element)...)
		}
		return found
	}
	return nil
}
