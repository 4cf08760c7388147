package graph

// kindSet returns the concrete kinds that names stand for.
func (c *compiler) kindSet(at *inputPlace, names []string) termSet {
	var terms []Term
	for i, name := range names {
		declared := c.v.Ontology != nil && c.v.Ontology.Kind(name) != nil
		if !declared && len(c.t.OfKind(c.v.Term(name))) == 0 {
			c.unknown(at.item("kinds", i), "kind", name, c.kindNames())
		}
		terms = append(terms, c.v.Term(name))
	}
	if c.v.Ontology != nil {
		for _, name := range c.v.Ontology.Concrete(names) {
			terms = append(terms, c.v.Term(name))
		}
	}
	return newTermSet(terms)
}

// formSet returns the numbers of forms.
func (c *compiler) formSet(at *inputPlace, names []string) termSet {
	var terms []Term
	for i, name := range names {
		term := c.v.Term(name)
		if term == 0 && !c.declaresForm(name) {
			c.unknown(at.item("forms", i), "form", name, c.formNames())
		}
		terms = append(terms, term)
	}
	return newTermSet(terms)
}

// relationTypes returns the numbers of relation types, 0 for those that the
// store does not use; nil for nil.
func (c *compiler) relationTypes(at *inputPlace, names []string) []Term {
	var terms []Term
	for i, name := range names {
		o := c.v.Ontology
		term := c.v.Term(name)
		declared := o != nil && o.Relation(name) != nil
		if !declared && (c.t.FactsOf(term) == 0 || o != nil && o.Property(name) != nil) {
			c.unknown(at.item("types", i), "relation type", name, c.typeNames(false))
		}
		terms = append(terms, term)
	}
	return terms
}

// factTypes returns relation types and properties.
func (c *compiler) factTypes(at *inputPlace, names []string) termSet {
	var terms []Term
	for i, name := range names {
		o := c.v.Ontology
		term := c.v.Term(name)
		if (o == nil || o.Relation(name) == nil && o.Property(name) == nil) && c.t.FactsOf(term) == 0 {
			c.unknown(at.item("types", i), "relation type or property", name, c.typeNames(true))
		}
		terms = append(terms, term)
	}
	return newTermSet(terms)
}

func (c *compiler) unknown(at *inputPlace, what, name string, known []string) {
	c.problem(at, "no %s is called %.60q", what, name).Hint = DidYouMean(name, known)
}

func (c *compiler) kindNames() []string {
	var names []string
	if c.v.Ontology != nil {
		names = c.v.Ontology.kindNames()
	}
	for _, k := range c.t.KindTerms() {
		names = append(names, c.t.terms.Name(k))
	}
	return names
}

func (c *compiler) declaresForm(name string) bool {
	if c.v.Ontology == nil {
		return false
	}
	for _, k := range c.v.Ontology.Kinds {
		if k.Form(name) != nil {
			return true
		}
	}
	return false
}

func (c *compiler) formNames() []string {
	var names []string
	if c.v.Ontology != nil {
		for _, k := range c.v.Ontology.Kinds {
			for _, f := range k.Forms {
				names = append(names, f.Name)
			}
		}
	}
	return names
}

func (c *compiler) typeNames(properties bool) []string {
	var names []string
	if o := c.v.Ontology; o != nil {
		for _, r := range o.Relations {
			names = append(names, r.Name)
		}
		if properties {
			names = append(names, c.propertyNames()...)
		}
	}
	return names
}

func (c *compiler) propertyNames() []string {
	if c.v.Ontology == nil {
		return nil
	}
	return c.v.Ontology.propertyNames()
}
