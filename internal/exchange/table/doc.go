// Package table reads the files that organizations publish as rows of named
// cells: CSV with any delimiter, spreadsheets, JSON, lines of JSON and RDF (N-Quads,
// JSON-LD; a row is a subject), plain or compressed, in UTF-8, UTF-16 or
// Windows-1252.
//
// A file becomes a text first ([File.Text]), in which every cell knows its
// place: what is quoted as evidence is cut from there. The text of a file in
// UTF-8 without a byte-order mark is the file itself; that of a spreadsheet is
// its values with tabs between them, a row a line; that of RDF is N-Triples, grouped
// by subject.
//
// Nothing here trusts a file. Sizes, lengths of lines, numbers of columns and
// depths are bounded ([Limits]), also while decompressing, and what is wrong is
// told with file:line:column. Columns count code points, from 1.
package table
