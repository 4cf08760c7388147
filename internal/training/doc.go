// Package training makes training material from the graph: glossaries, fact
// sheets, comparisons, timelines and questions. Everything in it is drawn from
// facts and cited to the sentence; nothing is invented.
//
// [Build] reads a [graph.View] and returns plain values, a [Pack]. Each item
// carries a [Receipt]: the facts that prove it and the statements that must be
// false for it to be right. [Check] holds a pack against another revision and
// lists what became false, unproven or better.
//
// The key of a question is a fact that the lens shows. A wrong answer is one
// that no fact supports: none of any type, grade, rank or reading joins it, or
// what it is part of or a kind of, with what the question is about; it does not
// follow in two steps either, and no sentence of the cited sources names both. Facts of grade EDITORIAL and facts
// that hold under one reading of a sentence only are never asked.
package training
