package seed

import "missiongraph/graph"

// Coverage says how much of one source the seed uses.
type Coverage struct {
	Source    string // id
	Sentences []SentenceUse
}

// SentenceUse is a sentence, heading or label of a source and what quotes it,
// each sorted by id and named once.
type SentenceUse struct {
	graph.Sentence
	Facts    []string // ids
	Entities []string // ids
}

// Used reports whether anything quotes the sentence.
func (s *SentenceUse) Used() bool { return len(s.Facts)+len(s.Entities) > 0 }

// Used returns the number of sentences that some quote touches.
func (c *Coverage) Used() int {
	n := 0
	for i := range c.Sentences {
		if c.Sentences[i].Used() {
			n++
		}
	}
	return n
}

// Report returns the coverage of each source, in order of id.
func Report(d Data) []Coverage {
	reports := make([]Coverage, len(d.Sources))
	for i, s := range d.Sources {
		sentences := graph.Sentences(s.Text)
		report := Coverage{Source: s.ID, Sentences: make([]SentenceUse, len(sentences))}
		for j := range sentences {
			report.Sentences[j].Sentence = sentences[j]
		}
		use := func(list []graph.Evidence, note func(*SentenceUse)) {
			var here []graph.Evidence
			for _, e := range list {
				if e.Source == s.ID {
					here = append(here, e)
				}
			}
			for j, touching := range graph.Coverage(sentences, here) {
				if len(touching) > 0 {
					note(&report.Sentences[j])
				}
			}
		}
		for k := range d.Entities {
			e := &d.Entities[k]
			use(e.Evidence, func(s *SentenceUse) { s.Entities = append(s.Entities, e.ID) })
		}
		for k := range d.Facts {
			f := &d.Facts[k]
			use(f.Evidence, func(s *SentenceUse) { s.Facts = append(s.Facts, f.ID) })
		}
		reports[i] = report
	}
	return reports
}
