package training_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/graphtest"
	"missiongraph/internal/training"
)

// readers returns the folder of what others wrote.
func readers(t testing.TB) string {
	t.Helper()
	folder := os.Getenv(readersEnv)
	if folder == "" {
		graphtest.Need(t, false, "readers of npm", "npm ci --prefix .ci/readers, and set "+readersEnv+" to that folder")
	}
	return folder
}

// answer is what testdata/qti-player.html plays.
type answer struct {
	Click   []string       `json:"click,omitempty"`
	Type    string         `json:"type,omitempty"`
	Restore []string       `json:"restore,omitempty"`
	State   map[string]any `json:"state,omitempty"` // in what order things stand
}

// answers returns the right answers to a question and some wrong ones.
func answers(q *training.Question) (right, wrong []answer) {
	var yes, no, all []string
	for i, o := range q.Options {
		id := fmt.Sprintf("O%d", i+1)
		all = append(all, id)
		if o.Correct {
			yes = append(yes, id)
		} else {
			no = append(no, id)
		}
	}
	switch q.Form {
	case training.FillIn:
		for _, a := range q.Accepted {
			right = append(right, answer{Type: a})
		}
		return right, []answer{{Type: "nothing of the sort"}}
	case training.Matching:
		var targets, pairs, turned, prompts, places []string
		for _, p := range q.Pairs {
			targets = append(targets, p.Answer)
		}
		slices.Sort(targets)
		targets = slices.Compact(targets)
		for i, p := range q.Pairs {
			at := slices.Index(targets, p.Answer)
			pairs = append(pairs, fmt.Sprintf("P%d A%d", i+1, at+1))
			turned = append(turned, fmt.Sprintf("P%d A%d", i+1, (at+1)%len(targets)+1))
			prompts = append(prompts, fmt.Sprintf("P%d", i+1))
		}
		for i := range targets {
			places = append(places, fmt.Sprintf("A%d", i+1))
		}
		state := map[string]any{"orders": [][]string{prompts, places}}
		return []answer{{Restore: pairs, State: state}}, []answer{{Restore: turned, State: state}, {Restore: pairs[1:], State: state}}
	case training.Ordering:
		var order []string
		for _, at := range q.Order {
			order = append(order, all[at])
		}
		back := slices.Clone(order)
		slices.Reverse(back)
		return []answer{{Restore: order, State: map[string]any{"order": order}}}, []answer{{Restore: back, State: map[string]any{"order": back}}}
	case training.Answers:
		return []answer{{Click: yes}}, []answer{{Click: yes[1:]}, {Click: append(slices.Clone(yes), no[0])}}
	}
	return []answer{{Click: yes}}, []answer{{Click: no[:1]}, {}}
}

// A player that this project did not write plays an item of each form, and
// scores the right answer 1 and a wrong one 0.
func TestPlayerScoresItems(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/node_modules/", http.FileServer(http.Dir(readers(t))))
	mux.Handle("/", http.FileServer(http.Dir("testdata")))
	page := openPage(t, mux, "/qti-player.html")
	p := packOfSeed(t, seeded(t))
	items := unpacked(t, written(t, p, "qti3"))
	type outcome struct {
		Score    float64
		Response any
		Text     string
	}
	play := func(q *training.Question, a answer) (out outcome) {
		xml, _ := json.Marshal(items[q.ID+".xml"])
		given, _ := json.Marshal(a)
		text := page.text(fmt.Sprintf("play(%s, %s).catch(error => { outcome = 'error: ' + error })", xml, given), "window.outcome")
		require.NoError(t, json.Unmarshal([]byte(text), &out), text)
		return out
	}
	played := map[training.Form]int{}
	for i := range p.Questions {
		q := &p.Questions[i]
		if played[q.Form]++; played[q.Form] > 3 {
			continue
		}
		right, wrong := answers(q)
		for _, a := range right {
			got := play(q, a)
			assert.EqualValues(t, 1, got.Score, "%s %s: %+v was taken for %v", q.ID, q.Form, a, got.Response)
			if len(q.Options) > 0 {
				assert.Contains(t, got.Text, q.Options[0].Text)
			}
		}
		for _, a := range wrong {
			got := play(q, a)
			assert.EqualValues(t, 0, got.Score, "%s %s: %+v was taken for %v", q.ID, q.Form, a, got.Response)
		}
	}
	for _, form := range training.Forms() {
		assert.Positive(t, played[form], "no item of the form %s", form)
	}
}

// An HTML handout breaks no rule of accessibility, light or dark.
func TestHandoutIsAccessible(t *testing.T) {
	axe, err := os.ReadFile(filepath.Join(readers(t), "node_modules", "axe-core", "axe.min.js"))
	require.NoError(t, err)
	p := overview(t)
	logo, err := training.NewLogo([]byte(plainLogo))
	require.NoError(t, err)
	branded := *p
	branded.Branding = &training.Branding{Organization: "Office of Training", Accent: "#7a0019", Footer: "For training only", Logo: logo}
	for name, p := range map[string]*training.Pack{"plain": p, "branded": &branded} {
		html := written(t, p, "html")
		page := openPage(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte(html))
		}), "/")
		for _, scheme := range []string{"light", "dark"} {
			page.scheme(scheme)
			broken := page.text(string(axe)+`;window.broken = undefined; axe.run().then(found => window.broken = found.violations.flatMap(one =>
				one.nodes.slice(0, 3).map(node => one.id + ': ' + node.target + ' ' + (node.any[0]?.message ?? ''))).join('\n'))`, "window.broken")
			assert.Empty(t, broken, "%s, %s", name, scheme)
		}
	}
}

// overview is a pack as a course has them, with all that a handout can hold.
func overview(t *testing.T) *training.Pack {
	t.Helper()
	v := viewOf(seeded(t))
	scope, err := (&training.ScopeRequest{Entities: []string{"ero", "hsi", "287g"}}).Find(v)
	require.NoError(t, err)
	p, err := training.Build(v, training.Request{
		Title: "Overview", Audience: "new staff", Scope: scope, Seed: 1, Count: 20, Fewer: true,
		Glossary: true, Sheets: true, Timeline: true, Compare: scope.Nodes,
	})
	require.NoError(t, err)
	p.Timeline = append(p.Timeline, training.Event{ID: "e1", Date: "2018-12-04", Text: "The page was reviewed.", Receipt: p.Sheets[0].Receipt})
	return p
}

// Another parser takes our XML for well-formed, whatever the names.
func TestXMLIsWellFormed(t *testing.T) {
	graphtest.NeedProgram(t, "apt-get install libxml2-utils", "xmllint")
	for name, p := range map[string]*training.Pack{"seed": packOfSeed(t, seeded(t)), "hostile": hostilePack(t)} {
		dir := t.TempDir()
		args := []string{"--noout", "--nonet"}
		files := unpacked(t, written(t, p, "qti3"))
		files["moodle.xml"] = written(t, p, "moodle")
		for file, text := range files {
			path := filepath.Join(dir, file)
			require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
			args = append(args, path)
		}
		out, err := exec.Command("xmllint", args...).CombinedOutput()
		assert.NoError(t, err, "%s: %.1000s", name, out)
	}
}
