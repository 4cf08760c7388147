package seed

import (
	"io/fs"
	"testing"
	"testing/fstest"
)

// FuzzLoad holds the loader and the check to their word: any bytes as a file
// of facts or of a source are either a seed or a list of problems.
func FuzzLoad(f *testing.F) {
	source := "id: page\ntitle: Page\npublisher: Somebody\n"
	f.Add(source, sampleEntities+samplePassage+"  relations:\n  - {subject: corps, type: \"worksWith:works with\", object: ice, grade: STATED}\n")
	f.Add(source, sampleEntities+"- {id: ice, kind: Agency, name: café corps, grade: STATED, quote: café, line: 2, at: [17, 21], aliases: [{text: x}]}\n")
	f.Add("id: [", "passages:\n- quote: |\n    a\n  at: [1, -1]\n  attributes: [{value: {number: .inf}}]\n")
	f.Add("a: &x [*x]", "source: !!str page\n<<: {a: 1}\n? [a]\n: b\n--- \n- 0x7fffffffffffffff\n")
	f.Add(source, "source: page\nentities: [null, 3, [], {}, {id: fbi}]\npassages: [{relations: [{subject: \"\"}]}]\n")
	err := fs.WalkDir(files, "facts", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, _ := files.ReadFile(name)
			f.Add(source, string(data[:min(len(data), 1500)]))
		}
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	o := testOntology(f)
	f.Fuzz(func(t *testing.T, source, facts string) {
		d, err := Load(fstest.MapFS{
			"sources/page.txt":  {Data: []byte(sampleText)},
			"sources/page.yaml": {Data: []byte(source)},
			"facts/a.yaml":      {Data: []byte(facts)},
		})
		found := Check(d, o)
		if err != nil && len(found) == 0 {
			t.Fatalf("loading met %v and the check nothing", err)
		}
		for _, p := range found {
			if p.Path == "" || p.Msg == "" {
				t.Fatalf("a problem without place or words: %+v", p)
			}
		}
	})
}
