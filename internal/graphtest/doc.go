// Package graphtest holds what the project's tests share: the rule for tests
// that need programs beyond Go, an independent model of the graph, a generator
// of synthetic graphs, and the seed as a ready store.
package graphtest
