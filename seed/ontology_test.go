package seed

import (
	"testing"

	"missiongraph/graph"
	"missiongraph/schema"
)

func testOntology(testing.TB) *graph.Ontology { return schema.Ontology() }
