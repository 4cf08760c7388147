package exchange

import (
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// clean makes of a cell what rules see of it.
func (m *Mapping) clean(s string) string {
	if s == "" {
		return ""
	}
	if m.Clean.HTML && strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	s = strings.Join(strings.FieldsFunc(norm.NFC.String(s), blank), " ")
	if m.Clean.Quotes {
		s = plainQuotes.Replace(s)
	}
	if m.Clean.Links {
		s = unwrapLink(s)
	}
	for i := range m.Clean.Nulls {
		if strings.EqualFold(s, m.Clean.Nulls[i].Value) {
			return ""
		}
	}
	return s
}

// blank reports what is space, or seen by nobody.
func blank(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\ufeff' || r == '\u200b'
}

var plainQuotes = strings.NewReplacer("‘", "'", "’", "'", "ʼ", "'", "′", "'", "`", "'", "“", `"`, "”", `"`, "„", `"`)

// unwrapLink returns the link within one that a mail filter (Outlook Safe
// Links, Proofpoint) or a browser extension wrapped; any other text as it is.
func unwrapLink(s string) string {
	for range 3 { // some are wrapped twice
		if i := strings.Index(s, "://"); i > 0 && strings.HasPrefix(s, "chrome-extension://") {
			if j := strings.Index(s[i+3:], "http"); j >= 0 {
				s = s[i+3+j:]
				continue
			}
		}
		u, err := url.Parse(s)
		if err != nil {
			return s
		}
		inner := ""
		switch host := strings.ToLower(u.Hostname()); {
		case strings.HasSuffix(host, ".safelinks.protection.outlook.com"):
			inner = u.Query().Get("url")
		case host == "urldefense.proofpoint.com":
			inner = proofpoint.Replace(u.Query().Get("u"))
			if decoded, err := url.QueryUnescape(inner); err == nil {
				inner = decoded
			}
		case strings.HasSuffix(host, "google.com") && u.Path == "/url":
			inner = u.Query().Get("q")
		}
		if inner == "" {
			break
		}
		s = inner
	}
	for _, scheme := range []string{"http", "https"} { // "https:/www…"
		if rest, ok := strings.CutPrefix(s, scheme+":/"); ok && !strings.HasPrefix(rest, "/") {
			return scheme + "://" + rest
		}
	}
	return s
}

var proofpoint = strings.NewReplacer("_", "/", "-", "%")

// slug lowers s, takes the accents off and puts one hyphen for each run of what
// is no letter or digit; apostrophes vanish. Letters of other scripts are
// written as their code points, so that different names stay different.
func slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(norm.NFKD.String(s)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
		case latinSlugs[r] != "":
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteString(latinSlugs[r])
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteString("u" + strconv.FormatInt(int64(r), 16))
			gap = true
		default:
			gap = true
		}
	}
	return b.String()
}

// latinSlugs are letters that do not decompose.
var latinSlugs = map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'þ': "th", 'ı': "i", 'ħ': "h", 'ŋ': "ng"}

// title writes each word with a capital first.
func title(s string) string {
	var b strings.Builder
	start, small := true, false
	for i, word := range strings.Fields(s) {
		if i > 0 {
			b.WriteByte(' ')
		}
		small = i > 0 && smallWords[strings.ToLower(word)]
		start = true
		for _, r := range word {
			if start && !small && unicode.IsLetter(r) {
				b.WriteRune(unicode.ToTitle(r))
			} else {
				b.WriteRune(unicode.ToLower(r))
			}
			start = !unicode.IsLetter(r) && r != '\'' && r != '’'
		}
	}
	return b.String()
}

var smallWords = map[string]bool{"of": true, "the": true, "and": true, "for": true, "in": true, "on": true}
