package graph

// AbsenceReason is why a relation is not seen.
type AbsenceReason uint8

// The reasons, in the order in which they are found.
const (
	AbsencePresent      AbsenceReason = iota + 1 // it is seen
	AbsenceGrade                                 // it is there, of a grade below the lens's
	AbsenceDeprecated                            // it is there, deprecated
	AbsenceReading                               // it is there, of a reading that the lens refuses
	AbsenceDate                                  // it is there, and does not hold on the lens's date
	AbsenceOtherVerb                             // it is seen with another verb
	AbsenceRetracted                             // it was there, before the revision read
	AbsenceLater                                 // it came after the revision read
	AbsenceImplied                               // it follows from others, as its type is transitive
	AbsenceReversed                              // it is seen the other way round
	AbsenceForbidden                             // the ontology has no such relation between these kinds
	AbsenceSilent                                // no source says so
	AbsenceOtherRelated                          // relations of other types join the two
)

var absenceNames = [...]string{"", "PRESENT", "BELOW_GRADE", "DEPRECATED", "OTHER_READING", "NOT_VALID", "OTHER_VERB",
	"RETRACTED", "LATER", "IMPLIED", "REVERSED", "FORBIDDEN", "SILENT", "OTHERWISE_RELATED"}

// String returns the reason's name in capitals, "" for none.
func (r AbsenceReason) String() string {
	if int(r) < len(absenceNames) {
		return absenceNames[r]
	}
	return ""
}

// AbsenceQuery asks why a relation is not seen.
type AbsenceQuery struct {
	Subject, Object     Node     // 0 for one that the view does not have
	SubjectID, ObjectID string   // its id then
	Type                string   // a relation type
	Verb                string   // "" for any
	Head                Revision // the last revision to know of; 0 for the view's
}

// AbsenceFinding is one thing found about a relation asked for. What is set
// depends on Reason.
type AbsenceFinding struct {
	Reason AbsenceReason

	// The relation that is there: for all reasons up to AbsenceOtherVerb,
	// AbsenceReversed and AbsenceOtherRelated.
	Subject Node
	Edge    Edge // seen from Subject

	// What became of it: for AbsenceRetracted and AbsenceLater.
	Life Life

	// What it follows from, one after the other: for AbsenceImplied.
	Path Path

	// What the ontology has instead: for AbsenceForbidden.
	Domain, Range []string // the kinds allowed, where the entity is of none of them; else nil
	SameKind      bool     // both would have to be of one kind
	Allowed       []string // relation types that may lead from the one's kind to the other's

	// Where was looked: for AbsenceSilent.
	Mentions Mentions
}

// WhyNot says why a relation is not seen, or that it is: all that is to be said
// about it, the chief reason first. Of an entity that the view does not have it
// says what other revisions tell. The error has code NOT_FOUND when they do not,
// BAD_INPUT for a verb the type does not have, LIMIT or TIMEOUT, or is the
// store's.
func WhyNot(v *View, q AbsenceQuery) ([]AbsenceFinding, error) {
	a := &absence{v: v, q: &q, typ: v.Ontology.Relation(q.Type)}
	if err := a.checkVerb(); err != nil {
		return nil, err
	}
	subject, object := v.topology.Node(q.Subject), v.topology.Node(q.Object)
	if subject != nil {
		q.SubjectID = subject.ID
	}
	if object != nil {
		q.ObjectID = object.ID
	}
	if subject == nil || object == nil {
		err := a.lookBack()
		if err == nil && len(a.found) == 0 {
			err = Errorf(NotFound, "no such entity")
		}
		return a.found, err
	}
	for _, look := range [...]func() error{a.lookHere, a.lookBack, a.lookAlong, a.lookReversed, a.lookInOntology, a.lookInSources, a.lookOtherwise} {
		if err := look(); err != nil {
			return nil, err
		}
		if len(a.found) > 0 && a.found[0].Reason == AbsencePresent {
			break
		}
	}
	return a.found, nil
}

type absence struct {
	v     *View
	q     *AbsenceQuery
	typ   *RelationType // nil when the ontology does not have it
	found []AbsenceFinding
}

func (a *absence) symmetric() bool { return a.typ != nil && a.typ.Symmetric }
