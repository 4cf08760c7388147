package bolt

import (
	"crypto/sha256"
	"encoding/hex"
)

// sum returns the SHA-256 of a source's text in lower-case hexadecimal.
func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}
