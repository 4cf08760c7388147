package graph

import "strings"

// FlawRule is a rule that [FindFlaws] looks a graph over by.
type FlawRule uint8

// The rules, in the order in which flaws of one severity are listed.
const (
	FlawDangling    FlawRule = iota + 1 // what a fact or quote names is not there
	FlawMisquote                        // a quote is not in its source at its place
	FlawMisfit                          // the ontology does not allow it
	FlawUnsourced                       // nothing is given as evidence
	FlawConflict                        // two of what there is one of at a time
	FlawCycle                           // an acyclic relation type leads back
	FlawParents                         // a part of two wholes at a time
	FlawSameName                        // two entities that are alike have one name
	FlawSameAcronym                     // two entities have one acronym
	FlawOrphan                          // no relation
	FlawSimilarName                     // names a letter apart, or of the same words
	FlawOneSource                       // all that is known comes from one source
	FlawUnused                          // a sentence that nothing quotes
)

// flawRules describe the rules; place 0 is none.
var flawRules = [...]struct {
	id       string
	severity Severity
	summary  string
	help     string
}{
	FlawDangling: {"dangling", SeverityError, "A fact names an entity, or evidence a source, that is not there",
		"Put what is missing, or retract the fact."},
	FlawMisquote: {"misquote", SeverityError, "A quote does not stand in its source at the place it gives",
		"The text of the source was changed, or the file was made elsewhere. Put the fact again with the quote as it stands."},
	FlawMisfit: {"misfit", SeverityError, "The ontology does not allow an entity or fact: its kind, type, ends, verb, value or grade",
		"The ontology was changed after the fact was put: see missiongraph ontology check. Change the fact, or the ontology."},
	FlawUnsourced: {"unsourced", SeverityError, "An entity or fact has no evidence, or evidence that quotes nothing",
		"Quote a source for it, or retract it."},
	FlawConflict: {"conflict", SeverityError, "An entity has two values at a time of a property that has one, or two relations of a type that it has one of",
		"Say until when the one holds and since when the other, or deprecate one."},
	FlawCycle: {"cycle", SeverityError, "Relations of an acyclic type lead back to where they started",
		"One of the relations is wrong: retract it, or deprecate it with the reason."},
	FlawParents: {"several-parents", SeverityWarning, "An entity is part of two things at a time, neither of which is part of the other",
		"If only one holds, deprecate the other or give both their dates; if both do, leave it."},
	FlawSameName: {"same-name", SeverityWarning, "Entities of like kind have one name, and nothing they belong to or lie in tells them apart",
		"If they are one, merge them: missiongraph merge. If not, relate each to what it is part of, or name them apart."},
	FlawSameAcronym: {"same-acronym", SeverityWarning, "Entities have the same acronym, so that it cannot be resolved",
		"Retract the acronym from those that do not go by it, or merge the entities if they are one."},
	FlawOrphan: {"orphan", SeverityWarning, "An entity has no relation to any other",
		"Relate it to something, or retract it. A lens that hides grades or old facts makes orphans, too."},
	FlawSimilarName: {"similar-name", SeverityNote, "Names of entities of like kind are one letter apart, or have the same words in another order",
		"If it is a misspelling, correct it; if they are one, merge them: missiongraph merge."},
	FlawOneSource: {"one-source", SeverityNote, "All that is known of an entity comes from one source, and the graph has others",
		"Look for it in another source."},
	FlawUnused: {"unused-sentence", SeverityNote, "A sentence of a source supports no entity or fact",
		"Read it: does it say something that the graph lacks?"},
}

// FlawRules lists the rules, the worst first.
func FlawRules() []FlawRule {
	list := make([]FlawRule, 0, len(flawRules)-1)
	for r := FlawDangling; int(r) < len(flawRules); r++ {
		list = append(list, r)
	}
	return list
}

// String returns the rule's id, as "one-source".
func (r FlawRule) String() string { return flawRules[r].id }

// Name returns the rule's id in capitals with underscores, as "ONE_SOURCE".
func (r FlawRule) Name() string { return strings.ToUpper(strings.ReplaceAll(r.String(), "-", "_")) }

// Severity returns how bad the rule's flaws are.
func (r FlawRule) Severity() Severity { return flawRules[r].severity }

// Summary returns what the rule finds, without a full stop.
func (r FlawRule) Summary() string { return flawRules[r].summary }

// Help returns what to do about the rule's flaws, in sentences.
func (r FlawRule) Help() string { return flawRules[r].help }

// ParseFlawRule returns the rule of an id or name, in any case.
func ParseFlawRule(s string) (FlawRule, bool) {
	for _, r := range FlawRules() {
		if strings.EqualFold(s, r.String()) || strings.EqualFold(s, r.Name()) {
			return r, true
		}
	}
	return 0, false
}
