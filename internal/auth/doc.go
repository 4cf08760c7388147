// Package auth says who a bearer token speaks for: one that missiongraph token
// create made ([Tokens]), or one that an OpenID Connect issuer signed ([OIDC]).
// It says who somebody is and what role they have; what a role may do is
// decided where it is done: by internal/server for reading, by internal/commit
// for writing.
//
// Everything here refuses when in doubt: a file that cannot be read, an issuer
// that does not answer and a claim that is missing are no way in.
package auth
