package training

import (
	"slices"
	"strings"

	"missiongraph/graph"
)

// Form is a form of question.
type Form string

// The forms.
const (
	Choice    Form = "CHOICE"     // one of Options is right
	Answers   Form = "ANSWERS"    // two or more of Options are right, all of which are to be found
	TrueFalse Form = "TRUE_FALSE" // Options are True and False
	Matching  Form = "MATCHING"   // each of Pairs
	FillIn    Form = "FILL_IN"    // Accepted are the right answers
	Ordering  Form = "ORDERING"   // Options, to be put in Order
	Path      Form = "PATH"       // one of Options is right, for both sentences of the stem
)

// Forms lists the forms in the order in which they take turns.
func Forms() []Form { return []Form{Choice, TrueFalse, Answers, FillIn, Matching, Path, Ordering} }

// ParseForm reads a form's name in any case, "-" for "_".
func ParseForm(name string) (Form, bool) {
	f := Form(strings.ToUpper(strings.ReplaceAll(name, "-", "_")))
	for _, known := range Forms() {
		if f == known {
			return f, true
		}
	}
	return "", false
}

// Question is a question with its key.
type Question struct {
	ID          string     `json:"id"` // "q1" and so on, unique in a pack
	Form        Form       `json:"form"`
	Stem        string     `json:"stem"`
	Options     []Option   `json:"options,omitempty"`
	Pairs       []Pair     `json:"pairs,omitempty"`    // in the order of the prompts
	Accepted    []string   `json:"accepted,omitempty"` // the first is the one to show
	Order       []int      `json:"order,omitempty"`    // places in Options, as they should stand
	Grade       string     `json:"grade"`              // the weakest of the facts
	Difficulty  string     `json:"difficulty"`         // EASY, MEDIUM or HARD
	Explanation []Citation `json:"explanation"`
	Receipt     Receipt    `json:"receipt"`
}

// Option is an answer to choose or an item to place.
type Option struct {
	Text    string `json:"text"`
	Correct bool   `json:"correct"`
	Entity  string `json:"entity,omitempty"` // whose name Text is
}

// Pair is a sentence with a blank, and what belongs there.
type Pair struct {
	Prompt string `json:"prompt"`
	Answer string `json:"answer"`
	Entity string `json:"entity"`
}

// Key tells the right answer in words.
func (q *Question) Key() string {
	var parts []string
	switch q.Form {
	case FillIn:
		return q.Accepted[0]
	case Matching:
		for _, p := range q.Pairs {
			parts = append(parts, p.Prompt+" → "+p.Answer)
		}
	case Ordering:
		for _, i := range q.Order {
			parts = append(parts, q.Options[i].Text)
		}
		return strings.Join(parts, " → ")
	default:
		for _, o := range q.Options {
			if o.Correct {
				parts = append(parts, o.Text)
			}
		}
	}
	return strings.Join(parts, "; ")
}

// tells reports whether the stem has the answer in it.
func (q *Question) tells() bool {
	stem := " " + graph.Fold(q.Stem) + " "
	in := func(text string) bool { return strings.Contains(stem, " "+graph.Fold(text)+" ") }
	if q.Form == FillIn {
		return slices.ContainsFunc(q.Accepted, in)
	}
	return q.Form != TrueFalse && q.Form != Ordering && slices.ContainsFunc(q.Options, func(o Option) bool { return o.Correct && in(o.Text) })
}

// Blank stands for what is to be found.
const Blank = "_____"

// according begins a stem: what the sources say is told from what they imply.
func according(grade graph.Grade, titles []string) string {
	switch grade {
	case graph.Stated:
		return "according to " + titled(titles)
	case graph.Construed:
		return "as the wording of " + titled(titles) + " implies"
	default:
		return "as the context in " + titled(titles) + " implies"
	}
}

func titled(titles []string) string {
	list := make([]string, len(titles))
	for i, t := range titles {
		list[i] = "“" + t + "”"
	}
	return graph.Enumerate(list)
}

// difficulty rates a question by the steps to its answer, the grade of its
// facts and how alike the answers are, from 0 to 1.
func difficulty(steps int, grade graph.Grade, likeness float64) string {
	switch score := float64(steps-1) + float64(graph.Stated-grade)*0.5 + likeness; {
	case score < 0.6:
		return "EASY"
	case score < 1.2:
		return "MEDIUM"
	}
	return "HARD"
}
