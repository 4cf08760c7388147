// Package playgroundtest drives the playground of a running server in headless
// Chromium. It knows the page, not the schema: what it expects to see it asks
// the server first, so that the same test serves any schema.
package playgroundtest
