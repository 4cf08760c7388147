// Package orgchart draws a graph as an organisation chart: entities in columns
// by kind, relations as lines between them, the same graph always as the same
// bytes.
//
// It works in three steps that know nothing of each other's insides. [FromKinds]
// takes from a graph what is to be drawn, as a [Scene]. [Layered] gives the
// scene coordinates: a [Layout]. [Layout.SVG] writes it in a [Theme].
//
// The arrangement is the layered one of Sugiyama, Tagawa and Toda, "Methods for
// visual understanding of hierarchical system structures" (1981), turned on its
// side: a line that passes over a column gets a lane in it, columns are ordered
// by barycenters and then by exchanges that reduce crossings, and heights are
// chosen so that lines run straight. Lines with the same words from or to the
// same box are drawn as one that forks. Between columns lines are curves that
// stay between columns; within columns they stay in their lanes; so no line
// runs through a box, by construction.
package diagram
