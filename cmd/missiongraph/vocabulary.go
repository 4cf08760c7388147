package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/schema"
	"missiongraph/schema/sdl"
)

// extension is a file given with --ontology.
type extension struct {
	sdl.Source        // named as the user did
	id         string // of the source that keeps it
}

// extensions reads the files given with --ontology.
func (a *app) extensions() ([]extension, error) {
	var list []extension
	for _, name := range a.ontology {
		text, err := readInput(name, "--ontology")
		if err != nil {
			return nil, err
		}
		x := extension{sdl.Source{Name: name, Text: string(text)}, schema.ExtensionID(name)}
		if x.id == "" || !graph.IsEntityID(x.id) {
			return nil, graph.Errorf(graph.BadInput, "%s: the name of the file cannot name an extension", name).
				WithHint("name it in letters and digits, as maritime.graphql")
		}
		if i := slices.IndexFunc(list, func(y extension) bool { return y.id == x.id }); i >= 0 {
			return nil, graph.Errorf(graph.BadInput, "%s and %s would both be kept as %s", list[i].Name, name, x.id).
				WithHint("give each extension a name of its own")
		}
		list = append(list, x)
	}
	return list, nil
}

// vocabulary returns what the graph of a store can be about: what is built in,
// the extensions that the store keeps, and those given, which stand in for kept
// ones of the same name.
func (a *app) vocabulary(store graph.Store) (*schema.Vocabulary, error) {
	given, err := a.extensions()
	if err != nil {
		return nil, err
	}
	if store.Head() == 0 {
		return extended(nil, given)
	}
	snapshot, err := store.Snapshot(graph.AnyRevision)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	kept, err := schema.ExtensionsOf(snapshot, schema.Sources())
	if err != nil {
		return nil, err
	}
	words, err := extended(kept, given)
	if err == nil && !a.anyWords {
		err = knows(words.Ontology, snapshot.Topology())
	}
	return words, err
}

// extended puts extensions together.
func extended(kept []sdl.Source, given []extension) (*schema.Vocabulary, error) {
	var list []sdl.Source
	for _, s := range kept {
		if !slices.ContainsFunc(given, func(x extension) bool { return x.id == s.Name }) {
			list = append(list, s)
		}
	}
	for _, x := range given {
		list = append(list, x.Source)
	}
	return schema.Extend(list...)
}

// knows returns an error that names what the graph has and the ontology does
// not declare.
func knows(o *graph.Ontology, t *graph.Topology) error {
	var kinds, types []string
	for _, term := range t.KindTerms() {
		if name := t.Terms().Name(term); o.Kind(name) == nil {
			kinds = append(kinds, name)
		}
	}
	for term := graph.Term(1); int(term) <= t.Terms().Len(); term++ {
		if name := t.Terms().Name(term); t.FactsOf(term) > 0 && o.Relation(name) == nil && o.Property(name) == nil {
			types = append(types, name)
		}
	}
	var parts []string
	if len(kinds) > 0 {
		parts = append(parts, "entities of kind "+graph.Enumerate(kinds))
	}
	if len(types) > 0 {
		parts = append(parts, "facts of type "+graph.Enumerate(types))
	}
	if len(parts) == 0 {
		return nil
	}
	return graph.Errorf(graph.BadInput, "the graph has %s, which the ontology does not declare", graph.Enumerate(parts)).
		WithHint("give the file that declares them: --ontology FILE; missiongraph validate lists what is not declared")
}

// adopt keeps the extensions given in the graph, where they are not yet. What
// the graph holds must fit them.
func (a *app) adopt(ctx context.Context, store *bolt.Store) error {
	given, err := a.extensions()
	if err != nil || len(given) == 0 {
		return err
	}
	words, err := a.vocabulary(store)
	if err != nil {
		return err
	}
	if store.Head() > 0 {
		misfits, err := a.misfits(ctx, store, words.Ontology)
		if err != nil {
			return err
		}
		if n := misfits.found.Len(); n > 0 {
			first := misfits.found.Page(0, 1)[0]
			return graph.Errorf(graph.BadInput, "the ontology would not allow %s that the graph has, first %s: %s",
				count(n, "thing"), misfits.subject(first), first.Message).
				WithHint("missiongraph ontology check %s lists all", strings.Join(a.ontology, " "))
		}
	}
	rev := store.Head()
	ops, names, err := adopting(store, given)
	if err != nil || len(ops) == 0 {
		return err
	}
	_, err = store.Append(ctx, graph.Change{
		Ops: ops, Author: a.localPrincipal().Name, Message: "Extend the ontology by " + graph.Enumerate(names),
	}, rev)
	return err
}

// adopting returns the puts that keep extensions as they are given.
func adopting(store *bolt.Store, given []extension) (ops []graph.Op, names []string, err error) {
	snapshot, err := store.Snapshot(graph.AnyRevision)
	if err != nil {
		return nil, nil, err
	}
	defer snapshot.Close()
	for _, x := range given {
		was, ok, err := snapshot.Source(x.id)
		if err != nil {
			return nil, nil, err
		}
		if ok && was.Text == x.Text {
			continue
		}
		name := strings.TrimPrefix(x.id, schema.ExtensionPrefix)
		names = append(names, name)
		ops = append(ops, graph.Op{Source: &graph.Source{
			ID: x.id, Title: "Ontology: " + name, Publisher: filepath.Base(x.Name), Text: x.Text, SHA256: graph.TextHash(x.Text),
		}})
	}
	return ops, names, nil
}

// checkExtension returns what is wrong with a source as an extension of the
// ontology, for the gate; nil for any other source.
func checkExtension(id, text string) (found graph.Problems) {
	if !strings.HasPrefix(id, schema.ExtensionPrefix) {
		return nil
	}
	found.Add(id+":1:1", graph.BadInput, "an extension of the ontology is taken when the graph is opened, not by a change").
		Hint = fmt.Sprintf("missiongraph serve --ontology %s.graphql", strings.TrimPrefix(id, schema.ExtensionPrefix))
	return found
}
