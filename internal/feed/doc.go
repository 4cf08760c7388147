// Package feed reads the log of changes as events: one a revision, with what
// each op did to what, for those who follow the graph as it grows.
//
// An op of the log that retracts something has no more than its id. An event
// also says what that was: the kind of the entity, the type and the ends of the
// fact. So a filter means the same for what comes and for what goes.
//
// The feed pulls: a consumer keeps the last revision it has seen, reads the next
// one from the log, and waits on [Feed.Grown] when there is none. Nothing is
// queued for it, so there is nothing to lose, and one that waits costs nothing.
package feed
