package sdl

import (
	"fmt"
	"slices"
	"strings"

	"missiongraph/graph"

	"github.com/vektah/gqlparser/v2/ast"
)

// The mutations that write one entity of a kind with what is said of it: the
// inputs and payloads of each kind, and the fields of Mutation. The parts they
// are made of are declared in mutation.graphql.

// edits are the mutations of a kind, by the beginning of their names.
var edits = []string{"create", "update", "upsert", "delete"}

// commonInputs are what the input of every kind has.
var commonInputs = []struct{ name, typ, description string }{
	{"name", "String", "The source's own words; needed where the entity is new"},
	{"note", "String", "What its editor remarks; null takes it out"},
	{"grade", "Grade", "How directly the source names it: the strongest of its quotes when left out"},
	{"evidence", "[EvidenceInput!]", "Where the source names it; needed where the entity is new. It also supports what is new below and has no quotes of its own"},
	{"aliases", "[StringAttributeInput!]", "Other names and acronyms: adds them, or changes those that are there"},
	{"labels", "[StringAttributeInput!]", "Words for what it is: adds them, or changes those that are there"},
	{"remove", "[ID!]", "Ids of facts about it, from either end, that are retracted"},
}

// mutation adds the fields that write entities of each concrete kind.
func (m *Model) mutation(def *ast.Definition) *ast.Definition {
	full := *def
	full.Fields = slices.Clone(def.Fields)
	for _, k := range m.Kinds {
		if k.Abstract {
			continue
		}
		one := lowerFirst(k.Label)
		in := argument("input", k.Name+"Input!", "What is said of it")
		id := argument("id", "ID!", "Its id")
		since := argument("ifEntityRevision", "Revision", "Only if this revision was the last to put or retract it")
		cascade := argument("cascade", "Boolean!", "Retract the facts of others that lead to it, too")
		cascade.DefaultValue = &ast.Value{Kind: ast.BooleanValue, Raw: "false"}
		add := func(verb, description, payload string, arguments ...*ast.ArgumentDefinition) {
			full.Fields = append(full.Fields, &ast.FieldDefinition{
				Name: verb + k.Name, Description: description, Type: typeOf(payload + "!"),
				Arguments: append(ast.ArgumentDefinitionList(arguments), planArguments()...),
			})
		}
		add("create", fmt.Sprintf("Creates an entity of kind %s with what is said of it; its id must not be taken", one), k.Name+"Payload",
			argument("id", "ID", "Its id; made from the name when left out"), in)
		add("update", fmt.Sprintf("Changes what is given of an entity of kind %s; what is left out stays", one), k.Name+"Payload", id, in, since)
		add("upsert", fmt.Sprintf("Changes an entity of kind %s as update does, or creates it where there is none of the id", one), k.Name+"Payload", id, in, since)
		add("delete", fmt.Sprintf("Retracts an entity of kind %s with the facts it is the subject of. It is refused while facts of others lead to it", one), "CommitPayload", id, cascade, since)
	}
	return &full
}

// planArguments are those of every mutation, as mutation.graphql has them.
func planArguments() ast.ArgumentDefinitionList {
	dryRun := argument("dryRun", "Boolean!", "Say what it would do, and do nothing")
	override := argument("override", "Boolean!", "Commit against a stored question that blocks it; for admins")
	for _, a := range []*ast.ArgumentDefinition{dryRun, override} {
		a.DefaultValue = &ast.Value{Kind: ast.BooleanValue, Raw: "false"}
	}
	return ast.ArgumentDefinitionList{
		argument("message", "String", "Why, for whoever reads the history; made up when left out"),
		argument("ifRevision", "Revision", "Only if this is the newest revision"),
		dryRun,
		argument("clientMutationId", "String", "Chosen by the client, unique for ever: sent again with it, the change is made once"),
		override,
	}
}

func argument(name, typ, description string) *ast.ArgumentDefinition {
	return &ast.ArgumentDefinition{Name: name, Description: description, Type: typeOf(typ)}
}

// writable reports whether there are mutations at all.
func (m *Model) writable() bool { return m.document.types[mutationType] != nil }

// kindInput returns the input and the payload of a kind.
func (m *Model) kindInput(k *Kind) []*ast.Definition {
	one := lowerFirst(k.Label)
	def := &ast.Definition{Kind: ast.InputObject, Name: k.Name + "Input",
		Description: fmt.Sprintf("What is said of an entity of kind %s. Of one that is there, what is left out stays as it is. Lists add and change; remove takes away.", one)}
	for _, c := range commonInputs {
		def.Fields = append(def.Fields, input(c.name, c.typ, c.description))
		if c.name == "name" && len(k.Forms) > 0 {
			names := make([]string, len(k.Forms))
			for i, f := range k.Forms {
				names[i] = f.Name
			}
			def.Fields = append(def.Fields, input("form", formEnum, "One of "+strings.Join(names, ", ")+"; null takes it out"))
		}
	}
	for i := range k.Fields {
		switch f := &k.Fields[i]; {
		case f.Property != nil && f.Property.Many:
			def.Fields = append(def.Fields, input(f.Name, "["+attributeInput(f)+"!]", f.Description+": adds values, or changes those that are there"))
		case f.Property != nil:
			def.Fields = append(def.Fields, input(f.Name, attributeInput(f), f.Description+"; null takes it out"))
		case !f.Own:
			def.Fields = append(def.Fields, input(f.Name, "[RelationInput!]", m.relationInput(f)))
		}
	}
	payload := &ast.Definition{Kind: ast.Object, Name: k.Name + "Payload",
		Description: fmt.Sprintf("What became of a change to an entity of kind %s.", one),
		Fields: ast.FieldList{
			{Name: "entity", Type: ast.NamedType(k.Name, nil), Description: "As it is after the change, or for a trial, as it would be; null where there is none"},
			{Name: "commit", Type: ast.NonNullNamedType("CommitPayload", nil), Description: "What became of the change, as of any"},
		},
	}
	return []*ast.Definition{def, payload}
}

// relationInput says what the relations of a field mean, and their verbs.
func (m *Model) relationInput(f *Field) string {
	r := m.Ontology.Relation(f.Relations[0])
	text := r.Sentence + "; this is {s}"
	switch {
	case f.Direction == graph.In:
		text = r.Passive + "; this is {o}"
	case r.Symmetric:
		text = r.Sentence + "; this is either"
	}
	if len(r.Verbs) == 0 {
		return text
	}
	verbs := make([]string, len(r.Verbs))
	for i, v := range r.Verbs {
		verbs[i] = v.Name
	}
	return text + ". Verbs: " + strings.Join(verbs, ", ")
}

// attributeInput names the input for a value of a property.
func attributeInput(f *Field) string {
	if f.Property.Type == graph.List {
		return f.Type.Name() + "ListAttributeInput"
	}
	return f.Type.Name() + "AttributeInput"
}

// attributeInputs returns the inputs for the values of the properties that
// there are, each once: that of an alias first.
func (m *Model) attributeInputs() []*ast.Definition {
	found := []*ast.Definition{attribute("StringAttributeInput", "String!")}
	for _, k := range m.Kinds {
		for i := range k.Fields {
			f := &k.Fields[i]
			if k.Abstract || f.Property == nil {
				continue
			}
			name, typ := attributeInput(f), f.Type.Name()
			switch {
			case f.Property.Type == graph.Quantity:
				typ = "QuantityInput"
			case f.Property.Type == graph.List && typ == "Quantity":
				typ = "QuantityInput"
			}
			if typ += "!"; f.Property.Type == graph.List {
				typ = "[" + typ + "]!"
			}
			if !slices.ContainsFunc(found, func(d *ast.Definition) bool { return d.Name == name }) {
				found = append(found, attribute(name, typ))
			}
		}
	}
	return found
}

func attribute(name, typ string) *ast.Definition {
	return &ast.Definition{Kind: ast.InputObject, Name: name,
		Description: "A value of a property, with what supports it. Of a fact that is there, what is left out stays.",
		Fields:      append(ast.FieldList{input("value", typ, "The value")}, factInputs()...),
	}
}

// factInputs are what a fact has beside what it says.
func factInputs() ast.FieldList {
	return ast.FieldList{
		input("evidence", "[EvidenceInput!]", "The quotes that support it. When left out, those it has; where it is new or says something new, those of the entity in the same input"),
		input("grade", "Grade", "How directly they support it: the strongest of them when left out"),
		input("qualifiers", "[QualifierInput!]", "What narrows it: all of it, in any order"),
		input("validFrom", "Date", "The first day it holds; null for open"),
		input("validTo", "Date", "The day it ends: the first on which it does not hold; null for open"),
		input("rank", "Rank", "Whether it is to be used among facts that compete; NORMAL for one that is new"),
		input("reason", "String", "Why the rank is not normal; null takes it out"),
		input("note", "String", "What its editor remarks; null takes it out"),
		input("fact", "ID", "Its id, where several hold, as in other periods; made from the rest when left out"),
	}
}

// relationInputType is the input for a relation from an entity's side.
func relationInputType() *ast.Definition {
	fields := ast.FieldList{
		input("to", "ID!", "The entity at the other end: its id, or a name that only it has"),
		input("verb", "String", "The narrower word: needed for a new relation whose type has verbs"),
	}
	return &ast.Definition{Kind: ast.InputObject, Name: "RelationInput",
		Description: "A relation as seen from the entity that is written. Of one that is there, what is left out stays.",
		Fields:      append(fields, factInputs()...)}
}

// editingTypes names the types made for mutations.
func (m *Model) editingTypes() []string {
	found := []string{"RelationInput"}
	for _, def := range m.attributeInputs() {
		found = append(found, def.Name)
	}
	for _, k := range m.Kinds {
		if !k.Abstract {
			found = append(found, k.Name+"Input", k.Name+"Payload")
		}
	}
	return found
}

// checkEditingClashes notes fields that the input of their kind has already,
// but for those of Entity, and mutations that are declared.
func (m *Model) checkEditingClashes() {
	def := m.document.types[mutationType]
	if def == nil {
		return
	}
	fields := names{d: m.document, of: mutationType}
	for _, f := range def.Fields {
		fields.add(f.Name, mutationType+"."+f.Name, f.Position)
	}
	entity := m.document.types[entityType]
	for _, k := range m.Kinds {
		if k.Abstract {
			continue
		}
		for _, verb := range edits {
			fields.add(verb+k.Name, "kind "+k.Name, m.document.types[k.Name].Position)
		}
		seen := names{d: m.document, of: k.Name + "Input"}
		for _, c := range commonInputs {
			if entity == nil || entity.Fields.ForName(c.name) == nil {
				seen.add(c.name, "every input", nil)
			}
		}
		for i := range k.Fields {
			if f := &k.Fields[i]; !f.Own || f.Property != nil {
				seen.add(f.Name, f.origin, f.at)
			}
		}
	}
}
