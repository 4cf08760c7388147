package propose

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold lowers a text and takes its accents off.
func fold(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(norm.NFKD.String(s)) {
		switch {
		case unicode.Is(unicode.Mn, r) && r < 0x3000:
		case r == 'ß':
			b.WriteString("ss")
		case r == 'ł':
			b.WriteByte('l')
		case r == 'ø':
			b.WriteByte('o')
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// words takes the name of a column apart: at what is no letter or digit, and at
// a capital within a word.
func words(name string) []string {
	var b strings.Builder
	small := false
	for _, r := range name {
		if unicode.IsUpper(r) && small {
			b.WriteByte(' ')
		}
		small = unicode.IsLower(r)
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == '#' {
			b.WriteRune(r)
		} else {
			b.WriteByte(' ')
		}
	}
	return strings.Fields(strings.ReplaceAll(fold(b.String()), "task force", "taskforce"))
}

// vocabulary is a set of words that names of columns have. One with * may stand
// anywhere in a word, as words grow together in German and are not parted in
// Japanese and Chinese.
type vocabulary struct {
	whole map[string]bool
	parts []string
}

func vocabularyOf(text string) *vocabulary {
	v := &vocabulary{whole: map[string]bool{}}
	for _, w := range strings.Fields(text) {
		if part, ok := strings.CutSuffix(w, "*"); ok {
			v.parts = append(v.parts, fold(part))
		} else {
			v.whole[fold(w)] = true
		}
	}
	return v
}

func (v *vocabulary) has(word string) bool {
	if v.whole[word] {
		return true
	}
	for _, p := range v.parts {
		if strings.Contains(word, p) {
			return true
		}
	}
	return false
}

// has reports whether one of the words is of a vocabulary.
func has(list []string, v *vocabulary) bool {
	for _, w := range list {
		if v.has(w) {
			return true
		}
	}
	return false
}

// What columns are called, in the languages whose files are met most.
var (
	nameWords = vocabularyOf(`name title label bezeichnung* benennung titel nom denomination libelle intitule nombre denominacion titulo nome denominazione
		denominacao naam benaming nazwa nazev namn navn nimi 名称* 名前* 名* 名稱*`)
	idWords = vocabularyOf(`id ids identifier code key ref reference uuid guid slug nr no num number nummer* kennung* kennziffer* schlussel* kurzel numero n°
		cle siren siret clave codigo cod codice chiave identificador kod 番号* コード* 识别* 编号* 代码* 編號*`)
	counterWords = vocabularyOf(`row line sno sr # no nr lfd index idx rownum seq zeile ligne fila riga 連番* 番号* 序号*`)
	parentWords  = vocabularyOf(`parent superior reports reporting belongs umbrella oversight ubergeordnet* uebergeordnet* oberbehorde* ressort mutter* rattachement
		tutelle superieur dependencia adscripcion adscrito controlante vigilante overordnet nadrzedn* 上位* 所管* 親* 上级* 主管*`)
	shortWords = vocabularyOf(`abbreviation abbrev abbr acronym short initials kurz* abkurzung* kurzel* sigle sigla siglas abreviatura abreviation acronyme
		acronimo afkorting skrot 略称* 略稱* 简称*`)
	aliasWords = vocabularyOf(`alias aliases aka alternative other former formerly previous known synonym* fruher* autre autres otros otro altri ehemals 別名* 旧名* 英語* 英文* 英名* kana カナ* ふりがな*`)
	typeWords  = vocabularyOf(`type kind category class classification status level typ art kategorie* gattung klasse categorie categoria tipo classe nature
		statut soort rodzaj 種別* 種類* 区分* 类型* 类别*`)
	dateWords = vocabularyOf(`date dated day signed since from until to start end begin founded established effective expires expiry updated created modified opened closed
		launched inception creation alta 		datum* seit bis beginn ende gegrundet* stand fecha desde hasta inicio fin debut depuis data inizio fine dal al ngày 日* 年月日* 日期*`)
	fromWords  = vocabularyOf(`since from start begin founded established effective opened launched inception created creation creacion alta seit beginn gegrundet* ab desde inicio debut depuis inizio dal 設立* 開始* 成立*`)
	untilWords = vocabularyOf(`until to end expires expiry dissolved closed bis ende hasta fin fine al 終了* 廃止*`)
	staffWords = vocabularyOf(`employees staff headcount workforce personnel fte mitarbeit* beschaftigte* personal effectif effectifs plantilla empleados
		organico dipendenti 職員* 定員* 人数*`)
	contactWords = vocabularyOf(`email mail phone telephone tel fax mobile telefon* courriel correo telefono zip postcode postal plz cp latitude longitude lat lon
		lng geo geometry coordinates coordenadas geopoint address street adresse* strasse* direccion indirizzo rue 電話* 郵便* 住所* 緯度* 経度* 地址* 电话*`)
	textWords = vocabularyOf(`description about mission purpose summary comment comments remarks remark notes note mandate beschreibung* bemerkung* hinweis* aufgabe*
		aufgaben objet resume commentaire descripcion objeto observaciones descrizione omschrijving 説明* 概要* 備考* 目的* 描述* 备注*`)
	childWords = vocabularyOf(`child children sub subordinate nachgeordnet* unter* kinder enfants hijos 下位* 子*`)
	taskWords  = vocabularyOf(`taskforce taskforces`)
)

// levels are the words for places, the widest first.
var levels = []struct {
	as    string
	words *vocabulary
}{
	{"country", vocabularyOf(`country nation staat pays pais paese land_iso 国* 國*`)},
	{"region", vocabularyOf(`state states province region bundesland land kanton canton estado provincia regione comunidad voivodeship wojewodztwo
		prefecture territory 都道府県* 省份* 州* 县级*`)},
	{"district", vocabularyOf(`county counties district landkreis kreis bezirk departement arrondissement distrito municipio parish borough powiat 郡* 区* 地区*`)},
	{"town", vocabularyOf(`city town municipality village ort stadt gemeinde* commune ville localite ciudad localidad comune citta cidade gmina place location
		standort sitz siege sede 市区町村* 市町村* 所在地* 城市*`)},
}

// kinds are the words for what a column's values are, by kind of the ontology.
// The last word of a name that is one of them counts.
var kinds = []struct {
	kind, as string
	words    *vocabulary
}{
	{"Program", "program", vocabularyOf(`program programme programs programa programm programma project projekt proyecto projet progetto initiative scheme taskforce taskforces
		プログラム* 事業* 计划* 项目*`)},
	{"Directorate", "directorate", vocabularyOf(`directorate division directorates direction direccion_general direzione directie abteilung* generaldirektion* sektion 局 部局*`)},
	{"Office", "office", vocabularyOf(`office offices branch unit section team buro bureaux oficina ufficio kantoor dienststelle* niederlassung* aussenstelle* 事務所* 支局* 出張所* 办公室*`)},
	{"Partner", "partner", vocabularyOf(`partner partners contractor vendor supplier grantee recipient beneficiary company firm ngo member members empfanger*
		auftragnehmer* lieferant* beneficiaire beneficiario socio 企業* 団体* 法人* 委託先*`)},
	{"MissionArea", "area", vocabularyOf(`competence competences responsibility portfolio zustandigkeit* geschaftsbereich* competencia ambito`)},
	{"Threat", "threat", vocabularyOf(`threat crime offence offense delito straftat* 犯罪*`)},
	{"Authority", "authority", vocabularyOf(`statute statutes law act regulation rechtsgrundlage* gesetz* ley loi legge 法令* 根拠法*`)},
	{"Capability", "capability", vocabularyOf(`capability capabilities capacity skill`)},
	{"Agency", "agency", vocabularyOf(`agency agencies organisation organization org organismo organisme institution* institucion* entity entidad ente entite body
		administration administracion amministrazione ministry ministere ministerio ministero ministerium* department dept bureau authority autoridad
		autorite behorde* amt police sheriff service instelling urzad 機関* 省庁* 官庁* 府省* 組織* 机构* 部门* 单位* 機構*`)},
}

// kindOf returns the kind that a column's name speaks of; "" for none.
func kindOf(list []string) (kind, as string) {
	for i := len(list) - 1; i >= 0; i-- {
		for _, k := range kinds {
			if k.words.has(list[i]) {
				return k.kind, k.as
			}
		}
	}
	return "", ""
}

// levelOf returns the number of the level of places that a column's name speaks
// of, -1 for none.
func levelOf(list []string) int {
	for i := len(list) - 1; i >= 0; i-- {
		for n, l := range levels {
			if l.words.has(list[i]) {
				return n
			}
		}
	}
	return -1
}

// states are those of the United States, folded, to know that a file is about
// them.
var states = func() map[string]bool {
	found := map[string]bool{}
	for _, s := range strings.Split("alabama,alaska,arizona,arkansas,california,colorado,connecticut,delaware,district of columbia,florida,georgia,hawaii,idaho,"+
		"illinois,indiana,iowa,kansas,kentucky,louisiana,maine,maryland,massachusetts,michigan,minnesota,mississippi,missouri,montana,nebraska,nevada,"+
		"new hampshire,new jersey,new mexico,new york,north carolina,north dakota,ohio,oklahoma,oregon,pennsylvania,rhode island,south carolina,"+
		"south dakota,tennessee,texas,utah,vermont,virginia,washington,west virginia,wisconsin,wyoming,puerto rico,guam", ",") {
		found[s] = true
	}
	return found
}()

// american reports whether the values are names of states of the United States.
func (c *column) american() bool {
	n := 0
	for v := range c.values {
		if states[fold(v)] {
			n++
		}
	}
	return n > 0 && 10*n >= 8*c.distinct()
}
