package table

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"missiongraph/graph"
)

// Names of encodings.
const (
	utf8Name    = "utf-8"
	utf16Name   = "utf-16"
	windowsName = "windows-1252"
)

// bytes reads all of r, up to the limit.
func (f *File) bytes(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, f.opts.Limits.Bytes+1))
	if err == nil && int64(len(raw)) > f.opts.Limits.Bytes {
		return nil, f.limit(0, "the file has more than %d bytes", f.opts.Limits.Bytes)
	}
	return raw, err
}

// decompress undoes gzip and zstd, which their first bytes tell.
func (f *File) decompress(raw []byte) ([]byte, error) {
	var r io.Reader
	switch {
	case bytes.HasPrefix(raw, []byte{0x1f, 0x8b}):
		f.Compression = "gzip"
		z, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			return nil, f.wrong(0, "the file is not whole gzip")
		}
		r = z
	case bytes.HasPrefix(raw, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		f.Compression = "zstd"
		z, err := zstd.NewReader(bytes.NewReader(raw), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(uint64(f.opts.Limits.Bytes)))
		if err != nil {
			return nil, f.wrong(0, "the file is not whole zstd")
		}
		defer z.Close()
		r = z
	default:
		return raw, nil
	}
	plain, err := f.bytes(r)
	var problems graph.Problems
	switch {
	case err == nil:
		return plain, nil
	case errors.As(err, &problems):
		problems[0].Msg += " when decompressed"
		return nil, problems
	case errors.Is(err, zstd.ErrDecoderSizeExceeded), errors.Is(err, zstd.ErrWindowSizeExceeded):
		return nil, f.limit(0, "the file has more than %d bytes when decompressed", f.opts.Limits.Bytes)
	}
	return nil, f.wrong(0, "the file is not whole %s: it is damaged or cut off", f.Compression)
}

// decode makes UTF-8 of a text and notes what it was.
func (f *File) decode(raw []byte) (string, error) {
	name := f.opts.Encoding
	bom := ""
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		raw, bom = raw[3:], utf8Name
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		bom = utf16Name
	}
	if name == "" {
		name = bom
	}
	if name != utf16Name && bytes.IndexByte(raw, 0) >= 0 {
		p := f.wrong(0, "the file is not text: it has a byte 0 at %d", bytes.IndexByte(raw, 0))
		p[0].Hint = "CSV, JSON, lines of JSON and XLSX can be read, also as gzip or zstd"
		return "", p
	}
	if name == "" {
		if name = utf8Name; !utf8.Valid(raw) {
			name = windowsName
		}
	}
	f.Encoding = name
	switch name {
	case utf8Name:
		if !utf8.Valid(raw) {
			f.Text = string(bytes.ToValidUTF8(raw, []byte("?"))) // to count lines in
			at := invalid(raw)
			p := f.wrong(at, "byte %d is not UTF-8", at)
			p[0].Hint = "leave the encoding out to have it detected, or say windows-1252"
			return "", p
		}
		return string(raw), nil
	case utf16Name:
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(raw)
		if err != nil {
			return "", f.wrong(0, "the file is not UTF-16")
		}
		return string(text), nil
	case windowsName:
		text, err := charmap.Windows1252.NewDecoder().Bytes(raw)
		if err != nil {
			return "", f.wrong(0, "the file is not Windows-1252")
		}
		return string(text), nil
	}
	p := f.wrong(0, "there is no encoding %q: expected %s, %s or %s", name, utf8Name, utf16Name, windowsName)
	p[0].Hint = graph.DidYouMean(name, []string{utf8Name, utf16Name, windowsName})
	return "", p
}

// invalid returns the first byte that is not UTF-8.
func invalid(raw []byte) int {
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(raw)
}
