package graph

import "time"

// Lens is what a reader wants to see of the graph. The zero value is the
// default: the head, facts of grade CONTEXTUAL or better, each group of
// readings by rank, deprecated facts hidden.
type Lens struct {
	Revision   Revision  // 0 for the head
	Time       time.Time // the revision in force then; zero for Revision
	ValidAt    string    // RFC 3339 full-date; "" for any time
	MinGrade   Grade     // 0 for CONTEXTUAL
	Readings   []Reading // chosen readings; other choices of the same group are hidden
	Deprecated bool      // show deprecated facts too
	Changes    []Op      // hypothetical ops on top of the revision; see [Overlay]
}

// Grade returns the minimum grade in force.
func (l *Lens) Grade() Grade {
	if l.MinGrade == 0 {
		return Contextual
	}
	return l.MinGrade
}

// filter is a lens compiled against a topology: what an edge needs to be seen.
type filter struct {
	minGrade Grade
	hidden   Rank      // the rank that is not shown; noRank for none
	readings []verdict // by Term; shorter when no reading is chosen
	validAt  string
}

const noRank Rank = 255

type verdict uint8

const (
	byRank verdict = iota
	chosen
	refused
)

func compile(l *Lens, terms *Terms) filter {
	f := filter{minGrade: l.Grade(), hidden: Deprecated, validAt: l.ValidAt}
	if l.Deprecated {
		f.hidden = noRank
	}
	if len(l.Readings) == 0 {
		return f
	}
	names := terms.names()
	f.readings = make([]verdict, len(names))
	for i, name := range names {
		for _, r := range l.Readings {
			switch {
			case name == string(r):
				f.readings[i] = chosen
			case Reading(name).Choice() != "" && Reading(name).Group() == r.Group() && f.readings[i] != chosen:
				f.readings[i] = refused
			}
		}
	}
	return f
}

// shows reports whether the lens shows the edge, valid time aside.
func (f *filter) shows(e *Edge) bool {
	if e.Grade < f.minGrade {
		return false
	}
	if e.Reading != 0 && int(e.Reading) < len(f.readings) {
		switch f.readings[e.Reading] {
		case chosen:
			return true
		case refused:
			return false
		}
	}
	return e.Rank != f.hidden
}
