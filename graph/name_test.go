package graph_test

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"missiongraph/graph"
)

func TestFold(t *testing.T) {
	tests := []struct{ name, in, fold, squeeze string }{
		{"empty", "", "", ""},
		{"only marks", " (-) ", "", ""},
		{"case", "ICE", "ice", "ice"},
		{"punctuation", "287(g) program", "287 g program", "287gprogram"},
		{"dots", "U.S.", "u s", "us"},
		{"accent", "Attaché", "attache", "attache"},
		{"combining accent", "Attache\u0301 corps", "attache corps", "attachecorps"},
		{"combining mark alone", "\u0301", "", ""},
		{"capital with accent", "ÉCOLE Šumava Đakovo", "ecole sumava dakovo", "ecolesumavadakovo"},
		{"letter that is no accent", "Straße", "straße", "straße"},
		{"other scripts", "Интерпол 国際", "интерпол 国際", "интерпол国際"},
		{"spaces of all kinds", "\ta\u00a0 b\n", "a b", "ab"},
		{"broken UTF-8", "a\xffb", "a b", "ab"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.fold, graph.Fold(tt.in))
			assert.Equal(t, tt.squeeze, graph.Squeeze(tt.in))
		})
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "287(g)", "Attache\u0301", "a\xff\x00b", "İ", "ǅ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := graph.Fold(s)
		assert.True(t, utf8.ValidString(folded))
		assert.Equal(t, folded, graph.Fold(folded), "folding again changes nothing")
		assert.Equal(t, graph.Squeeze(s), graph.Squeeze(folded))
	})
}
