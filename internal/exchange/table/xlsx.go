package table

import (
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"
)

// spreadsheet returns the values of a sheet with tabs between them, a row a
// line. Values are as they are stored: dates are serial numbers.
func (f *File) spreadsheet(raw []byte) (text string, err error) {
	defer func() {
		// The library has met workbooks it panics on.
		if x := recover(); x != nil {
			err = f.wrong(0, "the file is not a workbook that can be read")
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: f.opts.Limits.Bytes, UnzipXMLSizeLimit: min(f.opts.Limits.Bytes, 16<<20),
	})
	if err != nil {
		if strings.Contains(err.Error(), "unzip size exceeds") {
			return "", f.limit(0, "the workbook has more than %d bytes when decompressed", f.opts.Limits.Bytes)
		}
		p := f.wrong(0, "the file is not a workbook (XLSX) that can be read")
		p[0].Hint = "a ZIP of other files is unpacked first"
		return "", p
	}
	defer book.Close()
	sheet, err := f.sheet(book)
	if err != nil {
		return "", err
	}
	rows, err := book.Rows(sheet)
	if err != nil {
		return "", f.wrong(0, "the sheet %q cannot be read", sheet)
	}
	defer rows.Close()
	var b strings.Builder
	tidy := strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ", "\x00", "")
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns()
		if err != nil {
			return "", f.wrong(0, "row %d of the sheet %q cannot be read", line, sheet)
		}
		for i, c := range cells {
			if i > 0 {
				b.WriteByte('\t')
			}
			tidy.WriteString(&b, strings.ToValidUTF8(c, "\ufffd"))
		}
		b.WriteByte('\n')
		if int64(b.Len()) > f.opts.Limits.Bytes {
			return "", f.limit(0, "the sheet has more than %d bytes of text", f.opts.Limits.Bytes)
		}
	}
	if strings.TrimSpace(b.String()) == "" {
		return "", f.wrong(0, "the sheet %q is empty", sheet)
	}
	return b.String(), nil
}

// sheet returns the name of the sheet to read.
func (f *File) sheet(book *excelize.File) (string, error) {
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return "", f.wrong(0, "the workbook has no sheets")
	}
	if f.opts.Sheet == "" {
		return sheets[0], nil
	}
	for _, s := range sheets {
		if s == f.opts.Sheet {
			return s, nil
		}
	}
	p := f.wrong(0, "the workbook has no sheet %q", f.opts.Sheet)
	p[0].Hint = "it has " + strings.Join(sheets[:min(len(sheets), 20)], ", ")
	return "", p
}
