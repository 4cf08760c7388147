package graph

// Life is a time during which the store held a fact in the same words.
type Life struct {
	Fact  Fact
	Since Revision // which put it
	Until Revision // which replaced or retracted it; 0 when it stands
}

// EntityLife is a time during which the store held an entity in the same words.
type EntityLife struct {
	Entity Entity
	Since  Revision // which put it
	Until  Revision // which replaced or retracted it; 0 when it stands
}

// Historian is a [Snapshot] that knows what became of a fact or an entity.
type Historian interface {
	// FactLives lists the lives of the fact of this id, oldest first, those
	// after the snapshot's revision included; none when there never was one.
	FactLives(id string) ([]Life, error)

	// EntityLives lists the lives of the entity of this id likewise.
	EntityLives(id string) ([]EntityLife, error)
}
