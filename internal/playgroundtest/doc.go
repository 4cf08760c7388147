// Package playgroundtest drives the pages of a running server in headless
// Chromium. Of the playground it knows the page, not the schema: what it expects
// to see it asks the server first, so that the same test serves any schema. Of
// the explorer it follows what people do with the seed.
package playgroundtest
