package playgroundtest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ExplorerTraining tests the Training page of the server at baseURL, which must
// hold the seed and be open.
func ExplorerTraining(t *testing.T, baseURL string) {
	base, err := url.Parse(baseURL)
	require.NoError(t, err)
	b := newBrowser(t, base)
	t.Run("trainer", func(t *testing.T) { testQuizByKeyboard(t, b, baseURL) })
	t.Run("every form", func(t *testing.T) { testEveryForm(t, b, baseURL) })
	t.Run("every part", func(t *testing.T) { testTrainingParts(t, b, baseURL) })
	t.Run("scopes", func(t *testing.T) { testTrainingScopes(t, b, baseURL) })
	t.Run("downloads", func(t *testing.T) { testTrainingDownloads(t, b, baseURL) })
	t.Run("nothing there", func(t *testing.T) { testNoTraining(t, b, baseURL) })
	assert.Empty(t, b.recorder.Refused(), "requests to other hosts")
}

// ExplorerTrainingToken tests that material is read and taken away with a token
// from the server at baseURL, which must hold the seed and ask for one.
func ExplorerTrainingToken(t *testing.T, baseURL, token string) {
	base, err := url.Parse(baseURL)
	require.NoError(t, err)
	b := newBrowser(t, base)
	p := b.openTab(t, baseURL+"/training?scope=ero&part=questions&questions=3")
	p.waitFor("the question for a token", `document.activeElement?.id === 'token'`)
	p.run("giving it", chromedp.KeyEvent(token), chromedp.KeyEvent(kb.Enter))
	p.waitFor("the questions", `document.querySelectorAll('.asked > li').length === 3`)
	assert.Contains(t, p.takeTraining("GIFT"), "::")
	assert.NotContains(t, p.text(`location.href + performance.getEntriesByType('resource').map(one => one.name)`), token)
}

// takeTraining downloads the material in the format of a title and returns it.
func (p *tab) takeTraining(title string) string {
	p.t.Helper()
	p.run("keeping what is saved", evaluate(`window.saved = []; URL.createObjectURL = blob => { saved.push(blob); return '#'; };`))
	p.run("taking it away", evaluate(`document.querySelector('.actions [aria-haspopup=menu]').click()`))
	p.waitFor("the menu", `[...document.querySelectorAll('[role=menuitem]')].some(one => one.innerText.includes(`+quote(title)+`))`)
	p.run("as "+title, evaluate(`[...document.querySelectorAll('[role=menuitem]')].find(one => one.innerText.includes(`+quote(title)+`)).click()`))
	p.waitFor("the file", `saved.length > 0`)
	p.run("reading it", evaluate(`window.savedText = undefined; saved[0].text().then(text => window.savedText = text)`))
	p.waitFor("its text", `window.savedText !== undefined`)
	return p.text(`savedText`)
}

// drawn is a question as GraphQL answers it.
type drawn struct {
	Form, Stem, Key string
	Options         []struct {
		Text    string
		Correct bool
	}
	Pairs       []struct{ Prompt, Answer string }
	Accepted    []string
	Order       []int
	Explanation []struct{ Quote string }
}

// drawQuestions asks the API for the questions that the page should have.
func drawQuestions(t *testing.T, base, scope, which string) []drawn {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": `{ training(scope: ` + scope + `) { questions(fewer: true, ` + which + `) {
		form stem key options { text correct } pairs { prompt answer } accepted order explanation { quote } } } }`})
	require.NoError(t, err)
	response, err := http.Post(base+"/graphql", "application/json", bytes.NewReader(body))
	require.NoError(t, err)
	defer response.Body.Close()
	var found struct {
		Data struct{ Training struct{ Questions []drawn } }
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&found))
	require.NotEmpty(t, found.Data.Training.Questions)
	return found.Data.Training.Questions
}

const (
	quizText  = `(document.querySelector('.quiz')?.innerText ?? '').replace(/\s+/g, ' ')`
	quizSaid  = `document.querySelector('.quiz > [role=status]')?.textContent`
	toldFocus = `document.activeElement?.matches('[data-next]')`
)

// tabTo moves the focus with the Tab key until it is on what the selector finds.
func (p *tab) tabTo(selector string, modifiers chromedp.Modifier) {
	p.t.Helper()
	for range 80 {
		if p.text(`!!document.activeElement?.matches(`+quote(selector)+`)`) == "true" {
			return
		}
		p.key(kb.Tab, modifiers)
	}
	require.Fail(p.t, "no way by Tab to "+selector, "the focus is on %s", p.text(`document.activeElement?.outerHTML.slice(0, 200)`))
}

// testQuizByKeyboard plays a quiz to its end without a mouse: every other answer
// is right, the last is not given at all.
func testQuizByKeyboard(t *testing.T, b *browser, base string) {
	questions := drawQuestions(t, base, `{entity: "ero"}`, `first: 12, seed: 7`)
	p := b.openTab(t, base+"/training?scope=ero&seed=7")
	p.waitFor("the fact sheet", mainText+`.includes('protects the safety of our communities')`)
	p.tabTo(`[role=tab]`, 0)
	p.run("going to the last part", chromedp.KeyEvent(kb.End), chromedp.KeyEvent(kb.Enter))
	p.waitFor("the quiz", addressOf+` === '/training?scope=ero&seed=7&part=quiz' && `+quizText+`.includes('`+strconv.Itoa(len(questions))+` questions about ERO')`)
	p.tabTo(`.quiz-start button`, 0)
	p.waitFor("what it asks to be there", `performance.getEntriesByType('resource').filter(one => one.name.endsWith('/graphql')).length >= 2`)
	p.run("watching what is sent", evaluate(`window.sent = 0; const fetched = window.fetch; window.fetch = (...args) => { sent++; return fetched(...args); }`))
	p.run("starting", chromedp.KeyEvent(kb.Enter))

	axe := axeCore(t)
	right, wrong := 0, []string{}
	for i, question := range questions {
		p.waitFor("question "+strconv.Itoa(i+1), quizText+`.includes('Question `+strconv.Itoa(i+1)+` of `+strconv.Itoa(len(questions))+` ') && document.querySelector('.ask')?.contains(document.activeElement)`)
		assert.Equal(t, "true", p.text(`!!document.activeElement.closest('fieldset')?.querySelector('legend')`), "the stem is read with the answer")
		if i < 2 {
			p.assertAccessible(axe, "a question of form "+question.Form)
		}
		meant := i%2 == 0
		if i == len(questions)-1 {
			meant = false
			p.tabTo(`.ask button:not([type=submit])`, 0)
			p.run("passing", chromedp.KeyEvent(kb.Enter))
		} else {
			p.answer(&question, meant)
		}
		if meant {
			right++
		} else {
			wrong = append(wrong, question.Stem)
		}
		p.waitFor("the verdict", quizSaid+`?.endsWith('. `+strconv.Itoa(right)+` of `+strconv.Itoa(i+1)+` right so far.')`)
		p.waitFor("the focus on the way on", toldFocus)
		assert.Equal(t, strconv.FormatBool(meant), p.text(`!!document.querySelector('.verdict.right')`), "%s: %s", question.Form, question.Stem)
		if question.Form != "TRUE_FALSE" && question.Form != "MATCHING" && question.Form != "ORDERING" {
			assert.Contains(t, p.text(quizText), first(question.Key, "; "), "the key is told")
		}
		assert.Contains(t, p.text(quizText), words(question.Explanation[0].Quote), "the quote is told")
		if i < 2 {
			p.assertAccessible(axe, "an answer of form "+question.Form)
		}
		p.run("going on", chromedp.KeyEvent(kb.Enter))
	}
	p.waitFor("the score", `document.activeElement?.id === 'score'`)
	assert.Equal(t, strconv.Itoa(right)+" of "+strconv.Itoa(len(questions))+" right", p.text(`document.querySelector('#score').innerText`))
	assert.Equal(t, strconv.Itoa(len(wrong)), p.text(`document.querySelectorAll('.review li').length`))
	assert.Equal(t, "0", p.text(`sent`), "nothing is sent")
	assert.Equal(t, "0 0 ", p.text("`${localStorage.length} ${sessionStorage.length} ${document.cookie}`"), "nothing is stored")
	for _, scheme := range []string{"dark", "light"} {
		p.emulateScheme(scheme)
		p.waitFor("the theme", `document.documentElement.dataset.theme === `+quote(scheme))
		p.assertAccessible(axe, "the score, "+scheme)
	}

	p.tabTo(`.review .cite`, 0)
	cited := p.text(`document.activeElement.href`)
	quoted := p.text(`document.activeElement.closest('.explanation').querySelector('mark').textContent`)
	p.run("asking for the quote", chromedp.KeyEvent(kb.Enter))
	p.waitFor("its words beside the score", `document.querySelector('.panel mark')?.textContent.replace(/\s+/g, ' ') === `+quote(quoted)+` && document.activeElement?.matches('.panel')`)
	p.run("closing it", chromedp.KeyEvent(kb.Escape))
	p.waitFor("the score again", `!document.querySelector('.panel') && document.activeElement?.matches('.cite') && document.querySelector('#score')`)
	reader := b.openTab(t, cited)
	reader.waitFor("the quote in the source", `location.pathname.startsWith('/s/') && document.querySelector('.source-page mark')?.textContent.replace(/\s+/g, ' ') === `+quote(quoted))
	reader.assertQuiet()

	p.tabTo(`.score .row button`, chromedp.ModifierShift)
	p.tabTo(`.score .row .primary`, chromedp.ModifierShift)
	p.run("asking for the wrong ones again", chromedp.KeyEvent(kb.Enter))
	p.waitFor("the first of them", quizText+`.includes('Question 1 of `+strconv.Itoa(len(wrong))+` ')`)
	assert.Contains(t, p.text(quizText), lastWords(wrong[0]))
	p.assertQuiet()
}

// answer answers the question that has the focus, by keyboard, and checks it.
func (p *tab) answer(question *drawn, rightly bool) {
	p.t.Helper()
	switch question.Form {
	case "FILL_IN":
		text := "nothing of the kind"
		if rightly { // compared without case, accents and punctuation
			text = strings.ToUpper(strings.ReplaceAll(question.Accepted[0], "-", " ")) + "!"
		}
		p.run("writing "+text, chromedp.KeyEvent(text))
	case "ANSWERS":
		for i, option := range question.Options {
			if i > 0 {
				p.key(kb.Tab, 0)
			}
			if option.Correct == rightly {
				p.key(" ", 0)
			}
		}
	case "MATCHING":
		answers := []string{}
		for _, pair := range question.Pairs {
			answers = append(answers, pair.Answer)
		}
		if !rightly {
			slices.Reverse(answers)
			answers[0], answers[1] = answers[1], answers[0]
		}
		for i, answer := range answers {
			if i > 0 {
				p.key(kb.Tab, 0)
			}
			p.waitFor("the field", `document.activeElement?.matches('.matches li:nth-child(`+strconv.Itoa(i+1)+`) select')`)
			at, err := strconv.Atoi(p.text(`[...document.activeElement.options].findIndex(one => one.text === ` + quote(answer) + `)`))
			require.NoError(p.t, err)
			for range at {
				p.key(kb.ArrowDown, 0)
			}
		}
		p.key(kb.Tab, 0)
	case "ORDERING":
		p.putInOrder(question, rightly)
		p.tabTo(`.ask [type=submit]`, 0)
	default:
		at := slices.IndexFunc(question.Options, func(o struct {
			Text    string
			Correct bool
		}) bool {
			return o.Correct == rightly
		})
		p.key(" ", 0)
		for range at {
			p.key(kb.ArrowDown, 0)
		}
	}
	p.run("checking it", chromedp.KeyEvent(kb.Enter))
}

// putInOrder moves each item to its place with the arrow keys; wrongly, the
// other way round.
func (p *tab) putInOrder(question *drawn, rightly bool) {
	p.t.Helper()
	order := slices.Clone(question.Order)
	if !rightly {
		slices.Reverse(order)
	}
	for place, item := range order {
		text := question.Options[item].Text
		const places = `[...document.querySelectorAll('.order-text')].map(one => one.innerText)`
		at, err := strconv.Atoi(p.text(places + `.indexOf(` + quote(text) + `)`))
		require.NoError(p.t, err)
		selector := `[data-move="` + strconv.Itoa(item) + `-up"]`
		if p.text(`!!document.activeElement?.closest('.order')`) == "true" {
			p.tabTo(`.order li:first-child [data-move$="-up"]`, chromedp.ModifierShift)
		}
		p.tabTo(selector, 0)
		for ; at > place; at-- {
			p.key(kb.ArrowUp, 0)
		}
		p.waitFor("it in its place", places+`[`+strconv.Itoa(place)+`] === `+quote(text)+` && document.activeElement?.matches(`+quote(selector)+`)`)
	}
}

// testEveryForm answers one question of each form that the seed carries rightly
// and one wrongly.
func testEveryForm(t *testing.T, b *browser, base string) {
	for _, form := range []string{"CHOICE", "TRUE_FALSE", "ANSWERS", "FILL_IN", "MATCHING", "PATH", "ORDERING"} {
		t.Run(form, func(t *testing.T) {
			questions := drawQuestions(t, base, `{around: ["ice"], depth: 2}`, `first: 2, forms: [`+form+`]`)
			p := b.openTab(t, base+"/training?scope=around:ice&depth=2&questions=2&forms="+strings.ToLower(form)+"&part=quiz")
			p.waitFor("the quiz", quizText+`.includes('Start the quiz')`)
			p.run("starting", chromedp.Focus(chromedp.CSS(`.quiz-start button`)), chromedp.KeyEvent(kb.Enter))
			for i, rightly := range []bool{true, false}[:len(questions)] {
				p.waitFor("the question", quizText+`.includes('Question `+strconv.Itoa(i+1)+` of ') && document.querySelector('.ask')?.contains(document.activeElement)`)
				p.answer(&questions[i], rightly)
				p.waitFor("the verdict", toldFocus)
				assert.Equal(t, strconv.FormatBool(rightly), p.text(`!!document.querySelector('.verdict.right')`), "%s", questions[i].Stem)
				assert.LessOrEqual(t, number(t, p, `document.querySelectorAll('.why-wrong').length`), 2, "why the others are wrong is told once")
				if strings.HasPrefix(questions[i].Stem, "Complete the sentence") {
					assert.Contains(t, p.text(quizText), "No fact of any grade joins the others with")
				}
				p.run("going on", chromedp.KeyEvent(kb.Enter))
			}
			p.waitFor("the score", `document.activeElement?.id === 'score'`)
			if form == "CHOICE" {
				p.tabTo(`.score .row button:nth-child(2)`, 0)
				p.run("asking for other questions", chromedp.KeyEvent(kb.Enter))
				p.waitFor("the first of them", `new URLSearchParams(location.search).get('seed') === '2' && `+quizText+`.includes('Question 1 of ') && document.querySelector('.ask')?.contains(document.activeElement)`)
				p.run("going back", evaluate(`history.back()`))
				p.waitFor("the score, which is not lost", `!new URLSearchParams(location.search).has('seed') && document.querySelector('#score')`)
			}
			p.assertQuiet()
		})
	}
}

// testTrainingParts opens every part in both themes and at three widths.
func testTrainingParts(t *testing.T, b *browser, base string) {
	axe := axeCore(t)
	for _, view := range []struct{ name, path, holds string }{
		{"nothing chosen", "/training", "Choose what they are to be about"},
		{"fact sheets", "/training?scope=ero", "protects the safety of our communities"},
		{"a quote", "/training?scope=ero&cite=ice-what-we-do-page:29&quote=ensuring%20the%20safety%20of%20our%20communities", "protects the safety"},
		{"glossary", "/training?scope=kind:Program&part=glossary", "Law Enforcement Support Center"},
		{"comparison", "/training?scope=ero&part=compare", "no source says"},
		{"timeline", "/training?scope=ero&part=timeline", "Nothing here has a date"},
		{"questions", "/training?scope=entities:ero,hsi&part=questions&seed=3", "Show the answers"},
		{"quiz", "/training?scope=area:preventing-terrorism&part=quiz", "nothing is stored, nothing is sent"},
	} {
		t.Run(view.name, func(t *testing.T) {
			p := b.openTab(t, base+view.path)
			p.waitFor(view.holds, mainText+`.includes(`+quote(view.holds)+`)`)
			p.assertFit(axe, view.path)
		})
	}
}

// testTrainingScopes chooses what the material is about in the ways there are.
func testTrainingScopes(t *testing.T, b *browser, base string) {
	p := b.openTab(t, base+"/training")
	p.waitFor("the beginning", mainText+`.includes('Choose what they are to be about')`)
	p.run("naming an entity", chromedp.Focus(chromedp.CSS(`.picker input`)), chromedp.KeyEvent("jttf"))
	p.waitFor("what it means", `document.querySelector('[role=option][data-active-item]')?.innerText.includes('Joint Terrorism Task Forces')`)
	p.run("choosing it", chromedp.KeyEvent(kb.Enter))
	p.waitFor("its material", addressOf+` === '/training?scope=joint-terrorism-task-forces' && document.querySelector('h1').innerText === 'Joint Terrorism Task Forces' && document.querySelector('.sheet')`)

	choose := func(label, value string) {
		selector := `.picker [aria-label=` + quote(label) + `], .picker select`
		p.run("choosing "+value, evaluate(`{
			const select = [...document.querySelectorAll('.picker select')].find(one => one.closest('label').innerText.startsWith(`+quote(label)+`)) ?? document.querySelector(`+quote(selector)+`);
			Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(select, `+quote(value)+`);
			select.dispatchEvent(new Event('change', { bubbles: true }));
		}`))
	}
	choose("Scope", "kind")
	p.waitFor("the kinds", `document.querySelectorAll('.picker select').length === 2`)
	choose("Kind", "Program")
	p.waitFor("the programs", addressOf+` === '/training?scope=kind:Program' && document.querySelector('h1').innerText === 'Programs' && document.querySelectorAll('.sheet').length > 3`)
	choose("Scope", "area")
	p.waitFor("the areas", `[...document.querySelectorAll('.picker option')].some(one => one.value === 'preventing-terrorism')`)
	choose("Mission area", "preventing-terrorism")
	p.waitFor("the area", addressOf+` === '/training?scope=area:preventing-terrorism' && document.querySelectorAll('.sheet').length > 1`)
	choose("Scope", "around")
	p.waitFor("a box for entities", `document.querySelector('.picker input')?.getAttribute('aria-label') === 'Add an entity'`)
	for i, name := range []string{"ero", "hsi"} {
		p.run("naming one", chromedp.Focus(chromedp.CSS(`.picker input`)), chromedp.KeyEvent(name))
		p.waitFor("what it means", `document.querySelector('[role=option][data-active-item]')?.innerText.toLowerCase().startsWith(`+quote(name)+`)`)
		p.run("choosing it", chromedp.KeyEvent(kb.Enter))
		p.waitFor("it among those chosen", `document.querySelectorAll('.chosen li').length === `+strconv.Itoa(i+1)+` && document.querySelector('.picker input').value === ''`)
	}
	choose("Steps", "2")
	p.waitFor("the address", addressOf+` === '/training?scope=around:ero,hsi&depth=2'`)
	choose("Along", "partOf")
	p.waitFor("the address", addressOf+` === '/training?scope=around:ero,hsi&depth=2&types=partOf' && document.querySelectorAll('.sheet').length > 2`)
	p.run("leaving one out", evaluate(`document.querySelector('.chosen button').click()`))
	p.waitFor("the address", `new URLSearchParams(location.search).get('scope') === 'around:hsi'`)

	choose("Scope", "pattern")
	p.waitFor("a box for a pattern", `document.querySelector('.picker textarea')`)
	p.run("writing one", chromedp.Focus(chromedp.CSS(`.picker textarea`)), chromedp.KeyEvent("MATCH (d:Directorate) RETURN d"), chromedp.KeyEvent(kb.Enter))
	p.waitFor("what it finds", `new URLSearchParams(location.search).get('scope') === 'pattern:MATCH (d:Directorate) RETURN d' && !new URLSearchParams(location.search).has('types') &&
		document.querySelector('h1').innerText === 'What a pattern finds: 2 entities' && document.querySelectorAll('.sheet').length === 2`)

	p.run("another number of questions", evaluate(`document.querySelector('.numbers input').select()`), chromedp.KeyEvent("5"), chromedp.KeyEvent(kb.Enter))
	p.waitFor("the address", `new URLSearchParams(location.search).get('questions') === '5'`)
	p.run("without one form", evaluate(`document.querySelectorAll('.facet .choice input')[1].click()`))
	p.waitFor("the address", `new URLSearchParams(location.search).get('forms') === 'choice,answers,fill_in,matching,path,ordering'`)
	p.run("going back", evaluate(`history.back()`))
	p.waitFor("all forms", `!new URLSearchParams(location.search).has('forms') && document.querySelectorAll('.facet .choice input:checked').length === 7`)
	p.assertQuiet()
}

// testTrainingDownloads takes the questions away and compares them with the API.
func testTrainingDownloads(t *testing.T, b *browser, base string) {
	questions := drawQuestions(t, base, `{entity: "ero"}`, `first: 5, seed: 7`)
	p := b.openTab(t, base+"/training?scope=ero&questions=5&seed=7&part=questions")
	p.waitFor("the questions", `document.querySelectorAll('.asked > li').length === 5`)
	stems := p.text(`[...document.querySelectorAll('.asked-stem')].map(one => one.innerText).join('\n')`)
	for _, question := range questions {
		assert.Contains(t, words(stems), lastWords(question.Stem))
	}
	served := func(path string) string {
		response, err := http.Get(base + path)
		require.NoError(t, err)
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, response.StatusCode)
		return string(body)
	}
	gift := p.takeTraining("GIFT")
	assert.Equal(t, served("/training/ero.gift?questions=5&seed=7"), gift)
	assert.Equal(t, 5, strings.Count(gift, "\n::"), "one a question")
	p.waitFor("word of it", `document.querySelector('.actions [role=status]').innerText.includes('ero-questions.gift saved')`)

	var pack struct {
		Questions   []drawn
		Comparisons []struct{ Names []string }
	}
	require.NoError(t, json.Unmarshal([]byte(p.takeTraining("JSON")), &pack))
	require.Len(t, pack.Questions, len(questions))
	for i, question := range questions {
		assert.Equal(t, question.Stem, pack.Questions[i].Stem)
		assert.ElementsMatch(t, question.Options, pack.Questions[i].Options)
	}
	require.Len(t, pack.Comparisons, 1)
	assert.Equal(t, []string{"ERO", "HSI"}, pack.Comparisons[0].Names)
	p.assertQuiet()
}

// testNoTraining asks for what there is not, and for more than there is.
func testNoTraining(t *testing.T, b *browser, base string) {
	for _, test := range []struct{ path, says string }{
		{"/training?scope=nobody", "could not be shown"},
		{"/training?scope=kind:Nothing", "could not be shown"},
		{"/training?scope=pattern:MATCH%20(p", "could not be shown"},
		{"/training?scope=kind:", "Choose what they are to be about"},
		{"/training?scope=ero&at=99", "could not be shown"},
		{"/training?scope=ero&questions=200&part=questions", "of 200: the scope carries no more"},
		{"/training?scope=ero&questions=200&part=quiz", "questions about ERO"},
		{"/training?scope=ero&part=questions&forms=matching&grade=stated", "No question can be asked about this"},
		{"/training?scope=ero&part=nonsense&questions=x&seed=-1&depth=99", "protects the safety of our communities"},
	} {
		t.Run(test.path, func(t *testing.T) {
			p := b.openTab(t, base+test.path)
			p.waitFor(test.says, mainText+`.includes(`+quote(test.says)+`)`)
		})
	}
}

// words puts text on one line.
func words(text string) string { return strings.Join(strings.Fields(text), " ") }

// first returns what stands before a separator.
func first(text, separator string) string {
	before, _, _ := strings.Cut(text, separator)
	return before
}

// lastWords returns the longest part of a stem that has no blank.
func lastWords(stem string) string {
	longest := ""
	for _, part := range strings.Split(stem, "_____") {
		if part = strings.TrimSpace(part); len(part) > len(longest) {
			longest = part
		}
	}
	return longest
}
