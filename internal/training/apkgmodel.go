package training

import (
	"crypto/sha1" // as Anki sums what notes begin with
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"strconv"
	"strings"
)

// Note types of the decks. Anki tells note types apart by id: an id is never
// given to other fields or templates.
const (
	basicType  int64 = 1784021400101
	clozeType  int64 = 1784021400102
	choiceType int64 = 1784021400103
)

// fields returns the fields of a card's note, and its note type.
func (c *card) fields() (fields []string, noteType int64) {
	switch c.form {
	case clozeCard:
		return []string{c.front, c.source}, clozeType
	case choiceCard:
		return []string{c.front, c.options, c.back, c.source}, choiceType
	}
	return []string{c.front, c.back, c.source}, basicType
}

// noteType is a note type as a collection of version 11 writes it.
type noteType struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Type      int            `json:"type"` // 1 for cloze
	Deck      int64          `json:"did"`
	Mod       int64          `json:"mod"`
	USN       int            `json:"usn"`
	Sort      int            `json:"sortf"`
	CSS       string         `json:"css"`
	LatexPre  string         `json:"latexPre"`
	LatexPost string         `json:"latexPost"`
	Fields    []noteField    `json:"flds"`
	Templates []noteTemplate `json:"tmpls"`
	Required  []any          `json:"req,omitempty"`
	Tags      []string       `json:"tags"`
	Versions  []string       `json:"vers"`
}

type noteField struct {
	Name   string   `json:"name"`
	Ord    int      `json:"ord"`
	Font   string   `json:"font"`
	Size   int      `json:"size"`
	RTL    bool     `json:"rtl"`
	Sticky bool     `json:"sticky"`
	Media  []string `json:"media"`
}

type noteTemplate struct {
	Name         string `json:"name"`
	Ord          int    `json:"ord"`
	Question     string `json:"qfmt"`
	Answer       string `json:"afmt"`
	BrowserFront string `json:"bqfmt"`
	BrowserBack  string `json:"bafmt"`
	Deck         *int64 `json:"did"`
}

const cardCSS = `.card{font-family:system-ui,sans-serif;font-size:20px;line-height:1.4;text-align:left;max-width:36em;margin:0 auto;color:#111;background:#fff}
.nightMode.card{color:#e8e8e8;background:#16191d}.cloze{font-weight:bold}.source{font-size:14px;opacity:.8}li{margin:.2em 0}`

const sourceTemplate = `<p class="source">{{Source}}</p>`

func noteTypes(deck, mod int64) map[string]*noteType {
	list := map[string]*noteType{}
	add := func(id int64, name string, kind int, question, answer string, fields ...string) {
		n := &noteType{
			ID: strconv.FormatInt(id, 10), Name: "missiongraph: " + name, Type: kind, Deck: deck, Mod: mod, USN: -1, CSS: cardCSS, Tags: []string{}, Versions: []string{},
			LatexPre:  "\\documentclass[12pt]{article}\n\\begin{document}\n",
			LatexPost: "\\end{document}",
			Templates: []noteTemplate{{Name: "Card 1", Question: question, Answer: answer + sourceTemplate}},
			Required:  []any{[]any{0, "any", []int{0}}},
		}
		if kind == 1 {
			n.Required = nil
		}
		for i, f := range fields {
			n.Fields = append(n.Fields, noteField{Name: f, Ord: i, Font: "Arial", Size: 20, Media: []string{}})
		}
		list[n.ID] = n
	}
	add(basicType, "basic", 0, "{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}", "Front", "Back", "Source")
	add(clozeType, "cloze", 1, "{{cloze:Text}}", "{{cloze:Text}}", "Text", "Source")
	add(choiceType, "choice", 0, "{{Question}}{{Options}}", "{{FrontSide}}<hr id=answer>{{Answer}}", "Question", "Options", "Answer", "Source")
	return list
}

// ankiDecks returns the deck of a pack and the one that every collection has.
func ankiDecks(deck, mod int64, p *Pack) map[string]map[string]any {
	list := map[string]map[string]any{}
	for id, name := range map[int64]string{1: "Default", deck: deckName(p)} {
		none := []int{0, 0}
		list[strconv.FormatInt(id, 10)] = map[string]any{
			"id": id, "name": name, "mod": mod, "usn": -1, "desc": "", "dyn": 0, "conf": 1, "collapsed": false, "extendNew": 10, "extendRev": 50,
			"newToday": none, "revToday": none, "lrnToday": none, "timeToday": none,
		}
	}
	list[strconv.FormatInt(deck, 10)]["desc"] = esc(about(p))
	return list
}

// deckName keeps Anki from taking parts of a title for decks within decks.
func deckName(p *Pack) string {
	return strings.Trim(strings.ReplaceAll(line(p.Title), "::", ": "), " ")
}

const (
	ankiSettings = `{"activeDecks":[1],"addToCur":true,"collapseTime":1200,"curDeck":1,"curModel":"1784021400101","dueCounts":true,"estTimes":true,` +
		`"newBury":true,"newSpread":0,"nextPos":1,"sortBackwards":false,"sortType":"noteFld","timeLim":0}`
	ankiOptions = `{"1":{"id":1,"name":"Default","mod":0,"usn":0,"autoplay":true,"maxTaken":60,"replayq":true,"timer":0,` +
		`"lapse":{"delays":[10],"leechAction":0,"leechFails":8,"minInt":1,"mult":0},` +
		`"new":{"bury":true,"delays":[1,10],"initialFactor":2500,"ints":[1,4,7],"order":1,"perDay":20,"separate":true},` +
		`"rev":{"bury":true,"ease4":1.3,"fuzz":0.05,"ivlFct":1,"maxIvl":36500,"minSpace":1,"perDay":100}}}`
)

// asJSON writes what cannot fail to be written; keys are in order.
func asJSON(v any) string {
	data, _ := json.Marshal(v)
	return string(data)
}

func digest(parts ...string) [sha256.Size]byte {
	return sha256.Sum256([]byte(strings.Join(parts, "\x00")))
}

// number makes an id below 2^32 of what something is.
func number(parts ...string) int64 {
	sum := digest(parts...)
	return int64(binary.BigEndian.Uint32(sum[:]))
}

// guid makes the id by which Anki knows a note again.
func guid(parts ...string) string {
	sum := digest(append(parts, "guid")...)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// checksum is by which Anki finds notes that begin alike.
func checksum(first string) int64 {
	sum := sha1.Sum([]byte(first))
	return int64(binary.BigEndian.Uint32(sum[:4]))
}
