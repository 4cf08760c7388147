package seed

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const sampleText = "FBI and ICE.\nThe café corps works with ICE. It is big.\n"

// sample returns a small seed of which one file, facts/a.yaml, is given.
func sample(facts string) fstest.MapFS {
	return fstest.MapFS{
		"sources/page.txt":  {Data: []byte(sampleText)},
		"sources/page.yaml": {Data: []byte("id: page\ntitle: Page\npublisher: Somebody\n")},
		"facts/a.yaml":      {Data: []byte(facts)},
	}
}

const sampleEntities = `source: page
entities:
- {id: fbi, kind: Agency, name: FBI, grade: STATED, quote: FBI, line: 1, at: [0, 3]}
- {id: ice, kind: Agency, name: ICE, grade: STATED, quote: ICE, line: 1, at: [8, 11]}
- {id: corps, kind: Program, form: CORPS, name: café corps, grade: STATED, quote: café corps, line: 2, at: [17, 27]}
`

const samplePassage = `passages:
- quote: café corps works with ICE
  line: 2
  at: [17, 42]
`

func TestSampleIsWithoutAProblem(t *testing.T) {
	d, err := Load(sample(sampleEntities + samplePassage + `  relations:
  - {subject: corps, type: "worksWith:works with", object: ice, grade: STATED, qualifiers: {b: two, a: one}}
  attributes:
  - {subject: ice, property: workforceSize, value: {number: 3, comparator: about}, grade: STATED}
  - {subject: ice, property: alias, values: [Ice, "I.C.E."], grade: CONSTRUED, note: n}
`))
	require.NoError(t, err)
	require.NoError(t, Check(d, testOntology(t)).Err())
	var ids []string
	for _, f := range d.Facts {
		ids = append(ids, f.ID)
	}
	assert.Equal(t, []string{
		"corps/worksWith:works-with/ice", "ice/alias/i-c-e-7baf00ae", "ice/alias/ice-2a1a6355", "ice/workforceSize",
	}, ids)
	e := d.Facts[0].Evidence[0]
	assert.Equal(t, "FBI and ICE.\nThe ", e.Prefix)
	assert.Equal(t, ". It is big.\n", e.Suffix)
	assert.Equal(t, "a", d.Facts[0].Qualifiers[0].Name, "sorted")
}

func TestProblemsSayWhereWhatAndWhatToDo(t *testing.T) {
	relation := func(row string) string { return sampleEntities + samplePassage + "  relations:\n  - " + row + "\n" }
	attribute := func(row string) string { return sampleEntities + samplePassage + "  attributes:\n  - " + row + "\n" }
	entity := func(row string) string { return sampleEntities + "- " + row + "\n" }
	tests := []struct {
		name, facts string
		want        []string // in order; each must be part of a line
	}{
		{"no YAML", "source: [", []string{"facts/a.yaml:1:9: not valid YAML: "}},
		{"empty", "# nothing\n", []string{"facts/a.yaml:1:1: the file is empty"}},
		{"a list", "- a\n", []string{"facts/a.yaml:1:1: expected a file of facts with its keys (source, entities, passages), found a list"}},
		{"unknown key", "source: page\nentitys: []\n", []string{`facts/a.yaml:2:1: unknown key "entitys" of a file of facts: expected one of source, entities, passages (did you mean "entities"?)`}},
		{"unknown source", "source: pag\n", []string{`facts/a.yaml:1:9: there is no source "pag" (did you mean "page"?)`}},
		{"missing keys", entity("{id: x, line: 1, quote: FBI, at: [0, 3]}"), []string{
			`facts/a.yaml:6:3: an entity needs the key "kind"`, `facts/a.yaml:6:3: an entity needs the key "name"`, `facts/a.yaml:6:3: an entity needs the key "grade"`}},
		{"unknown key of a row", relation("{subject: corps, typ: leads, object: ice, grade: STATED}"), []string{
			`facts/a.yaml:11:22: unknown key "typ" of a relation`, `a relation needs the key "type"`}},
		{"quote elsewhere", entity("{id: x, kind: Agency, name: x, grade: STATED, quote: big, line: 2, at: [0, 3]}"), []string{
			`facts/a.yaml:6:56: the quote is not in the source at code points 0 to 3 (it stands on line 2 at [50, 53])`}},
		{"quote altered", entity("{id: x, kind: Agency, name: x, grade: STATED, quote: cafe corps, line: 2, at: [17, 27]}"), []string{
			`these words do not stand in the source in this order`}},
		{"wrong line", entity("{id: x, kind: Agency, name: x, grade: STATED, quote: big, line: 1, at: [50, 53]}"), []string{
			`facts/a.yaml:6:67: the quote begins on line 2, not on line 1`}},
		{"no place", entity("{id: x, kind: Agency, name: x, grade: STATED, quote: ICE, line: 2}"), []string{
			`a quote needs the key "at": the code points it begins and ends with, as [start, end] (it stands on line 1 at [8, 11], on line 2 at [39, 42])`}},
		{"place out of the text", entity("{id: x, kind: Agency, name: x, grade: STATED, quote: big, line: 2, at: [-1, 9999999999]}"), []string{
			`the quote is not in the source at code points -1 to 9999999999`}},
		{"grade", entity("{id: x, kind: Agency, name: x, grade: STATE, quote: big, line: 2, at: [50, 53]}"), []string{
			`facts/a.yaml:6:41: unknown grade "STATE"`, `did you mean "STATED"?`}},
		{"number for text", entity("{id: 12, kind: Agency, name: x, grade: STATED, quote: big, line: 2, at: [50, 53]}"), []string{
			`facts/a.yaml:6:8: expected text, found the number 12 (put it in quotes)`}},
		{"entity twice", entity("{id: fbi, kind: Agency, name: x, grade: STATED, quote: big, line: 2, at: [50, 53]}"), []string{
			`facts/a.yaml:6:8: entity "fbi" is there already, at facts/a.yaml:3:3`}},
		{"unknown kind", entity("{id: x, kind: Agencie, name: x, grade: STATED, quote: big, line: 2, at: [50, 53]}"), []string{
			`facts/a.yaml:6:17: unknown kind "Agencie" (did you mean "Agency"?)`}},
		{"abstract kind", entity("{id: x, kind: Organization, name: x, grade: STATED, quote: big, line: 2, at: [50, 53]}"), []string{
			`facts/a.yaml:6:17: kind Organization is abstract: it has no entities of its own (use one of Agency, Directorate, Office, Program, Partner)`}},
		{"unknown form", entity("{id: x, kind: Program, form: CORP, name: x, grade: STATED, quote: big, line: 2, at: [50, 53]}"), []string{
			`facts/a.yaml:6:32: unknown form "CORP" of Program: expected PROGRAM, CENTER, TASK_FORCE or CORPS (did you mean "CORPS"?)`}},
		{"id", entity("{id: A b, kind: Agency, name: x, grade: STATED, quote: big, line: 2, at: [50, 53]}"), []string{
			`facts/a.yaml:6:8: "A b" is not an id`}},
		{"id of a source", entity("{id: page, kind: Agency, name: x, grade: STATED, quote: big, line: 2, at: [50, 53]}"), []string{
			`facts/a.yaml:6:8: "page" is the id of a source`}},
		{"anchor", entity("&x {id: x, kind: Agency, name: x, grade: STATED, quote: big, line: 2, at: [50, 53]}"), []string{
			`found an anchor or alias, which these files do not use`}},
		{"unknown end", relation("{subject: corp, type: actsFor, object: ices, grade: STATED}"), []string{
			`facts/a.yaml:11:15: there is no entity "corp" (did you mean "corps"?)`, `facts/a.yaml:11:44: there is no entity "ices" (did you mean "ice"?)`}},
		{"unknown type", relation("{subject: corps, type: actFor, object: ice, grade: STATED}"), []string{
			`facts/a.yaml:11:28: unknown relation type "actFor" (did you mean "actsFor"?)`}},
		{"inverse", relation("{subject: corps, type: servedBy, object: ice, grade: STATED}"), []string{
			`unknown relation type "servedBy" (that is actsFor read from the other end: swap subject and object)`}},
		{"domain", relation("{subject: ice, type: enables, object: corps, grade: STATED}"), []string{
			`facts/a.yaml:11:15: ice is of kind Agency, and enables starts from Program (are subject and object the wrong way round?)`}},
		{"same kind", relation("{subject: corps, type: kindOf, object: ice, grade: STATED}"), []string{
			`facts/a.yaml:11:44: ice is of kind Agency, and kindOf leads to Threat, Partner, Item, Program, Capability, Place or Interest`}},
		{"no verb", relation("{subject: corps, type: worksWith, object: ice, grade: STATED}"), []string{
			`facts/a.yaml:11:28: relation type worksWith has no verb "": expected works with or coordinates with (write the verb after the type, as counters:investigates)`}},
		{"unknown verb", relation(`{subject: corps, type: "worksWith:work with", object: ice, grade: STATED}`), []string{
			`relation type worksWith has no verb "work with": expected works with or coordinates with (did you mean "works with"?)`}},
		{"verb of none", relation(`{subject: corps, type: "actsFor:acting", object: ice, grade: STATED}`), []string{
			`fact id "corps/actsFor:acting/ice" must be "corps/actsFor/ice" (write value for the one value of a property, and a verb after the type only where the type declares verbs)`}},
		{"two verbs", relation(`{subject: corps, type: "worksWith:works with", verb: helps, object: ice, grade: STATED}`), []string{
			`a relation has one verb, and its type brings "works with" already`}},
		{"cycle", relation("{subject: fbi, type: partOf, object: ice, grade: STATED}\n  - {subject: ice, type: partOf, object: corps, grade: STATED}\n  - {subject: corps, type: partOf, object: fbi, grade: STATED}"), []string{
			`partOf must not lead back to where it started: corps -> fbi -> ice -> corps`}},
		{"itself", relation("{subject: fbi, type: partOf, object: fbi, grade: STATED}"), []string{`partOf cannot join fbi to itself`}},
		{"deprecated without reason", relation("{subject: fbi, type: partOf, object: ice, grade: STATED, rank: DEPRECATED}"), []string{
			`a deprecated fact needs the reason why`}},
		{"rank", relation("{subject: fbi, type: partOf, object: ice, grade: STATED, rank: BEST}"), []string{`unknown rank "BEST": expected PREFERRED, NORMAL or DEPRECATED`}},
		{"reading", relation("{subject: fbi, type: partOf, object: ice, grade: STATED, reading: attache}"), []string{
			`facts/a.yaml:11:71: "attache" is not a reading: expected group/choice, as attache/B`}},
		{"two readings shown", relation("{subject: fbi, type: partOf, object: ice, grade: STATED, reading: x/A}\n  - {subject: corps, type: partOf, object: ice, grade: STATED, reading: x/B}"), []string{
			`x/A and x/B are ways to read one sentence, and all would be shown (deprecate all but one, with the reason)`}},
		{"two preferred", relation("{subject: fbi, type: partOf, object: ice, grade: STATED, reading: x/A, rank: PREFERRED}\n  - {subject: corps, type: partOf, object: ice, grade: STATED, reading: x/B, rank: PREFERRED}"), []string{
			`x/A and x/B are ways to read one sentence, and all would be shown`}},
		{"ranks of a reading", relation("{subject: fbi, type: partOf, object: ice, grade: STATED, reading: x/A, rank: PREFERRED}\n  - {subject: corps, type: partOf, object: ice, grade: STATED, reading: x/A}"), []string{
			`the facts of reading x/A must be of one rank, and both NORMAL and PREFERRED are given`}},
		{"conflict", sampleEntities + samplePassage + "  relations:\n  - {subject: corps, type: actsFor, object: ice, grade: STATED, qualifiers: {how: well}}\n" +
			"- quote: big\n  line: 2\n  at: [50, 53]\n  relations:\n  - {subject: corps, type: actsFor, object: ice, grade: STATED, qualifiers: {how: badly}}\n", []string{
			`facts/a.yaml:16:77: qualifiers of corps/actsFor/ice is how: "badly" here and how: "well" at facts/a.yaml:11:77 (several quotes may support one fact, but they must agree on it)`}},
		{"same twice", relation("{subject: corps, type: actsFor, object: ice, grade: STATED}\n  - {subject: corps, type: actsFor, object: ice, grade: STATED}"), []string{
			`facts/a.yaml:12:5: corps/actsFor/ice rests on this quote already, at facts/a.yaml:11:5`}},
		{"dates", relation(`{subject: corps, type: actsFor, object: ice, grade: STATED, validFrom: "2018-02-30", validTo: soon}`), []string{
			`"2018-02-30" is not a date (expected YYYY-MM-DD)`, `"soon" is not a date (expected YYYY-MM-DD)`}},
		{"unknown property", attribute("{subject: ice, property: workforce, value: 3, grade: STATED}"), []string{
			`facts/a.yaml:11:30: unknown property "workforce"`}},
		{"property of another kind", attribute("{subject: ice, property: menu, value: x, grade: STATED}"), []string{
			`ice is of kind Agency, and menu is a property of Channel`}},
		{"value type", attribute("{subject: ice, property: workforceSize, value: many, grade: STATED}"), []string{
			`facts/a.yaml:11:52: workforceSize is of type Quantity, and the value is of type String`}},
		{"value and values", attribute("{subject: ice, property: workforceSize, grade: STATED}"), []string{
			`an attribute needs either value or values (value is the one value; values gives several facts, for a property such as alias)`}},
		{"one value of many", attribute("{subject: ice, property: alias, value: Ice, grade: STATED}"), []string{
			`fact id "ice/alias" must begin with "ice/alias/" (this property may have several values: write values: [...])`}},
		{"not a number", attribute("{subject: ice, property: workforceSize, value: {number: .nan}, grade: STATED}"), []string{`expected a number, found the number .nan`}},
		{"too large a number", attribute("{subject: ice, property: workforceSize, value: 99999999999999999999999, grade: STATED}"), []string{`facts/a.yaml:11:52: `}},
		{"mixed value", attribute(`{subject: ice, property: workforceSize, value: {number: 3, date: "2018-01-01"}, grade: STATED}`), []string{`"date" does not go together with "number"`}},
		{"nested list", attribute("{subject: ice, property: workforceSize, value: [[a]], grade: STATED}"), []string{`a list cannot stand within a list`}},
		{"nested too deeply", "source: " + strings.Repeat("[", 1e6), []string{`facts/a.yaml: the file is nested too deeply to be read`}},
		{"a ladder", "source:\n" + strings.Repeat("- ", 1e5), []string{`facts/a.yaml: the file is nested too deeply to be read`}},
		{"too large", strings.Repeat("# a comment\n", 4e5), []string{`facts/a.yaml: the file has 4800000 bytes; at most 4194304 are read (split it into several files)`}},
		{"idle passage", sampleEntities + samplePassage, []string{`facts/a.yaml:7:3: nothing rests on this passage`}},
	}
	o := testOntology(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, _ := Load(sample(test.facts))
			found := Check(d, o)
			require.NotEmpty(t, found)
			lines := strings.Split(found.Error(), "\n")
			for _, want := range test.want {
				ok := false
				for _, line := range lines {
					ok = ok || strings.Contains(line, want)
				}
				assert.True(t, ok, "want %s\nin:\n%s", want, found.Error())
			}
			for _, p := range found {
				assert.NotContains(t, p.Path, "ops[", "a place in a file")
			}
			assert.LessOrEqual(t, len(found), len(test.want), "nothing is reported twice:\n%s", found.Error())
		})
	}
}

func TestProblemsOfSources(t *testing.T) {
	tests := []struct {
		name string
		edit func(fstest.MapFS)
		want string
	}{
		{"no text", func(fs fstest.MapFS) { delete(fs, "sources/page.txt") }, "sources/page.yaml:1:1: the source's text sources/page.txt cannot be read"},
		{"no folder", func(fs fstest.MapFS) { delete(fs, "facts/a.yaml") }, "facts: the folder cannot be read (a seed has a folder sources and a folder facts)"},
		{"other text", func(fs fstest.MapFS) {
			fs["sources/page.yaml"].Data = append(fs["sources/page.yaml"].Data, fmt.Sprintf("sha256: %064d\n", 1)...)
		}, "sources/page.yaml:4:9: "},
		{"not UTF-8", func(fs fstest.MapFS) { fs["sources/page.txt"].Data = []byte("\xff") }, "sources/page.txt: the text is not UTF-8"},
		{"twice", func(fs fstest.MapFS) {
			fs["sources/q.yaml"], fs["sources/q.txt"] = fs["sources/page.yaml"], fs["sources/page.txt"]
		}, `sources/q.yaml:1:5: source "page" is there already, at sources/page.yaml:1:1`},
		{"date", func(fs fstest.MapFS) {
			fs["sources/page.yaml"].Data = append(fs["sources/page.yaml"].Data, "reviewedOn: 12/04/2018\n"...)
		}, `sources/page.yaml:4:13: "12/04/2018" is not a date (expected YYYY-MM-DD)`},
		{"address", func(fs fstest.MapFS) {
			fs["sources/page.yaml"].Data = append(fs["sources/page.yaml"].Data, "url: example\n"...)
		}, `sources/page.yaml:4:6: "example" is not an absolute URL`},
	}
	o := testOntology(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			fs := sample(sampleEntities)
			test.edit(fs)
			d, _ := Load(fs)
			assert.Contains(t, Check(d, o).Error(), test.want)
		})
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	d, err := Load(sample(sampleEntities + `- {id: a, kind: Nothing, name: a, grade: STATED, quote: a, line: 1, at: [9, 9]}
- {id: b, kind: Agency, name: b, grade: WRONG, quote: b, line: 1, at: [9, 10]}
- {id: c, kind: Agency, colour: red, name: c, grade: STATED, quote: ICE, line: 1, at: [8, 11]}
`))
	require.Error(t, err)
	found := Check(d, testOntology(t))
	for _, want := range []string{"facts/a.yaml:6:", "facts/a.yaml:7:", "facts/a.yaml:8:", "unknown kind", "unknown grade", "unknown key"} {
		assert.Contains(t, found.Error(), want)
	}
	assert.Contains(t, found.Error(), err.Error()[:40], "what loading met is among it")
}
