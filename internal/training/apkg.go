package training

import (
	"archive/zip"
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// writeAPKG writes a deck of Anki: a zip of a SQLite collection of version 11,
// which all of Anki's programs import, and a list of media, of which there are
// none. A note keeps its identity from one build to the next, and its time of
// change grows with the revision, so that importing again updates it.
func writeAPKG(p *Pack) ([]byte, error) {
	collection, err := collectionOf(p)
	if err != nil {
		return nil, err
	}
	return zipped([]packed{{"collection.anki2", collection}, {"media", []byte("{}")}})
}

// packed is a file of a zip.
type packed struct {
	name string
	data []byte
}

func zipped(files []packed) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		to, err := w.Create(f.name) // without a time, so that equal files make equal bytes
		if err == nil {
			_, err = to.Write(f.data)
		}
		if err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}

// collectionSchema is what Anki expects of a collection of version 11.
const collectionSchema = `
CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null, ver integer not null, dty integer not null,
  usn integer not null, ls integer not null, conf text not null, models text not null, decks text not null, dconf text not null, tags text not null);
CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null, usn integer not null, tags text not null,
  flds text not null, sfld integer not null, csum integer not null, flags integer not null, data text not null);
CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null, mod integer not null, usn integer not null,
  type integer not null, queue integer not null, due integer not null, ivl integer not null, factor integer not null, reps integer not null,
  lapses integer not null, left integer not null, odue integer not null, odid integer not null, flags integer not null, data text not null);
CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null, ivl integer not null,
  lastIvl integer not null, factor integer not null, time integer not null, type integer not null);
CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);`

// collectionEpoch is when the first revision is said to have been, in seconds:
// a file made of the same facts has the same times.
const collectionEpoch = 1_500_000_000

// collectionOf returns the bytes of a SQLite file.
func collectionOf(p *Pack) ([]byte, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	ctx := context.Background()
	conn, err := db.Conn(ctx) // the only one: the data are its own
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, collectionSchema); err != nil {
		return nil, err
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	if err := fillCollection(tx, p); err != nil {
		return nil, err
	}
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	var data []byte
	err = conn.Raw(func(c any) error {
		data, err = c.(interface{ Serialize() ([]byte, error) }).Serialize()
		return err
	})
	return data, err
}

func fillCollection(tx *sql.Tx, p *Pack) error {
	deck := number("deck", p.Title)
	mod := collectionEpoch + int64(p.Revision)
	_, err := tx.Exec("INSERT INTO col VALUES (1,?,?,?,11,0,0,0,?,?,?,?,'{}')", collectionEpoch, mod*1000, mod*1000,
		ankiSettings, asJSON(noteTypes(deck, mod)), asJSON(ankiDecks(deck, mod, p)), ankiOptions)
	if err != nil {
		return err
	}
	ids, keys := map[int64]bool{}, map[string]int{}
	for i, c := range cards(p) {
		if keys[c.key]++; keys[c.key] > 1 { // what two items are about is told apart by their order
			c.key += fmt.Sprint(" ", keys[c.key])
		}
		id := collectionEpoch*1000 + number(p.Title, c.key)
		for ids[id] {
			id++
		}
		ids[id] = true
		fields, typ := c.fields()
		_, err := tx.Exec("INSERT INTO notes VALUES (?,?,?,?,-1,?,?,?,?,0,'')", id, guid(p.Title, c.key), typ, mod,
			" "+strings.Join(c.tags, " ")+" ", strings.Join(fields, "\x1f"), c.sort, checksum(c.sort))
		if err != nil {
			return err
		}
		_, err = tx.Exec("INSERT INTO cards VALUES (?,?,?,0,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')", id, id, deck, mod, i+1)
		if err != nil {
			return err
		}
	}
	return nil
}
