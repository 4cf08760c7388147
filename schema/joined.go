package schema

import (
	"strings"

	"missiongraph/graph"
)

// checkJoined refuses relation types by which the ontology joins no entity of
// the near kinds with one of the far kinds, in a direction seen from the near
// end; nil kinds are all, nil types any. at is the place of types in the
// input.
func (v *view) checkJoined(at string, near, far []string, types *[]string, d graph.Direction) error {
	o := v.Ontology
	var possible []string
	for _, r := range o.Relations {
		if o.JoinsEither(r, near, far, d) {
			possible = append(possible, r.Name)
		}
	}
	ends := strings.Join(namesOr(near, "anything"), ", ") + " and " + strings.Join(namesOr(far, "anything"), ", ")
	if types == nil && len(possible) == 0 {
		return graph.Errorf(graph.BadInput, "%s: no relation type joins %s%s", at, ends, directed(d)).
			WithHint("docs/ontology.md, and ontology { relationTypes { name domain range } }, say which kinds are joined")
	}
	for i, name := range namesIn(types) {
		r := o.Relation(name)
		if r == nil || o.JoinsEither(r, near, far, d) {
			continue
		}
		err := graph.Errorf(graph.BadInput, "%s[%d]: %s never joins %s%s", at, i, name, ends, directed(d))
		if len(possible) > 0 {
			return err.WithHint("these do: %s", strings.Join(possible, ", "))
		}
		return err.WithHint("%s leads from %s to %s", name, strings.Join(r.Domain, ", "), strings.Join(r.Range, ", "))
	}
	return nil
}

// directed says which way a relation was to lead.
func directed(d graph.Direction) string {
	if d == graph.Both || d == 0 {
		return ""
	}
	return " in direction " + d.String()
}

// namesOr returns the names, or what stands for none given.
func namesOr(names []string, none string) []string {
	if len(names) == 0 {
		return []string{none}
	}
	return names
}
