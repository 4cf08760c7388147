package training

import (
	"fmt"
	"strings"
)

const (
	qtiNamespace      = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
	manifestNamespace = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
)

// writeQTI writes an IMS QTI 3.0 package: a manifest and an item a question
// (https://www.imsglobal.org/spec/qti/v3p0/impl).
func writeQTI(p *Pack) ([]byte, error) {
	var manifest strings.Builder
	fmt.Fprintf(&manifest, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest xmlns=\"%s\" identifier=\"pack\">\n  <metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>\n  <organizations/>\n  <resources>\n", manifestNamespace)
	for i := range p.Questions {
		name := p.Questions[i].ID + ".xml"
		fmt.Fprintf(&manifest, "    <resource identifier=\"%s\" type=\"imsqti_item_xmlv3p0\" href=\"%s\"><file href=\"%s\"/></resource>\n", p.Questions[i].ID, name, name)
	}
	manifest.WriteString("  </resources>\n</manifest>\n")
	files := []packed{{"imsmanifest.xml", []byte(manifest.String())}}
	for i := range p.Questions {
		files = append(files, packed{p.Questions[i].ID + ".xml", []byte(qtiItem(&p.Questions[i]))})
	}
	return zipped(files)
}

// qtiItem writes an item: what is right, and how it is asked.
func qtiItem(q *Question) string {
	var right []string
	var body strings.Builder
	cardinality, base, mapping := "single", "identifier", ""
	template := "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"
	switch q.Form {
	case FillIn:
		base = "string"
		right = q.Accepted[:1]
		template = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml"
		mapping = "    <qti-mapping default-value=\"0\">\n"
		for _, a := range q.Accepted {
			mapping += fmt.Sprintf("      <qti-map-entry map-key=\"%s\" mapped-value=\"1\" case-sensitive=\"false\"/>\n", xmlText(a))
		}
		mapping += "    </qti-mapping>\n"
		fmt.Fprintf(&body, "    <p>%s</p>\n    <p><qti-text-entry-interaction response-identifier=\"RESPONSE\" expected-length=\"40\"/></p>\n", xmlText(q.Stem))
	case Matching:
		cardinality, base = "multiple", "directedPair"
		fmt.Fprintf(&body, "    <qti-match-interaction response-identifier=\"RESPONSE\" shuffle=\"true\" max-associations=\"%d\">\n      <qti-prompt>%s</qti-prompt>\n      <qti-simple-match-set>\n", len(q.Pairs), xmlText(q.Stem))
		for i, pair := range q.Pairs {
			fmt.Fprintf(&body, "        <qti-simple-associable-choice identifier=\"P%d\" match-max=\"1\">%s</qti-simple-associable-choice>\n", i+1, xmlText(pair.Prompt))
		}
		body.WriteString("      </qti-simple-match-set>\n      <qti-simple-match-set>\n")
		answers := sortedAnswers(q)
		for i, a := range answers {
			fmt.Fprintf(&body, "        <qti-simple-associable-choice identifier=\"A%d\" match-max=\"%d\">%s</qti-simple-associable-choice>\n", i+1, len(q.Pairs), xmlText(a))
		}
		body.WriteString("      </qti-simple-match-set>\n    </qti-match-interaction>\n")
		for i, pair := range q.Pairs {
			for j, a := range answers {
				if a == pair.Answer {
					right = append(right, fmt.Sprintf("P%d A%d", i+1, j+1))
				}
			}
		}
	case Ordering:
		cardinality = "ordered"
		fmt.Fprintf(&body, "    <qti-order-interaction response-identifier=\"RESPONSE\" shuffle=\"false\" orientation=\"vertical\">\n      <qti-prompt>%s</qti-prompt>\n", xmlText(q.Stem))
		qtiChoices(&body, q)
		body.WriteString("    </qti-order-interaction>\n")
		for _, at := range q.Order {
			right = append(right, fmt.Sprintf("O%d", at+1))
		}
	default:
		choices := 1
		if q.Form == Answers {
			cardinality, choices = "multiple", 0
		}
		fmt.Fprintf(&body, "    <qti-choice-interaction response-identifier=\"RESPONSE\" shuffle=\"false\" max-choices=\"%d\">\n      <qti-prompt>%s</qti-prompt>\n", choices, xmlText(q.Stem))
		qtiChoices(&body, q)
		body.WriteString("    </qti-choice-interaction>\n")
		for i, o := range q.Options {
			if o.Correct {
				right = append(right, fmt.Sprintf("O%d", i+1))
			}
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<qti-assessment-item xmlns=\"%s\" identifier=\"%s\" title=\"%s\" adaptive=\"false\" time-dependent=\"false\" xml:lang=\"en\">\n", qtiNamespace, q.ID, q.ID)
	fmt.Fprintf(&b, "  <qti-response-declaration identifier=\"RESPONSE\" cardinality=\"%s\" base-type=\"%s\">\n    <qti-correct-response>\n", cardinality, base)
	for _, value := range right {
		fmt.Fprintf(&b, "      <qti-value>%s</qti-value>\n", xmlText(value))
	}
	fmt.Fprintf(&b, "    </qti-correct-response>\n%s  </qti-response-declaration>\n", mapping)
	fmt.Fprintf(&b, "  <qti-outcome-declaration identifier=\"SCORE\" cardinality=\"single\" base-type=\"float\">\n    <qti-default-value><qti-value>0</qti-value></qti-default-value>\n  </qti-outcome-declaration>\n  <qti-item-body>\n%s  </qti-item-body>\n  <qti-response-processing template=\"%s\"/>\n</qti-assessment-item>\n", body.String(), template)
	return b.String()
}

func qtiChoices(b *strings.Builder, q *Question) {
	for i, o := range q.Options {
		fmt.Fprintf(b, "      <qti-simple-choice identifier=\"O%d\">%s</qti-simple-choice>\n", i+1, xmlText(o.Text))
	}
}
