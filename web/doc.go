// Package web holds what a browser gets: the GraphQL playground, built from
// web/playground into web/dist, and the example queries it offers. Both are
// embedded, so that the binary needs no files and the page needs no network
// beyond the server it came from.
package web
