package web_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/graph-gophers/graphql-go"
	"github.com/stretchr/testify/require"

	"missiongraph/web"
)

// miniSDL is a corner of the API, large enough for the first example and for
// completion and documentation to have something to say.
const miniSDL = `
"""Everything that can be asked: a corner of the graph, for this test."""
type Query {
  "An entity by its identifier or by one of its other names."
  entity(id: ID!): Entity
  "Facts, newest evidence first."
  facts(filter: FactFilter, first: Int = 20): FactConnection!
}
"Which facts to return. Conditions are joined by and."
input FactFilter {
  "Any of these relation types."
  types: [RelationType!]
  "The entity the relation starts from."
  subject: ID
  "The entity the relation ends at."
  object: ID
}
"How one entity relates to another."
enum RelationType { leads contributesTo responsibleFor }
"How well the text supports a fact."
enum Grade { STATED CONSTRUED CONTEXTUAL EDITORIAL }
"A page of facts."
type FactConnection { totalCount: Int! nodes: [Fact!]! }
"One thing known about an entity."
union Fact = Relation
"A fact that joins two entities."
type Relation {
  "The relation in plain English."
  sentence: String!
  type: RelationType!
  grade: Grade!
  evidence: [Evidence!]!
  subject: Entity!
  object: Entity!
}
"Where a fact comes from."
type Evidence { quote: String! line: Int! source: Source! }
"A stored document."
type Source { title: String! url: String }
"Anything the graph knows facts about."
type Entity { id: ID! name: String! kind: String! }
`

type (
	entity struct {
		ID         graphql.ID
		Name, Kind string
	}
	source struct {
		Title string
		URL   *string
	}
	evidence struct {
		Quote  string
		Line   int32
		Source source
	}
	relation struct {
		Sentence, Type, Grade string
		Evidence              []evidence
		Subject, Object       entity
	}
	fact           struct{ relation }
	factConnection struct {
		TotalCount int32
		Nodes      []*fact
	}
	factFilter struct {
		Types           *[]string
		Subject, Object *graphql.ID
	}
	miniRoot struct{}
)

func (f *fact) ToRelation() (*relation, bool) { return &f.relation, true }

var (
	fbi = entity{"fbi", "FBI", "Agency"}
	hsi = entity{"hsi", "HSI", "Directorate"}
	jtt = entity{"joint-terrorism-task-forces", "Joint Terrorism Task Forces", "Program"}

	page = source{Title: "What We Do"}

	miniFacts = []*fact{
		{relation{"FBI leads Joint Terrorism Task Forces", "leads", "STATED",
			[]evidence{{"the FBI-led Joint Terrorism Task Forces", 51, page}}, fbi, jtt}},
		{relation{"HSI contributes to Joint Terrorism Task Forces", "contributesTo", "STATED",
			[]evidence{{"HSI is the largest contributor to the FBI-led Joint Terrorism Task Forces", 51, page}}, hsi, jtt}},
	}
)

func (*miniRoot) Entity(args struct{ ID graphql.ID }) *entity {
	for _, e := range []entity{fbi, hsi, jtt} {
		if e.ID == args.ID {
			return &e
		}
	}
	return nil
}

func (*miniRoot) Facts(args struct {
	Filter *factFilter
	First  int32
}) factConnection {
	found := factConnection{Nodes: []*fact{}}
	for _, f := range miniFacts {
		if matches(f.relation, args.Filter) {
			found.TotalCount++
			found.Nodes = append(found.Nodes, f)
		}
	}
	found.Nodes = found.Nodes[:min(len(found.Nodes), int(args.First))]
	return found
}

func matches(r relation, filter *factFilter) bool {
	if filter == nil {
		return true
	}
	if filter.Types != nil {
		var listed bool
		for _, name := range *filter.Types {
			listed = listed || name == r.Type
		}
		if !listed {
			return false
		}
	}
	return (filter.Subject == nil || *filter.Subject == r.Subject.ID) &&
		(filter.Object == nil || *filter.Object == r.Object.ID)
}

// newMiniServer serves the playground beside a small graph on the project's
// GraphQL engine, over HTTP on 127.0.0.1.
func newMiniServer(t testing.TB) *httptest.Server {
	t.Helper()
	schema, err := graphql.ParseSchema(miniSDL, &miniRoot{}, graphql.UseFieldResolvers(), graphql.UseStringDescriptions())
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle(web.PlaygroundPath, web.Handler())
	mux.Handle(web.LicensesPath, web.Handler())
	mux.Handle(web.AssetsPath, web.Handler())
	mux.HandleFunc("GET /schema.graphql", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(miniSDL))
	})
	mux.HandleFunc("POST /graphql", func(w http.ResponseWriter, r *http.Request) {
		answerQuery(w, r, schema)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

func answerQuery(w http.ResponseWriter, r *http.Request, schema *graphql.Schema) {
	var request struct {
		Query         string
		OperationName string
		Variables     map[string]any
	}
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	response := schema.Exec(context.WithoutCancel(r.Context()), request.Query, request.OperationName, request.Variables)
	w.Header().Set("Content-Type", "application/graphql-response+json")
	_ = json.NewEncoder(w).Encode(response)
}
