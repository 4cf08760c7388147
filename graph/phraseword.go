package graph

import (
	"slices"
	"strings"
	"unicode"
)

// isPluralWord reports whether a word is a noun in the plural, as far as its
// form tells.
func isPluralWord(word string) bool {
	word = strings.Trim(word, ",;:.()“”\"")
	lower := strings.ToLower(word)
	switch {
	case slices.Contains(irregularPlurals, lower):
		return true
	case len(word) < 3 || !strings.HasSuffix(word, "s") || slices.Contains(singularInS, lower):
		return false
	case allCapitals(strings.TrimSuffix(word, "s")):
		return true // JTTFs
	}
	for _, end := range []string{"ss", "us", "is", "'s", "’s"} {
		if strings.HasSuffix(lower, end) {
			return false
		}
	}
	return true
}

// allCapitals reports whether a word is of capitals, digits and marks only, two
// capitals or more.
func allCapitals(word string) bool {
	capitals := 0
	for _, r := range word {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case unicode.IsLower(r):
			return false
		}
	}
	return capitals > 1
}

// singularWord takes the ending of the plural off a noun.
func singularWord(word string) string {
	switch lower := strings.ToLower(word); {
	case strings.HasSuffix(lower, "ies") && len(word) > 4:
		return word[:len(word)-3] + "y"
	case sibilant(lower):
		return word[:len(word)-2]
	case strings.HasSuffix(lower, "s"):
		return word[:len(word)-1]
	}
	return word
}

// sibilant reports whether the ending -es is one of the plural or of the third
// person, as in "boxes" and "reaches".
func sibilant(lower string) bool {
	for _, end := range []string{"sses", "shes", "ches", "xes", "zzes"} {
		if strings.HasSuffix(lower, end) {
			return true
		}
	}
	return false
}

// pluralVerb turns a verb of the third person singular into the plural. A word
// that is none stays.
func pluralVerb(word string) string {
	switch word {
	case "is":
		return "are"
	case "was":
		return "were"
	case "has":
		return "have"
	case "does", "goes":
		return word[:2]
	}
	if !strings.HasSuffix(word, "s") || len(word) < 4 || slices.Contains(singularInS, word) ||
		strings.HasSuffix(word, "ss") || strings.HasSuffix(word, "us") {
		return word
	}
	return singularWord(word)
}

var (
	prepositions = strings.Fields("of in on at for with within without through throughout near by from to against around under over " +
		"between among across into onto upon about above after before behind below beyond during inside outside toward towards via per")
	adverbs     = strings.Fields("abroad overseas worldwide nationwide everywhere elsewhere")
	relatives   = strings.Fields("who whom whose that which where when while because")
	participles = strings.Fields("available including involving using held sold known taken made given written run led")
	determiners = strings.Fields("the a an our their its his her your my this that these those some any all no each every both either " +
		"more less fewer many several most approximately about one two three four five six seven eight nine ten other another what")
	singularDeterminers = strings.Fields("a an each every another one this that")

	irregularPlurals = strings.Fields("people children men women police feet teeth mice geese criteria phenomena alumni policemen servicemen")
	singularInS      = strings.Fields("corps series species news headquarters gas bus lens bias atlas canvas chaos ethos always this " +
		"economics physics politics logistics mathematics forensics ethics robotics electronics analytics " +
		"texas kansas arkansas massachusetts illinois honduras wales athens brussels naples angeles vegas orleans paris")

	// Acronyms that are spoken letter by letter, with "the".
	lettered = strings.Fields("FBI CIA DEA NSA IRS EPA FDA FCC TSA ATF DOJ UN EU")
	// Heads of proper names that running text puts "the" before.
	institutions = strings.Fields("center centre department agency bureau office program programme force forces corps directorate division unit " +
		"service services administration commission committee council ministry court command act initiative team states nations union " +
		"border army navy government network organization institute foundation bank fund community academy community")
	// Heads of common names of which there is one.
	definites = strings.Fields("community homeland public nation country border interior government world")
	// Heads of common names of which there are many.
	countables = strings.Fields("entity agency officer agent organization company individual person partner group program office center unit team")
)
