package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"
)

// RelationID returns the id of the relation subject -type-> object. verb is
// part of it where a relation type declares verbs, so that "investigates" and
// "disrupts" between the same two entities are two facts: pass "" otherwise.
//
// The form is readable: "ero/partOf/ice", "hsi/counters:investigates/cybercrime".
func RelationID(subject, relationType, verb, object string) string {
	if verb != "" {
		relationType += ":" + Slug(verb)
	}
	return subject + "/" + relationType + "/" + object
}

// AttributeID returns the id of an attribute: "ice/workforceSize". A property
// that may have several values, as aliases have, passes the value's text as
// discriminator: "287g/alias/287-g-1f2e3d4c".
func AttributeID(subject, property, discriminator string) string {
	id := subject + "/" + property
	if discriminator != "" {
		sum := sha256.Sum256([]byte(discriminator))
		id += "/" + Slug(discriminator) + "-" + hex.EncodeToString(sum[:4])
	}
	return id
}

// Slug lowers s and replaces each run of what is not a letter or digit of
// ASCII with one hyphen; at most 40 bytes.
func Slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(s) {
		if r < utf8.RuneSelf && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9') {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
			if b.Len() >= 40 {
				break
			}
			continue
		}
		gap = true
	}
	return b.String()
}

// MaxIDLength bounds entity and source ids, in bytes.
const MaxIDLength = 200

// IsEntityID reports whether s may name an entity: lower-case letters, digits,
// hyphens, dots and underscores of ASCII, beginning with a letter or digit.
func IsEntityID(s string) bool {
	if s == "" || len(s) > MaxIDLength {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		alnum := c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
		if !alnum && (i == 0 || c != '-' && c != '.' && c != '_') {
			return false
		}
	}
	return true
}

// FactID returns the id of a fact by what it is about: a relation's has the verb
// where its type declares verbs, an attribute's has the value where its property
// may have several.
func FactID(o *Ontology, f *Fact) string {
	if f.IsRelation() {
		verb := ""
		if r := o.Relation(f.Type); r != nil && len(r.Verbs) > 0 {
			verb = f.Verb
		}
		return RelationID(f.Subject, f.Type, verb, f.Object)
	}
	if p := o.Property(f.Type); p != nil && p.Many {
		return AttributeID(f.Subject, f.Type, f.Value.String())
	}
	return AttributeID(f.Subject, f.Type, "")
}
