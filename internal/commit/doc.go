// Package commit is the one place that every change passes on its way into the
// log: here it is decided who may make it, whether it holds against what its
// author has seen, whether the ontology allows it, what the stored questions
// say to it, and what it does. Nothing else appends to a store that serves.
//
//	request ─▶ role ─▶ plan over a snapshot ─▶ conditions ─▶ validate ─▶ questions ─▶ append
//	                        ▲                                                  │
//	                        └────────── the head moved on: again ◀─────────────┘
package commit
