package bolt

// Stages begins a stage of a long task, named as a person would ("copying"),
// and returns what is told of its progress. It may be nil and may return nil.
type Stages func(name string) Progress

func (s Stages) begin(name string) Progress {
	if s == nil {
		return nil
	}
	return s(name)
}
