package exchange

import (
	"iter"
	"reflect"
	"strings"
)

// keysOf yields the YAML keys of structs and of the structs within them.
func keysOf(of ...any) iter.Seq[string] {
	return func(yield func(string) bool) {
		seen := map[reflect.Type]bool{}
		var visit func(t reflect.Type) bool
		visit = func(t reflect.Type) bool {
			for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
				t = t.Elem()
			}
			if t.Kind() != reflect.Struct || seen[t] {
				return true
			}
			seen[t] = true
			for i := range t.NumField() {
				f := t.Field(i)
				tag, ok := f.Tag.Lookup("yaml")
				if !ok {
					continue
				}
				if name, _, _ := strings.Cut(tag, ","); name != "" && !yield(name) {
					return false
				}
				if !visit(f.Type) {
					return false
				}
			}
			return true
		}
		for _, x := range of {
			if !visit(reflect.TypeOf(x)) {
				return
			}
		}
	}
}
