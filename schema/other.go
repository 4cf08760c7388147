package schema

import "slices"

// OtherEntityResolver resolves type OtherEntity: an entity of a kind that has no
// type of its own, because an extension of the ontology declares it.
type OtherEntityResolver struct{ EntityResolver }

// OtherOrganizationResolver resolves type OtherOrganization.
type OtherOrganizationResolver struct{ OrganizationResolver }

// isOther reports whether the entity's kind has no type of its own.
func (r *EntityResolver) isOther() bool {
	return r != nil && !slices.Contains(r.v.names.typed, r.info.Kind)
}

// ToOtherEntity returns an entity as such when no other type is its own.
func (r *EntityResolver) ToOtherEntity() (*OtherEntityResolver, bool) {
	if !r.isOther() || r.kindIs(kindOrganization) {
		return nil, false
	}
	x := &OtherEntityResolver{}
	x.set(r.v, r.n, r.info)
	return x, true
}

// ToOtherOrganization returns an entity as an organization of a kind that has no
// type of its own.
func (r *EntityResolver) ToOtherOrganization() (*OtherOrganizationResolver, bool) {
	if !r.isOther() || !r.kindIs(kindOrganization) {
		return nil, false
	}
	x := &OtherOrganizationResolver{}
	x.set(r.v, r.n, r.info)
	return x, true
}
