package graph

// LabelProperty is the property whose values say what an entity is called as
// one of a class, where its kind's name is not the source's word.
const LabelProperty = "label"

// BuiltinProperties returns the properties that every ontology has, whatever
// its kinds: an entity's other names and labels. The result is the caller's.
func BuiltinProperties() []*Property {
	return []*Property{
		{Name: AliasProperty, Description: "Another name of the entity: an acronym or other words the source uses for it", Type: String, Many: true},
		{Name: LabelProperty, Description: "What the entity is called as one of a class", Type: String, Many: true},
	}
}
