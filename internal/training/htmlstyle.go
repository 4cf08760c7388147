package training

import "strings"

// darkPaper is what a page is written on in the dark.
var darkPaper = rgb{0x16, 0x19, 0x1d}

// styled is the style sheet in the colour of a brand, which is made lighter
// where the page is dark.
func styled(b *Branding) string {
	c := b.accent()
	return strings.NewReplacer("ACCENT", c.String(), "BRIGHT", towards(c, white, darkPaper).String()).Replace(style)
}

// style is the style sheet of an HTML handout: light and dark as the reader's
// system is, and black on white on paper.
const style = `:root{color-scheme:light dark;--paper:#fff;--ink:#111;--soft:#444;--line:#767676;--link:ACCENT}
@media (prefers-color-scheme:dark){:root{--paper:#16191d;--ink:#e8e8e8;--soft:#b4b8bd;--line:#7d838a;--link:BRIGHT}}
body{font:12pt/1.5 Georgia,serif;color:var(--ink);background:var(--paper);max-width:44rem;margin:2rem auto;padding:0 1rem;overflow-wrap:break-word}
.logo{max-width:14rem;max-height:5rem}.organization{font-weight:bold;margin:.3rem 0}footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:.5rem;color:var(--soft);font-size:.85rem}
@media (prefers-color-scheme:dark){.logo{background:#fff;padding:.4rem}}h1,h2{color:var(--link)}h1,h2,h3,nav{font-family:system-ui,sans-serif;line-height:1.2}h2{margin-top:2.5rem}h3{font-size:1rem;margin-bottom:0}h3+p{margin-top:.3rem}
nav ul{columns:16rem;padding-left:1.2rem}nav a{text-decoration:none}nav a:hover,nav a:focus{text-decoration:underline}
dt{font-weight:bold;margin-top:.6rem}dd{margin-left:1.5rem}table{border-collapse:collapse;width:100%;font-size:.9rem}caption{text-align:left;padding:.3rem 0}
th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top}
.notes{font-size:.85rem}.meta{color:var(--soft)}sup{line-height:0}sup+sup::before{content:","}a{color:var(--link)}li{margin:.2rem 0}
@page{margin:2cm}@media print{:root{--paper:#fff;--ink:#000;--soft:#333;--line:#767676;--link:ACCENT}
body{max-width:none;margin:0;padding:0;font-size:10.5pt}a{text-decoration:none}thead{display:table-header-group}
h1,h2,h3,dt{break-after:avoid}p,li{orphans:3;widows:3}.question,dd,tr{break-inside:avoid}#answers{break-before:page}}`
