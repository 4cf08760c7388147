package playgroundtest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// testState chooses with every control of a diagram, and finds each choice in
// the address and, opened there by another, in the controls.
func testState(t *testing.T, b *browser, base string) {
	p := b.openTab(t, base+"/d?roots=ice")
	shown := `document.querySelectorAll('.react-flow__node').length > 3`
	p.waitFor("the picture", shown)
	for _, step := range []struct{ what, script, param, value string }{
		{"steps", choose("Steps", "2"), "depth", "2"},
		{"direction", choose("Relations followed", "OUT"), "direction", "out"},
		{"layout", choose("Layout", "LAYERED"), "layout", "layered"},
		{"rolling up", choose("Roll up", "Directorate"), "collapse", "Directorate"},
		{"a reading", choose("attache", "attache/A"), "readings", "attache/A"},
		{"a grade", `[...document.querySelectorAll('.facets a')].find(one => one.innerText.startsWith('construed')).click()`, "grade", "construed"},
		{"a kind", `[...document.querySelectorAll('.facets label')].find(one => one.innerText.trim().startsWith('Authorities')).querySelector('input').click()`, "kinds", "*"},
		{"a relation", `[...document.querySelectorAll('.facets label')].find(one => one.innerText.trim().startsWith('counters')).querySelector('input').click()`, "types", "*"},
		{"deprecated facts", `[...document.querySelectorAll('.facets label')].find(one => one.innerText.trim() === 'Deprecated facts, too').querySelector('input').click()`, "deprecated", "true"},
		{"a day", `(() => { const day = document.querySelector('#valid-at'); day.focus(); day.value = '2018-12-04'; day.blur(); })()`, "validAt", "2018-12-04"},
	} {
		p.run("choosing "+step.what, evaluate(step.script))
		value := `new URLSearchParams(location.search).get(` + quote(step.param) + `)`
		if step.value == "*" {
			p.waitFor(step.what+" in the address", value+`?.includes(',')`)
		} else {
			p.waitFor(step.what+" in the address", value+` === `+quote(step.value))
		}
		p.waitFor("the picture", shown+` && document.querySelector('.diagram').ariaBusy === 'false'`)
	}
	other := b.openTab(t, p.text(`location.href`))
	other.waitFor("the picture", shown)
	const controls = `[...document.querySelectorAll('.facets select, .facets input')].map(one => one.type === 'checkbox' ? one.checked : one.value).join() + [...document.querySelectorAll('.facets [aria-current]')].map(one => one.innerText).join()`
	assert.Equal(t, p.text(controls), other.text(controls))
	const boxes = `[...document.querySelectorAll('.react-flow__node')].map(one => one.dataset.id + one.style.transform).sort().join()`
	assert.Equal(t, p.text(boxes), other.text(boxes))
	p.assertQuiet()
	other.assertQuiet()
}

// choose selects a value where a label says what it is of.
func choose(label, value string) string {
	return `(() => {
		const select = [...document.querySelectorAll('.facets label')].find(one => one.innerText.startsWith(` + quote(label) + `)).querySelector('select');
		Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(select, ` + quote(value) + `);
		select.dispatchEvent(new Event('change', { bubbles: true }));
	})()`
}
