package sdl

import "missiongraph/graph"

// ParseOntology reads kinds, properties and relation types from the sources.
// The error is [graph.Problems]: everything wrong, each with
// file:line:column and, where a name is close to a known one, a hint.
func ParseOntology(sources ...Source) (*graph.Ontology, error) {
	d := parse(sources)
	if err := d.problems.Err(); err != nil {
		return nil, err // what follows would be guesses about half a document
	}
	o := d.ontology()
	if err := d.problems.Err(); err != nil {
		return nil, err
	}
	return o, nil
}

// ontology reads the ontology, noting problems in d. It is nil when there are
// any.
func (d *document) ontology() *graph.Ontology {
	kinds := d.readKinds()
	properties := d.readProperties()
	relations := d.readRelations(properties)
	if len(d.problems) > 0 {
		return nil
	}
	o, err := graph.NewOntology(kinds, properties, relations)
	if err != nil {
		d.problems.Add("", graph.BadInput, "%v", err)
		return nil
	}
	d.checkRelations(o)
	d.checkConveniences(o)
	return o
}
