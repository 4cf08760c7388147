const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["assets/editor-base-dkfZWKGi.js","assets/rolldown-runtime-XKyaHtl9.js","assets/editor-base-OsiS5FkA.css"])))=>i.map(i=>d[i]);
import{r as e}from"./rolldown-runtime-XKyaHtl9.js";import{c as t,d as n,f as r,m as i,n as a,o,p as s,r as c,s as l,t as u,u as d}from"./vendor-BmI1OzEG.js";import{p as ee}from"./editor-base-dkfZWKGi.js";function te(e){return new Worker(`/assets/editor.worker-DEFT_Yb2.js`,{type:`module`,name:e?.name})}function ne(e){return new Worker(`/assets/json.worker-ky6CAS4V.js`,{type:`module`,name:e?.name})}function re(e){return new Worker(`/assets/graphql.worker-CnQW6F4w.js`,{type:`module`,name:e?.name})}self.MonacoEnvironment={getWorker(e,t){switch(t){case`json`:return new ne;case`graphql`:return new re;default:return new te}}};var f={light:`missiongraph-light`,dark:`missiongraph-dark`},ie={paper:`#fbfaf7`,raised:`#ffffff`,ink:`#1b1f24`,muted:`#68645a`,rule:`#dedbd3`,accent:`#1d4f91`,keyword:`#1d4f91`,text:`#2b6447`,type:`#7a4e00`,argument:`#5f458f`,error:`#a3312a`},ae={paper:`#14171b`,raised:`#1b1f25`,ink:`#e8e6e1`,muted:`#9a968c`,rule:`#2c3138`,accent:`#8db8f2`,keyword:`#8db8f2`,text:`#9ccfae`,type:`#e3c08b`,argument:`#c9b6f2`,error:`#f09a92`};function oe(){ee(async()=>{let{editor:e}=await import(`./editor-base-dkfZWKGi.js`).then(e=>e.t);return{editor:e}},__vite__mapDeps([0,1,2])).then(({editor:e})=>{e.defineTheme(f.light,p(`vs`,ie)),e.defineTheme(f.dark,p(`vs-dark`,ae))})}function p(e,t){let n=t.accent+`1f`;return{base:e,inherit:!0,rules:[{token:``,foreground:t.ink},{token:`comment`,foreground:t.muted},{token:`keyword`,foreground:t.keyword},{token:`type`,foreground:t.type},{token:`string`,foreground:t.text},{token:`number`,foreground:t.type},{token:`key.identifier.gql`,foreground:t.ink},{token:`argument.identifier.gql`,foreground:t.argument},{token:`annotation`,foreground:t.argument},{token:`delimiter`,foreground:t.muted},{token:`string.key.json`,foreground:t.argument},{token:`string.value.json`,foreground:t.text},{token:`keyword.json`,foreground:t.keyword}],colors:{foreground:t.ink,focusBorder:t.accent,highlight:t.accent,"editor.background":`#ffffff00`,"editor.foreground":t.ink,"editorLineNumber.foreground":t.muted,"editorLineNumber.activeForeground":t.ink,"editorCursor.foreground":t.accent,"editor.selectionBackground":t.accent+`33`,"editor.inactiveSelectionBackground":t.accent+`22`,"editorIndentGuide.background1":t.rule,"editorIndentGuide.activeBackground1":t.muted,"editorBracketMatch.background":n,"editorBracketMatch.border":t.accent,"editorBracketHighlight.foreground1":t.muted,"editorBracketHighlight.foreground2":t.muted,"editorBracketHighlight.foreground3":t.muted,"editorError.foreground":t.error,"editorWidget.background":t.raised,"editorWidget.border":t.rule,"editorWidget.resizeBorder":t.accent,"editorHoverWidget.background":t.raised,"editorHoverWidget.border":t.rule,"editorSuggestWidget.background":t.raised,"editorSuggestWidget.border":t.rule,"editorSuggestWidget.foreground":t.ink,"editorSuggestWidget.selectedBackground":n,"editorSuggestWidget.selectedForeground":t.ink,"editorSuggestWidget.highlightForeground":t.accent,"editorSuggestWidget.focusHighlightForeground":t.accent,"editorLink.activeForeground":t.accent,"textLink.foreground":t.accent,"textLink.activeForeground":t.accent,"list.hoverBackground":n,"list.highlightForeground":t.accent,"list.focusHighlightForeground":t.accent,"menu.background":t.raised,"menu.foreground":t.ink,"menu.selectionBackground":n,"menu.selectionForeground":t.ink,"quickInput.background":t.raised,"quickInputList.focusBackground":n,"quickInputList.focusForeground":t.ink,"pickerGroup.foreground":t.accent,"input.background":t.paper,"toolbar.hoverBackground":n,"inputOption.hoverBackground":n,"scrollbar.shadow":`#ffffff00`,"scrollbarSlider.background":t.muted+`40`,"scrollbarSlider.hoverBackground":t.muted+`66`,"scrollbarSlider.activeBackground":t.muted+`80`}}}var m=e(s(),1);function h(e){let t=new URLSearchParams(e.replace(/^#/,``)),n=t.get(`query`);return n?{query:n,variables:t.get(`variables`)??``}:null}function g({query:e,variables:t}){if(e.trim()===``)return``;let n=`#query=${encodeURIComponent(e)}`;return t.trim()===``?n:`${n}&variables=${encodeURIComponent(t)}`}var _=i();function se(){return(0,_.jsxs)(`svg`,{className:`graphiql-toolbar-icon`,viewBox:`0 0 20 20`,fill:`none`,stroke:`currentColor`,strokeWidth:`1.5`,strokeLinecap:`round`,"aria-hidden":`true`,children:[(0,_.jsx)(`path`,{d:`M8.5 11.5a3.2 3.2 0 0 0 4.6 0l2.4-2.4a3.2 3.2 0 1 0-4.6-4.6L9.8 5.6`}),(0,_.jsx)(`path`,{d:`M11.5 8.5a3.2 3.2 0 0 0-4.6 0l-2.4 2.4a3.2 3.2 0 1 0 4.6 4.6l1.1-1.1`})]})}function ce(){let{queryEditor:e,variableEditor:t}=l(e=>({queryEditor:e.queryEditor,variableEditor:e.variableEditor})),[n,r]=(0,m.useState)(``);(0,m.useEffect)(()=>{if(!n)return;let e=setTimeout(()=>r(``),4e3);return()=>clearTimeout(e)},[n]);async function i(){let n=g({query:e?.getValue()??``,variables:t?.getValue()??``});try{await navigator.clipboard.writeText(location.origin+location.pathname+n),r(`Link copied`)}catch{r(`Copy the link from the address bar`)}}return(0,_.jsxs)(_.Fragment,{children:[(0,_.jsx)(o,{label:`Copy link to this query`,onClick:()=>void i(),children:(0,_.jsx)(se,{})}),(0,_.jsx)(`span`,{role:`status`,className:n?`copy-status`:`visually-hidden`,children:n})]})}var le=`# Who leads the Joint Terrorism Task Forces?
# One relation, and the sentence of the page that says so.
query WhoLeadsTheJTTF {
  program(id: "JTTF") {
    id
    name
    ledByConnection {
      edges {
        node {
          id
          name
        }
        relation {
          sentence
          grade
          evidence {
            quote
            line
            source {
              title
              publisher
              reviewedOn
            }
          }
        }
      }
    }
  }
}
`,ue=`# What does ERO do, and how well do we know it?
# Every relation of one directorate as a sentence, with its grade and quote.
query WhatDoesERODo($id: ID!, $first: Int = 25) {
  entity(id: $id) {
    name
    kind
    degree
    evidence {
      quote
      line
    }
  }
  facts(filter: { subject: $id }, first: $first) {
    totalCount
    nodes {
      ... on Relation {
        sentence
        grade
        evidence {
          quote
          line
        }
      }
    }
  }
}
`,de=`# How are the 287(g) program and the FBI connected?
# Shortest paths, one English sentence a step, and the weakest grade on the way.
query How287gReachesTheFBI {
  paths(from: "287(g)", to: "fbi", first: 3) {
    paths {
      length
      weakestGrade
      steps {
        sentence
        direction
        relation {
          type
          grade
          evidence {
            quote
            line
          }
        }
        entity {
          id
          name
        }
      }
    }
  }
}
`,v=`# Search names, aliases and quotes
# Ranked hits, each showing the words that matched.
query SearchTheText($text: String!) {
  search(text: $text, first: 10) {
    totalCount
    edges {
      node {
        score
        entity {
          id
          name
          kind
        }
        highlights {
          field
          text
        }
      }
    }
  }
}
`,y=`# What is stated, and what is inferred?
# HSI and the parts of ICE by default, then through a lens that shows only what the page says outright.
query StatedOrInferred {
  partsOfICE: descendants(id: "ice", types: [partOf]) {
    entity {
      id
      name
    }
    relation {
      grade
      evidence {
        quote
      }
    }
  }
  aboutHSI: facts(filter: { subject: "hsi" }) {
    totalCount
  }
  outright: view(lens: { minGrade: STATED }) {
    partsOfICE: descendants(id: "ice", types: [partOf]) {
      entity {
        id
        name
      }
    }
    aboutHSI: facts(filter: { subject: "hsi" }, first: 100) {
      totalCount
      nodes {
        ... on Relation {
          sentence
        }
      }
    }
  }
}
`,b=`# One sentence, two readings
# Is the ICE Attaché corps a foreign partner or a program of ICE? The reading in use, then both, with the reasons.
query TwoReadings {
  preferred: program(id: "ice-attache-corps") {
    ...Reading
  }
  both: view(lens: { deprecated: true }) {
    program(id: "ice-attache-corps") {
      ...Reading
    }
  }
}

fragment Reading on Program {
  name
  relations {
    sentence
    rank
    reading
    reason
    evidence {
      quote
      line
    }
  }
}
`,x=`# Which sentences support which facts?
# The page sentence by sentence, with the facts that quote it; some are left without any.
query WhatTheTextSupports {
  source(id: "ice-what-we-do-page") {
    title
    publisher
    reviewedOn
    coverage {
      total
      used
      sentences {
        line
        text
        used
        facts {
          sentence
          grade
        }
      }
    }
  }
}
`,S=`# Which threats does HSI investigate, by the text's own words?
# A filter through a relation and on the relation itself: investigates, stated; most connected first.
query FilterThroughRelations(
  $filter: ThreatFilter = {
    counteredBy: {
      relation: { verb: { eq: "investigates" }, grade: { atLeast: STATED } }
      some: { id: { eq: "hsi" } }
    }
  }
  $first: Int = 5
  $after: String
) {
  threats(filter: $filter, orderBy: [{ by: degree, direction: DESC }, { by: name }], first: $first, after: $after) {
    totalCount
    nodes {
      name
      degree
      counteredByConnection(relation: { verb: { eq: "investigates" } }) {
        edges {
          relation {
            sentence
            grade
            evidence {
              quote
              line
            }
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,C=`# Which threats does nobody counter?
# none: {} holds where there is no relation at all; count compares their number.
query ThreatsNobodyCounters {
  gaps: threats(filter: { counteredBy: { none: {} } }) {
    totalCount
    nodes {
      name
      form
    }
  }
  shared: threats(filter: { counteredBy: { count: { ge: 2 } } }, orderBy: [{ by: counteredBy, direction: DESC }]) {
    totalCount
    nodes {
      name
      counteredBy {
        name
      }
    }
  }
}
`,w=`# What is ICE connected to, the most connected first?
# Relations of one entity, filtered and ordered, a page at a time: pass endCursor as $after.
query PageTheStrongest($id: ID!, $first: Int = 5, $after: String) {
  entity(id: $id) {
    name
    neighbors(
      filter: { not: { kinds: [Channel, Document] } }
      relation: { grade: { in: [STATED, CONSTRUED] } }
      orderBy: [{ by: degree, direction: DESC }]
      first: $first
      after: $after
    ) {
      totalCount
      totalCountIsExact
      edges {
        cursor
        node {
          name
          kind
          degree
        }
        relation {
          sentence
          grade
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
`,T=`# Search in names, for misspelt words, without others
# One text with a beginning, a misspelling and an exclusion; the facets say what else there is.
query SearchClosely($text: String!) {
  search(text: $text, first: 5) {
    totalCount
    facets {
      by
      values {
        value
        count
      }
    }
    nodes {
      entity {
        id
        name
      }
      highlights {
        field
        text
      }
    }
  }
}
`,E=`# Who counters which threat, and where are the gaps?
# Organizations against threats: who counters what, by which verb, and the threats that no column reaches.
query WhoCountersWhat {
  matrix(rows: Threat, columns: Organization, types: counters) {
    gaps {
      rowCount
      rows {
        id
        name
      }
    }
    columns {
      entity {
        id
        name
      }
      count
    }
    cells {
      row {
        name
      }
      column {
        name
      }
      relations {
        verb
        grade
        sentence
      }
    }
  }
}
`,D=`# Which connection is the best supported?
# The same two ends by fewest steps, by least doubt, and by way of HSI.
query BestSupportedPath {
  fewestSteps: paths(from: "287(g)", to: "fbi", first: 1) {
    paths {
      length
      weakestGrade
      sentence
    }
  }
  leastDoubt: paths(from: "287(g)", to: "fbi", first: 1, weight: GRADE) {
    paths {
      length
      weight
      weakestGrade
      sentence
    }
  }
  byWayOfHSI: paths(from: "287(g)", to: "fbi", first: 1, via: ["hsi"]) {
    paths {
      sentence
    }
  }
  shared: commonNeighbors(ids: ["fbi", "hsi"]) {
    nodes {
      entity {
        name
      }
      links {
        relations {
          sentence
        }
      }
    }
  }
}
`,O=`# Which connections vanish without 287(g)?
# What goes with it, what rests on it, what is cut off; and where else the graph hangs by a thread.
query Without287g($id: ID!) {
  without(ids: [$id]) {
    lost {
      sentence
    }
    through {
      sentence
      qualifiers {
        name
        value
      }
    }
    separatedCount
    separated {
      id
      name
    }
    parts {
      size
    }
  }
  weakPoints(first: 5) {
    entities {
      entity {
        id
        name
      }
      separates
      parts
    }
  }
}
`,k=`# Does HSI lead the Joint Terrorism Task Forces?
# No: who leads, what HSI does instead, and the sentences there are to go by.
query WhyNot {
  whyNot(subject: "hsi", type: leads, object: "JTTF") {
    present
    reason
    sentence
    findings {
      reason
      sentence
      relation {
        id
        grade
      }
      mentions {
        text
        line
        source {
          title
        }
      }
    }
  }
  program(id: "JTTF") {
    ledBy {
      name
    }
  }
}
`,A=`# Who leads and who contributes to the same program?
# Two relations that meet, found at once, and the plan of how they were found.
query WhoWorksTogether($word: String = "terrorism") {
  match(
    pattern: """
    MATCH (leader)-[:leads]->(p:Program)<-[:contributesTo]-(contributor)
    WHERE p.name CONTAINS $word
    OPTIONAL MATCH (p)-[s:supports]->(area:MissionArea)
    RETURN leader, contributor, p AS program, s, area
    """
    parameters: [{ name: "word", text: $word }]
    explain: true
  ) {
    columns {
      name
      type
    }
    rows {
      cells {
        text
        relation {
          id
          grade
        }
      }
    }
    subgraph {
      nodes {
        id
        kind
      }
      edges {
        sentence
      }
    }
    plan {
      text
    }
  }
}
`,j=`# What changed, who changed it, and why?
# One entity's history, newest first, and what turns the empty graph into today's for it.
query WhatChanged {
  program(id: "JTTF") {
    name
    history(first: 10) {
      nodes {
        revision {
          revision
          time
          author
          message
        }
        differences {
          effect
          sentence
          fields
        }
      }
    }
  }
  diff(from: 0, scope: "JTTF", first: 5) {
    counts {
      thing
      effect
      count
    }
    nodes {
      sentence
      after {
        ... on Fact {
          grade
          evidence {
            quote
          }
        }
      }
    }
  }
}
`,M=`# A neighbourhood, as nodes and edges
# The drawing's raw material: unique nodes, the edges among them, and a grade for each line style.
query Neighbourhood($roots: [ID!]!, $depth: Int = 1) {
  subgraph(roots: $roots, depth: $depth) {
    totalCount
    truncated
    nodes {
      id
      name
      kind
    }
    edges {
      id
      type
      grade
      sentence
      subject {
        id
      }
      object {
        id
      }
    }
  }
}
`,N=`# An organisation tree of unknown depth
# A flat list with depth and parent, ready to nest, and the way up from one unit.
query OrganisationTree {
  down: descendants(id: "dhs", types: [partOf]) {
    depth
    entity {
      id
      name
      kind
    }
    parent {
      id
    }
  }
  up: ancestors(id: "hsi", types: [partOf]) {
    depth
    entity {
      id
      name
    }
  }
}
`,P=`# Mission areas, directorates, programs, partners
# The four columns of the overview picture in one nested query.
query FourColumns {
  missionAreas(first: 10) {
    totalCount
    nodes {
      id
      name
      directorates {
        id
        name
        programs {
          id
          name
          partners {
            id
            name
          }
        }
      }
    }
  }
}
`,F=`# Edges to label and style
# What HSI counters: the verb for the label, the grade for solid, dashed or dotted.
query StyledEdges {
  neighbors(id: "hsi", types: [counters], direction: OUT, first: 30) {
    edges {
      node {
        id
        name
      }
      relation {
        type
        verb
        sentence
        grade
      }
    }
  }
}
`,I=`# A legend from the ontology
# Kinds and relation types, with the words for both directions of reading.
query Legend {
  ontology {
    kinds {
      name
      plural
      description
    }
    relationTypes {
      name
      inverse
      sentence
    }
  }
}
`,L=`# How large is the graph, and how dense?
# Counts by kind, relation type and grade, and how many entities have how many relations.
query SizeOfTheGraph {
  revision {
    revision
    time
    message
  }
  stats {
    entities
    relations
    components
    kinds {
      name
      count
    }
    relationTypes {
      name
      count
    }
    grades {
      name
      count
    }
    degrees {
      degree
      entities
    }
  }
}
`,R=`# Agencies with their directorates as one
# Parts are rolled up into their agency; implied edges say what they stand for.
query AgenciesAsOne {
  subgraph(roots: ["ero", "hsi"], depth: 1, collapse: {into: [Agency], through: [partOf]}) {
    nodes {
      id
      name
    }
    groups {
      entity {
        id
      }
      members {
        id
      }
      insideCount
    }
    edges {
      id
    }
    impliedEdges {
      from {
        id
      }
      to {
        id
      }
      count
      types
      relations {
        sentence
      }
    }
    truncated
    reason
  }
}
`,z=`# What belongs in which box?
# Programs grouped by the mission area they support, entities by kind and form, facts by source and grade.
query GroupsAndFacets {
  programs: facets(
    filter: { kinds: [Program] }
    by: { relation: { types: [supports], kinds: [MissionArea] } }
    members: 10
  ) {
    missing
    values {
      label
      count
      nodes {
        id
        name
      }
    }
  }
  facets(by: [{ field: kind, then: { field: form } }, { field: source, then: { field: grade } }]) {
    by
    total
    missing
    otherCount
    values {
      value
      label
      count
      facts
      then {
        values {
          value
          label
          count
          facts
        }
      }
    }
  }
}
`,B=`# Sentence and quote pairs
# Statements about what HSI is responsible for, each with the text that supports it and where it stands.
query SentencesAndQuotes($subject: ID!) {
  facts(
    filter: {
      subject: $subject
      types: [responsibleFor, contributesTo, exercises]
    }
    first: 50
  ) {
    nodes {
      ... on Relation {
        sentence
        grade
        evidence {
          quote
          line
          source {
            title
            publisher
          }
        }
      }
    }
  }
}
`,V=`# Names, acronyms and what they resolve to
# How the text's own spellings and the project's acronyms find their entity.
query NamesAndAliases {
  program: resolve(text: "287(g)", first: 3) {
    ...Found
  }
  center: resolve(text: "LESC", first: 3) {
    ...Found
  }
  partner: resolve(text: "interpool", first: 3) {
    ...Found
  }
  agency: resolve(text: "security homeland department", first: 3) {
    ...Found
  }
}

fragment Found on Match {
  match
  matched
  why
  entity {
    id
    name
    kind
  }
}
`,H=`# A question of several steps, with its proof
# INTERPOL to the Joint Terrorism Task Forces: each step quotes the page.
query SeveralSteps($from: ID!, $to: ID!) {
  paths(from: $from, to: $to, first: 1) {
    paths {
      length
      weakestGrade
      steps {
        sentence
        entity {
          id
          name
        }
        relation {
          grade
          evidence {
            quote
            line
          }
        }
      }
    }
  }
}
`,fe=`# What does the 287(g) program give, and to whom?
# Two relations read from the program's end, with their evidence on the edge.
query WhatAProgramGives {
  program(id: "287g") {
    id
    name
    grantsConnection(first: 10) {
      edges {
        node {
          id
          name
          kind
        }
        relation {
          sentence
          grade
          evidence {
            quote
            line
          }
        }
      }
    }
    enables {
      id
      name
    }
  }
}
`,pe=`# Facts that need no inference
# Through a lens for the grade STATED: sentences whose quotes assert them, and that a careful reader must accept.
query StatedFactsOnly($first: Int = 40, $after: String) {
  view(lens: { minGrade: STATED }) {
    facts(
      filter: { types: [counters, uses, supports, engagesIn] }
      first: $first
      after: $after
    ) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ... on Relation {
          sentence
          inverseSentence
          evidence {
            quote
            line
          }
        }
      }
    }
  }
}
`,me=`# Templates for questions
# Every relation type with its sentence both ways, the kinds it joins, its verbs, and how many there are.
query QuestionTemplates {
  ontology {
    relationTypes {
      name
      sentence
      inverseSentence
      domain
      range
      verbs
      count
    }
  }
}
`,he=`# How does each organization act against threats?
# A pattern that groups: the verbs of a relation with how many threats each has, and which.
query CountByVerb {
  match(
    pattern: """
    MATCH (o:Organization)-[c:counters]->(t:Threat)
    WHERE c.grade >= "CONSTRUED"
    RETURN o.name AS who, c.verb AS verb, count(DISTINCT t) AS threats, collect(DISTINCT t.name) AS which
    ORDER BY threats DESC
    LIMIT 20
    """
  ) {
    columns {
      name
      type
    }
    rows {
      cells {
        text
        number
        values {
          text
        }
      }
    }
  }
}
`,ge=`{
  "id": "ero",
  "first": 25
}
`,_e=`{
  "text": "human trafficking"
}
`,ve=`{
  "id": "ice"
}
`,ye=`{
  "text": "traficking~ -name:narcotics quote:hum*"
}
`,be=`{"id": "287g"}
`,xe=`{
  "word": "terrorism"
}
`,Se=`{
  "roots": ["ero"],
  "depth": 1
}
`,Ce=`{
  "subject": "hsi"
}
`,we=`{
  "from": "interpol",
  "to": "joint-terrorism-task-forces"
}
`,U=Object.assign({"../../examples/analysts/01-who-leads-the-jttf.graphql":le,"../../examples/analysts/02-what-does-ero-do.graphql":ue,"../../examples/analysts/03-how-287g-reaches-the-fbi.graphql":de,"../../examples/analysts/04-search-the-text.graphql":v,"../../examples/analysts/05-stated-or-inferred.graphql":y,"../../examples/analysts/06-two-readings.graphql":b,"../../examples/analysts/07-what-the-text-supports.graphql":x,"../../examples/analysts/08-filter-through-relations.graphql":S,"../../examples/analysts/09-threats-nobody-counters.graphql":C,"../../examples/analysts/10-page-the-strongest.graphql":w,"../../examples/analysts/11-search-closely.graphql":T,"../../examples/analysts/12-gaps.graphql":E,"../../examples/analysts/13-the-best-supported-path.graphql":D,"../../examples/analysts/14-without-287g.graphql":O,"../../examples/analysts/15-why-not.graphql":k,"../../examples/analysts/16-who-works-together.graphql":A,"../../examples/analysts/17-what-changed.graphql":j,"../../examples/diagrams/01-neighbourhood.graphql":M,"../../examples/diagrams/02-organisation-tree.graphql":N,"../../examples/diagrams/03-four-columns.graphql":P,"../../examples/diagrams/04-styled-edges.graphql":F,"../../examples/diagrams/05-legend.graphql":I,"../../examples/diagrams/06-size-of-the-graph.graphql":L,"../../examples/diagrams/07-agencies-as-one.graphql":R,"../../examples/diagrams/08-groups-and-facets.graphql":z,"../../examples/training/01-sentences-and-quotes.graphql":B,"../../examples/training/02-names-and-aliases.graphql":V,"../../examples/training/03-several-steps.graphql":H,"../../examples/training/04-what-a-program-gives.graphql":fe,"../../examples/training/05-stated-facts-only.graphql":pe,"../../examples/training/06-question-templates.graphql":me,"../../examples/training/07-count-by-verb.graphql":he}),Te=Object.assign({"../../examples/analysts/02-what-does-ero-do.variables.json":ge,"../../examples/analysts/04-search-the-text.variables.json":_e,"../../examples/analysts/10-page-the-strongest.variables.json":ve,"../../examples/analysts/11-search-closely.variables.json":ye,"../../examples/analysts/14-without-287g.variables.json":be,"../../examples/analysts/16-who-works-together.variables.json":xe,"../../examples/diagrams/01-neighbourhood.variables.json":Se,"../../examples/training/01-sentences-and-quotes.variables.json":Ce,"../../examples/training/03-several-steps.variables.json":we}),W=Object.entries({analysts:`Analysts`,diagrams:`Diagram front-ends`,training:`Training generators`}).map(([e,t])=>({title:t,examples:Object.keys(U).filter(t=>t.split(`/`).at(-2)===e).sort().map(t=>De(e,t))})),Ee=W.map(e=>e.examples[0]);function De(e,t){let n=U[t].trimEnd()+`
`,[r,i]=n.split(`
`).map(e=>e.replace(/^#\s*/,``));return{name:`${e}/${t.split(`/`).at(-1).replace(/\.graphql$/,``)}`,title:r,description:i,query:n,variables:(Te[t.replace(/\.graphql$/,`.variables.json`)]??``).trimEnd()}}function G(){let{addTab:e,changeTab:n,updateActiveTabValues:r}=t(),{tabs:i,activeTabIndex:a,queryEditor:o,variableEditor:s}=l(d(`tabs`,`activeTabIndex`,`queryEditor`,`variableEditor`));return({query:t,variables:c})=>{let l=i.findIndex(e=>(e.query??``)===t&&(e.variables??``)===c);l>=0?l!==a&&n(l):(e(),r({query:t,variables:c,operationName:null,response:null}),o?.setValue(t),s?.setValue(c))}}function Oe(){return(0,_.jsx)(`svg`,{viewBox:`0 0 20 20`,fill:`none`,stroke:`currentColor`,strokeWidth:`1.5`,strokeLinecap:`round`,children:(0,_.jsx)(`path`,{d:`M3.5 4.5h1M8 4.5h8.5M3.5 10h1M8 10h8.5M3.5 15.5h1M8 15.5h8.5`})})}function ke(){let e=G(),i=l(e=>e.tabs[e.activeTabIndex]?.query??``),{setVisiblePlugin:a}=t();function o(t){e(t),window.matchMedia(`(max-width: 760px)`).matches&&a(null)}return(0,_.jsxs)(`section`,{className:`examples`,"aria-label":`Examples`,children:[(0,_.jsx)(`h2`,{className:`examples-heading`,children:`Examples`}),(0,_.jsxs)(`p`,{className:`examples-hint`,children:[`Each opens in a tab of its own; `,r(n.runQuery.key,`⌘`),` runs it.`]}),W.map(e=>(0,_.jsxs)(`div`,{className:`examples-group`,children:[(0,_.jsx)(`h3`,{children:e.title}),(0,_.jsx)(`ul`,{children:e.examples.map(e=>(0,_.jsx)(`li`,{children:(0,_.jsxs)(`button`,{type:`button`,className:`example`,"aria-current":e.query===i?`true`:void 0,"data-example":e.name,onClick:()=>o(e),children:[(0,_.jsx)(`span`,{className:`example-title`,children:e.title}),(0,_.jsx)(`span`,{className:`example-description`,children:e.description})]})},e.name))})]},e.title)),(0,_.jsx)(`p`,{className:`examples-hint`,children:(0,_.jsx)(`a`,{href:`/playground/licenses.txt`,children:`Licences of the bundled software`})})]})}var K={title:`Examples`,icon:Oe,content:ke};async function*Ae(e){let t=e.getReader(),n=new TextDecoder,r=``,i={name:`message`,id:``,data:``,lines:[]};try{for(;;){let{value:e,done:a}=await t.read();if(a)return;let o=(r+n.decode(e,{stream:!0})).split(`
`);r=o.pop();for(let e of o.map(e=>e.replace(/\r$/,``))){if(e===``){i.lines.length>0&&(yield{name:i.name,id:i.id,data:i.lines.join(`
`)}),i={name:`message`,id:i.id,data:``,lines:[]};continue}let[,t,n=``]=/^([^:]*)(?:: ?(.*))?$/.exec(e);t===`event`?i.name=n:t===`id`?i.id=n:t===`data`&&i.lines.push(n)}}}finally{t.cancel().catch(()=>{})}}var je=`missiongraph.token`,q=Me();function Me(){try{return sessionStorage.getItem(je)}catch{return null}}var Ne=()=>q;function Pe(e=q){return e===null?{}:{authorization:`Bearer ${e}`}}function Fe(e){return(t,n)=>({subscribe(r){let i=new AbortController;return Le(e,t,n?.headers,{next:e=>i.signal.aborted||r.next(e),complete:()=>i.signal.aborted||r.complete()},i.signal),{unsubscribe:()=>i.abort()}}})}var Ie=`application/graphql-response+json, application/json;q=0.9`;async function Le(e,t,n,r,i){let a=e=>{r.next(e),r.complete()},o;try{let s=Re(t);if(o=await fetch(s?`${e}/stream`:e,{method:`POST`,headers:{accept:s?`text/event-stream`:Ie,"content-type":`application/json`,...Pe(),...n},body:JSON.stringify(t),signal:i}),o.headers.get(`content-type`)?.startsWith(`text/event-stream`)&&o.body){for await(let e of Ae(o.body))if(e.name===`next`&&r.next(JSON.parse(e.data)),e.name===`complete`)return r.complete();return a(J(`The server has ended the stream.`,`Run the subscription again to go on.`))}}catch{return a(J(`No answer from the server.`,`Check that missiongraph is still running, then run the query again.`))}let s=await o.text().catch(()=>``);try{let e=JSON.parse(s);if(typeof e==`object`&&e)return ze(e,n)&&Be(),a(e)}catch{}a(J(`The answer (HTTP ${o.status}) is not a GraphQL response.`,`Something between this page and the server may have answered instead.`))}function Re({query:e=``,operationName:t}){let n=t?String.raw`\s+${t}\b`:``;return new RegExp(String.raw`^\s*subscription\b${n}`,`m`).test(e)}var ze=(e,t)=>e.errors?.[0]?.extensions?.code===`UNAUTHENTICATED`&&Ne()===null&&!Object.keys(t??{}).some(e=>e.toLowerCase()===`authorization`);function Be(){location.assign(`/?then=${encodeURIComponent(location.pathname+location.hash)}`)}function J(e,t){return{errors:[{message:e,extensions:{code:`UNAVAILABLE`,hint:t}}]}}function Ve(){return Ue(),We(),Ge(),null}var He=250;function Ue(){let{query:e,variables:t}=l(e=>{let t=e.tabs[e.activeTabIndex];return{query:t?.query??``,variables:t?.variables??``}});(0,m.useEffect)(()=>{let n=setTimeout(()=>{let n=g({query:e,variables:t});n!==location.hash&&history.replaceState(history.state,``,n||location.pathname)},He);return()=>clearTimeout(n)},[e,t]);let n=G();(0,m.useEffect)(()=>{let e=()=>{let e=h(location.hash);e&&n(e)};return window.addEventListener(`hashchange`,e),()=>window.removeEventListener(`hashchange`,e)},[n])}function We(){let{setTheme:e}=t(),n=l(e=>e.theme);(0,m.useEffect)(()=>{if(n!==null)return;let t=window.matchMedia(`(prefers-color-scheme: dark)`),r=()=>e(null);return t.addEventListener(`change`,r),()=>t.removeEventListener(`change`,r)},[n,e])}function Ge(){let{queryEditor:e,variableEditor:t,headerEditor:n,responseEditor:r}=l(d(`queryEditor`,`variableEditor`,`headerEditor`,`responseEditor`));(0,m.useEffect)(()=>{let i={Query:e,Variables:t,"Request headers":n,Response:r};for(let[e,t]of Object.entries(i))t?.updateOptions({ariaLabel:e,fontFamily:`ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace`,fontSize:13,lineHeight:20,wordWrap:`on`,guides:{indentation:!1},scrollbar:{verticalScrollbarSize:8,horizontalScrollbarSize:8}})},[e,t,n,r])}var Y=Fe(`/graphql`),Ke=[K,a],X=h(location.hash),Z=X?[X]:Ee.map(({query:e,variables:t})=>({query:e,variables:t})),Q=X??($(`tabState`)?void 0:Z[0]),qe=$(`visiblePlugin`)===null&&window.matchMedia(`(min-width: 1000px)`).matches?K:void 0;function $(e){try{return localStorage.getItem(`graphiql:${e}`)}catch{return null}}function Je(){return(0,_.jsxs)(u,{fetcher:Y,plugins:Ke,visiblePlugin:qe,defaultTabs:Z,defaultQuery:``,initialQuery:Q?.query,initialVariables:Q?.variables,defaultEditorToolsVisibility:!0,editorTheme:f,inputValueDeprecation:!0,children:[(0,_.jsxs)(u.Logo,{children:[(0,_.jsx)(`span`,{className:`brand`,children:`missiongraph`}),(0,_.jsx)(`a`,{href:`/schema.graphql`,title:`The schema in GraphQL's definition language`,children:`Schema`})]}),(0,_.jsx)(u.Toolbar,{children:({prettify:e,merge:t,copy:n})=>(0,_.jsxs)(_.Fragment,{children:[e,t,n,(0,_.jsx)(ce,{})]})}),(0,_.jsx)(Ve,{})]})}var Ye=c();oe(),(0,Ye.createRoot)(document.getElementById(`playground`)).render((0,_.jsx)(m.StrictMode,{children:(0,_.jsx)(Je,{})}));