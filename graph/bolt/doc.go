// Package bolt keeps a graph in one bbolt file: the log of changes and, in the
// same transaction, the rows made from it.
//
// The log is the truth. Every other bucket is what [Store.Rebuild] makes of it
// again, byte for byte. Rows are stamped with the revision that made them and
// move to a history bucket when a later revision replaces them, so that a read
// at any revision is one point read and, for the past, one seek more.
//
// docs/format.md draws each bucket, key and value; layout.go declares them.
//
// A store may be used by many goroutines at once and by one process: the file
// is locked while open.
package bolt
