package auth

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"

	"missiongraph/graph"
)

// tokensFormat is the version of the file's layout.
const tokensFormat = 1

// fileOfTokens is the file. Whoever can read it learns names and roles, and no
// token; whoever can write it can make tokens, so that nobody else may.
type fileOfTokens struct {
	Format int           `json:"format"`
	Tokens []storedToken `json:"tokens"`
}

type storedToken struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	Role    string     `json:"role"`
	Hash    string     `json:"sha256"` // of the whole token, hexadecimal
	Created time.Time  `json:"created"`
	Expires *time.Time `json:"expires,omitempty"`
	Revoked *time.Time `json:"revoked,omitempty"`
}

// state tells one state of a file from another without reading it.
type state struct {
	known bool
	info  fs.FileInfo // nil: there is no file
	young bool        // it changed so shortly before it was read that it could change again and look the same
}

// settled is how long after its last change a file is read anew each time: a
// file system's clock has steps, and a number of a file that is gone is used
// again (https://git-scm.com/docs/racy-git tells of the same).
const settled = 2 * time.Second

func (s state) is(info fs.FileInfo) bool {
	switch {
	case !s.known || s.young:
		return false
	case info == nil || s.info == nil:
		return info == nil && s.info == nil
	}
	return os.SameFile(s.info, info) && s.info.Size() == info.Size() && s.info.ModTime().Equal(info.ModTime())
}

// refresh reads the file when it is not what it was. After an error nothing is
// known, so that the next call reads again. The caller holds mu.
func (x *Tokens) refresh() error {
	info, err := os.Stat(x.path)
	if errors.Is(err, fs.ErrNotExist) {
		info, err = nil, nil
	}
	if err == nil && x.seen.is(info) {
		return nil
	}
	x.seen, x.list, x.byID = state{}, nil, nil
	if err != nil {
		return x.unavailable("cannot be read", err)
	}
	if info == nil {
		x.seen = state{known: true}
		return nil
	}
	list, err := x.read()
	if err != nil {
		return err
	}
	x.seen = state{known: true, info: info, young: time.Since(info.ModTime()) < settled}
	x.list, x.byID = list, make(map[string]*Token, len(list))
	for i := range list {
		x.byID[list[i].ID] = &list[i]
	}
	return nil
}

// read reads the file; no file is no tokens.
func (x *Tokens) read() ([]Token, error) {
	info, err := os.Stat(x.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, x.unavailable("cannot be read", err)
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0:
		return nil, x.unavailable("can be written by others, who could make tokens", nil).
			WithHint("look whether all are yours with missiongraph token list after chmod 600 %s", filepath.Base(x.path))
	}
	text, err := os.ReadFile(x.path)
	if err != nil {
		return nil, x.unavailable("cannot be read", err)
	}
	list, ok := decode(text)
	if !ok {
		return nil, x.unavailable("is damaged or of a newer version", nil).
			WithHint("move %s away, and make new tokens", filepath.Base(x.path))
	}
	return list, nil
}

// decode reads the file's text. One thing wrong makes all of it wrong: half a
// list could lack what was revoked.
func decode(text []byte) ([]Token, bool) {
	var f fileOfTokens
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if d.Decode(&f) != nil || d.More() || f.Format != tokensFormat {
		return nil, false
	}
	list, ids := make([]Token, len(f.Tokens)), map[string]bool{}
	for i, s := range f.Tokens {
		role, known := graph.ParseRole(s.Role)
		hash, err := hex.DecodeString(s.Hash)
		t := Token{ID: s.ID, Name: s.Name, Role: role, Created: s.Created}
		if !known || err != nil || len(hash) != len(t.hash) || ids[s.ID] || checkName(s.Name) != nil {
			return nil, false
		}
		copy(t.hash[:], hash)
		if s.Expires != nil {
			t.Expires = *s.Expires
		}
		if s.Revoked != nil {
			t.Revoked = *s.Revoked
		}
		list[i], ids[s.ID] = t, true
	}
	return list, true
}

func encode(list []Token) ([]byte, error) {
	f := fileOfTokens{Format: tokensFormat, Tokens: make([]storedToken, len(list))}
	orNil := func(t time.Time) *time.Time {
		if t.IsZero() {
			return nil
		}
		return &t
	}
	for i, t := range list {
		f.Tokens[i] = storedToken{ID: t.ID, Name: t.Name, Role: t.Role.String(), Hash: hex.EncodeToString(t.hash[:]),
			Created: t.Created, Expires: orNil(t.Expires), Revoked: orNil(t.Revoked)}
	}
	text, err := json.MarshalIndent(f, "", "  ")
	return append(text, '\n'), err
}

// change replaces the file by what edit makes of it, while no other process
// does: all of it or nothing, on the disk before it returns.
func (x *Tokens) change(edit func([]Token) ([]Token, error)) error {
	if err := os.MkdirAll(filepath.Dir(x.path), 0o700); err != nil {
		return x.unavailable("cannot be written", err)
	}
	unlock, err := lockedfile.MutexAt(x.path + ".lock").Lock()
	if err != nil {
		return x.unavailable("cannot be locked", err)
	}
	defer unlock()
	list, err := x.read()
	if err != nil {
		return err
	}
	if list, err = edit(list); err != nil {
		return err
	}
	text, err := encode(list)
	if err != nil {
		return err
	}
	if err := replace(x.path, text); err != nil {
		return x.unavailable("cannot be written", err)
	}
	return nil
}

// replace puts a file with a new content at path. CreateTemp makes it for its
// owner alone (0600).
func replace(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // of no effect once it has its name
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	_ = folder.Sync() // not every system syncs folders
	return folder.Close()
}

// unavailable is an error about the file. It does not tell where that is: a
// client may read it.
func (x *Tokens) unavailable(what string, cause error) *graph.Error {
	e := &graph.Error{Code: graph.Unavailable, Msg: "the file of tokens " + what, Err: cause}
	return e.WithHint("look at %s in the data folder", filepath.Base(x.path))
}
