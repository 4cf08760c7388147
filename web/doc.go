// Package web holds what a browser gets: the explorer and the GraphQL playground,
// built from web/explorer and web/playground into web/dist, and the example
// queries that the playground offers. All are embedded, so that the binary needs
// no files and the pages need no network beyond the server they came from.
package web
