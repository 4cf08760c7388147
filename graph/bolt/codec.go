package bolt

import (
	"encoding/binary"
	"errors"
	"math"

	"missiongraph/graph"
)

// The codec writes strings as their length in bytes and the bytes, whole
// numbers as the varints of encoding/binary, and lists as their length and the
// elements. What it writes depends on nothing but the value.

var errCodec = errors.New("malformed row")

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendInt(b []byte, n int) []byte { return binary.AppendVarint(b, int64(n)) }

func appendEntity(b []byte, e *graph.Entity) []byte {
	b = appendString(b, e.ID)
	b = appendString(b, e.Kind)
	b = appendString(b, e.Form)
	b = appendString(b, e.Name)
	b = append(b, byte(e.Grade))
	b = appendString(b, e.Note)
	return appendEvidence(b, e.Evidence)
}

func appendFact(b []byte, f *graph.Fact) []byte {
	for _, s := range [...]string{f.ID, f.Subject, f.Type, f.Verb, f.Object} {
		b = appendString(b, s)
	}
	b = appendValue(b, &f.Value)
	b = append(b, byte(f.Grade), byte(f.Rank))
	b = appendString(b, f.Reason)
	b = binary.AppendUvarint(b, uint64(len(f.Qualifiers)))
	for _, q := range f.Qualifiers {
		b = appendString(appendString(b, q.Name), q.Value)
	}
	for _, s := range [...]string{string(f.Reading), f.ValidFrom, f.ValidTo} {
		b = appendString(b, s)
	}
	b = appendEvidence(b, f.Evidence)
	return appendString(b, f.Note)
}

func appendSource(b []byte, s *graph.Source) []byte {
	for _, x := range [...]string{s.ID, s.Title, s.Publisher, s.ReviewedOn, s.URL, s.SHA256, s.Text} {
		b = appendString(b, x)
	}
	return b
}

func appendEvidence(b []byte, list []graph.Evidence) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for i := range list {
		e := &list[i]
		for _, s := range [...]string{e.Source, e.Quote, e.Prefix, e.Suffix} {
			b = appendString(b, s)
		}
		b = appendInt(appendInt(appendInt(b, e.Start), e.End), e.Line)
		b = append(b, byte(e.Grade))
		b = appendString(b, e.Note)
	}
	return b
}

// The fields of a value that are not zero, as its second byte.
const (
	valueText = 1 << iota
	valueInteger
	valueNumber
	valueComparator
	valueUnit
	valueList
)

func appendValue(b []byte, v *graph.Value) []byte {
	bits := math.Float64bits(v.Number)
	var has byte
	for i, is := range [...]bool{v.Text != "", v.Integer != 0, bits != 0, v.Comparator != "", v.Unit != "", len(v.List) > 0} {
		if is {
			has |= 1 << i
		}
	}
	b = append(b, byte(v.Type), has)
	if has&valueText != 0 {
		b = appendString(b, v.Text)
	}
	if has&valueInteger != 0 {
		b = binary.AppendVarint(b, v.Integer)
	}
	if has&valueNumber != 0 {
		b = binary.BigEndian.AppendUint64(b, bits)
	}
	if has&valueComparator != 0 {
		b = appendString(b, v.Comparator)
	}
	if has&valueUnit != 0 {
		b = appendString(b, v.Unit)
	}
	if has&valueList != 0 {
		b = binary.AppendUvarint(b, uint64(len(v.List)))
		for i := range v.List {
			b = appendValue(b, &v.List[i])
		}
	}
	return b
}

// decoder reads what the append functions write. The first malformed field
// sets err; what is read after is zero. Strings share the memory of s.
type decoder struct {
	s   string
	err error
}

func (d *decoder) fail() { d.s, d.err = "", errCodec }

func (d *decoder) uvarint() uint64 {
	var x uint64
	for i := 0; i < len(d.s) && i < binary.MaxVarintLen64; i++ {
		c := d.s[i]
		if c < 0x80 {
			if i == binary.MaxVarintLen64-1 && c > 1 {
				break
			}
			d.s = d.s[i+1:]
			return x | uint64(c)<<(7*i)
		}
		x |= uint64(c&0x7f) << (7 * i)
	}
	d.fail()
	return 0
}

func (d *decoder) varint() int64 {
	u := d.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

func (d *decoder) int() int { return int(d.varint()) }

func (d *decoder) byte() byte {
	if d.s == "" {
		d.fail()
		return 0
	}
	c := d.s[0]
	d.s = d.s[1:]
	return c
}

func (d *decoder) bytes(n int) string {
	if n > len(d.s) {
		d.fail()
		return ""
	}
	s := d.s[:n]
	d.s = d.s[n:]
	return s
}

func (d *decoder) string() string {
	n := d.uvarint()
	if n > uint64(len(d.s)) {
		d.fail()
		return ""
	}
	return d.bytes(int(n))
}

// count reads the length of a list whose elements take at least size bytes.
func (d *decoder) count(size int) int {
	n := d.uvarint()
	if n > uint64(len(d.s)/size) {
		d.fail()
		return 0
	}
	return int(n)
}

// end returns the error, which is also set when bytes are left over.
func (d *decoder) end() error {
	if d.err == nil && d.s != "" {
		d.fail()
	}
	return d.err
}

func (d *decoder) entity() graph.Entity {
	e := d.entityHead()
	e.Grade = graph.Grade(d.byte())
	e.Note = d.string()
	e.Evidence = d.evidence()
	return e
}

// entityHead reads the part of an entity that the topology keeps.
func (d *decoder) entityHead() graph.Entity {
	return graph.Entity{ID: d.string(), Kind: d.string(), Form: d.string(), Name: d.string()}
}

func (d *decoder) fact() graph.Fact {
	f := graph.Fact{ID: d.string(), Subject: d.string(), Type: d.string(), Verb: d.string(), Object: d.string()}
	f.Value = d.value(0)
	f.Grade, f.Rank = graph.Grade(d.byte()), graph.Rank(d.byte())
	f.Reason = d.string()
	if n := d.count(2); n > 0 {
		f.Qualifiers = make([]graph.Qualifier, n)
		for i := range f.Qualifiers {
			f.Qualifiers[i] = graph.Qualifier{Name: d.string(), Value: d.string()}
		}
	}
	f.Reading = graph.Reading(d.string())
	f.ValidFrom, f.ValidTo = d.string(), d.string()
	f.Evidence = d.evidence()
	f.Note = d.string()
	return f
}

func (d *decoder) source() graph.Source {
	return graph.Source{ID: d.string(), Title: d.string(), Publisher: d.string(), ReviewedOn: d.string(),
		URL: d.string(), SHA256: d.string(), Text: d.string()}
}

const evidenceSize = 9 // bytes of evidence in which all is empty

func (d *decoder) evidence() []graph.Evidence {
	n := d.count(evidenceSize)
	if n == 0 {
		return nil
	}
	list := make([]graph.Evidence, n)
	for i := range list {
		e := &list[i]
		e.Source, e.Quote, e.Prefix, e.Suffix = d.string(), d.string(), d.string(), d.string()
		e.Start, e.End, e.Line = d.int(), d.int(), d.int()
		e.Grade = graph.Grade(d.byte())
		e.Note = d.string()
	}
	return list
}

// value reads a value; depth is 1 within a list, and lists nest no deeper.
func (d *decoder) value(depth int) graph.Value {
	v := graph.Value{Type: graph.ValueType(d.byte())}
	has := d.byte()
	if has >= valueList<<1 || has&valueList != 0 && depth > 0 {
		d.fail()
		return graph.Value{}
	}
	if has&valueText != 0 {
		v.Text = d.string()
	}
	if has&valueInteger != 0 {
		v.Integer = d.varint()
	}
	if has&valueNumber != 0 {
		if b := d.bytes(8); b != "" {
			v.Number = math.Float64frombits(binary.BigEndian.Uint64([]byte(b)))
		}
	}
	if has&valueComparator != 0 {
		v.Comparator = d.string()
	}
	if has&valueUnit != 0 {
		v.Unit = d.string()
	}
	if has&valueList != 0 {
		v.List = make([]graph.Value, d.count(2))
		for i := range v.List {
			v.List[i] = d.value(depth + 1)
		}
	}
	return v
}
