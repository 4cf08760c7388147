package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// A token is written mg_ID_SECRET. The ID is public: lists and logs name a
// token by mg_ID. The SECRET is 256 random bits. The prefix lets scanners of
// repositories and logs find tokens that have got lost.
const (
	prefix     = "mg_"
	idBytes    = 5 // 40 bits, 8 characters
	secretSize = 32
)

// Fixed widths make a token readable by position: the secret's alphabet has
// the underscore, too.
const (
	idChars     = 8
	secretChars = 43
	tokenChars  = len(prefix) + idChars + 1 + secretChars
)

// idAlphabet has no letters that look like digits (Crockford's base 32).
const idAlphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// newSecret makes a token and returns it with its public id.
func newSecret() (token, id string) {
	var random [idBytes + secretSize]byte
	_, _ = rand.Read(random[:]) // never fails (crypto/rand)
	var bits uint64
	for _, b := range random[:idBytes] {
		bits = bits<<8 | uint64(b)
	}
	var chars [idChars]byte
	for i := range chars {
		chars[i] = idAlphabet[bits>>(5*i)&31]
	}
	id = prefix + string(chars[:])
	return id + "_" + base64.RawURLEncoding.EncodeToString(random[idBytes:]), id
}

// hashOf is what is stored of a token. A fast hash without salt is right for
// it: slow and salted ones protect what people choose, where an attacker can
// try all that is likely. Of 256 random bits nothing is likelier than the rest.
func hashOf(token string) [sha256.Size]byte { return sha256.Sum256([]byte(token)) }

// PublicID returns what may be logged of a bearer token: the public id of one
// of ours, "" for anything else.
func PublicID(token string) string {
	const end = len(prefix) + idChars
	if len(token) != tokenChars || !strings.HasPrefix(token, prefix) || token[end] != '_' {
		return ""
	}
	for _, c := range token[len(prefix):end] {
		if !strings.ContainsRune(idAlphabet, c) {
			return ""
		}
	}
	return token[:end]
}
