// Package diagram draws parts of a graph: entities as boxes, relations as lines,
// the same graph always as the same bytes.
//
// It works in steps that know nothing of each other's insides. [FromSubgraph]
// and [FromKinds] take from a graph what is to be drawn, as a [Scene];
// [Difference] makes one scene of two. A layout gives the scene coordinates: a
// [Layout]. Writers write it: as SVG, pixels or PDF through one drawing (pen.go),
// or as JSON; other writers take the scene as it is and leave the layout to
// whoever reads them. A [Request] says all of it, as a URL or command line does.
//
// [Org] and [Radial] stand boxes in rows, straight ones or rings, with a street
// between each two (street.go). Lines run along streets, each on its own track
// where there is room, and cross rows by the gaps between boxes; so no line runs
// through a box, by construction.
//
// [Layered] is the arrangement of Sugiyama, Tagawa and Toda, "Methods for visual
// understanding of hierarchical system structures" (1981), turned on its side: a
// line that passes over a column gets a lane in it, columns are ordered by
// barycenters and then by exchanges that reduce crossings, and heights are chosen
// so that lines run straight. Lines with the same words from or to the same box
// are drawn as one that forks. [Matrix] has signs in cells instead of lines.
package diagram
