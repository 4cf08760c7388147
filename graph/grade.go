package graph

import "strings"

// Grade says how directly the evidence supports a fact. Greater is stronger;
// the zero value is no grade.
type Grade uint8

// The grades, weakest first.
const (
	Editorial  Grade = iota + 1 // not in the text; added by a named editor
	Contextual                  // needs a heading or a neighbouring sentence
	Construed                   // follows from the grammar of the quote
	Stated                      // the quote asserts it
)

var gradeNames = [...]string{"", "EDITORIAL", "CONTEXTUAL", "CONSTRUED", "STATED"}

// Grades lists the grades, strongest first.
func Grades() []Grade { return []Grade{Stated, Construed, Contextual, Editorial} }

// String returns the grade's name in capitals, "" for no grade.
func (g Grade) String() string {
	if int(g) < len(gradeNames) {
		return gradeNames[g]
	}
	return ""
}

// ParseGrade reads a grade's name in any case.
func ParseGrade(s string) (Grade, bool) {
	for i, name := range gradeNames {
		if i > 0 && strings.EqualFold(name, s) {
			return Grade(i), true
		}
	}
	return 0, false
}

// Rank orders facts that compete: default reads hide deprecated ones.
type Rank uint8

// The ranks. The zero value is Normal.
const (
	Normal Rank = iota
	Preferred
	Deprecated
)

var rankNames = [...]string{"NORMAL", "PREFERRED", "DEPRECATED"}

// String returns the rank's name in capitals.
func (r Rank) String() string {
	if int(r) < len(rankNames) {
		return rankNames[r]
	}
	return ""
}

// ParseRank reads a rank's name in any case.
func ParseRank(s string) (Rank, bool) {
	for i, name := range rankNames {
		if strings.EqualFold(name, s) {
			return Rank(i), true
		}
	}
	return 0, false
}

// Reading names one of several exclusive ways to read a sentence, as
// "attache/B": the group before the slash, the choice after it. "" is none.
type Reading string

// Group returns the part before the slash.
func (r Reading) Group() string {
	group, _, _ := strings.Cut(string(r), "/")
	return group
}

// Choice returns the part after the slash.
func (r Reading) Choice() string {
	_, choice, _ := strings.Cut(string(r), "/")
	return choice
}
