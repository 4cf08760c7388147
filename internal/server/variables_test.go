package server

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBadValues(t *testing.T) {
	f := newFixture(t, nil)
	const all = `query($int:Int,$float:Float,$string:String,$boolean:Boolean,$id:ID,$topic:Topic,$even:Even,$list:[[Int!]],$filter:BookFilter)` +
		`{echo(int:$int,float:$float,string:$string,boolean:$boolean,id:$id,topic:$topic,even:$even,list:$list,filter:$filter)}`
	tests := []struct{ name, query, variables, message, place, hint string }{
		{"int as string", all, `{"int":"5"}`, `variable $int: expected Int, found the string "5"`, "int", ""},
		{"int overflow", all, `{"int":2147483648}`, "variable $int: the number 2147483648 does not fit Int (32 bits)", "int", ""},
		{"int huge", all, `{"int":1e400}`, "variable $int: the number 1e400 does not fit Int (32 bits)", "int", ""},
		{"int long", all, `{"int":123456789012345678901234567890}`, "variable $int: the number 123456789012345678901234567890 does not fit Int (32 bits)", "int", ""},
		{"int fraction", all, `{"int":1.5}`, "variable $int: expected Int, found the fraction 1.5", "int", ""},
		{"int bool", all, `{"int":true}`, "variable $int: expected Int, found true", "int", ""},
		{"float overflow", all, `{"float":1e999}`, "variable $float: the number 1e999 does not fit Float (64 bits)", "float", ""},
		{"float string", all, `{"float":"NaN"}`, `variable $float: expected Float, found the string "NaN"`, "float", ""},
		{"string number", all, `{"string":5}`, "variable $string: expected String, found the number 5", "string", ""},
		{"boolean number", all, `{"boolean":1}`, "variable $boolean: expected Boolean, found the number 1", "boolean", ""},
		{"id fraction", all, `{"id":1.5}`, "variable $id: expected ID, found the number 1.5", "id", ""},
		{"id list", all, `{"id":["a"]}`, "variable $id: expected ID, found a list", "id", ""},
		{"enum", all, `{"topic":"LAWS"}`, `variable $topic: Topic has no value "LAWS"`, "topic", `did you mean "LAW"?`},
		{"enum case", all, `{"topic":"law"}`, `variable $topic: Topic has no value "law"`, "topic", `did you mean "LAW"?`},
		{"enum number", all, `{"topic":1}`, "variable $topic: expected a value of the enum Topic, found the number 1", "topic", ""},
		{"scalar", all, `{"even":3}`, "variable $even: expected Even: 3 is odd", "even", ""},
		{"list item", all, `{"list":[[1],[2,null]]}`, "variable $list[1][1]: expected Int!, found null", "list[1][1]", ""},
		{"nested field", all, `{"filter":{"and":[{},{"title":{"in":["a",7]}}]}}`,
			"variable $filter.and[1].title.in[1]: expected String, found the number 7", "filter.and[1].title.in[1]", ""},
		{"nested scalar", all, `{"filter":{"and":{"even":5}}}`, "variable $filter.and.even: expected Even: 5 is odd", "filter.and.even", ""},
		{"unknown field", all, `{"filter":{"titel":{}}}`, `variable $filter: BookFilter has no field "titel"`, "filter", `did you mean "title"?`},
		{"object expected", all, `{"filter":"x"}`, `variable $filter: expected an object of type BookFilter, found the string "x"`, "filter", ""},
		{"non-null field with default", all, `{"filter":{"minPages":null}}`, "variable $filter.minPages: expected Int!, found null", "filter.minPages", ""},
		{"missing", `query($n:Int!){must(n:$n)}`, `{"m":1}`, "variable $n: a value of type Int! is required and none was given", "n",
			`a value was given for "m", which the operation does not declare`},
		{"null", `query($n:Int!){must(n:$n)}`, `{"n":null}`, "variable $n: expected Int!, found null", "n", ""},
		{"null over a default", `query($n:Int=5){must(n:$n)}`, `{"n":null}`, "argument: expected Int!, and $n is null", "", ""},
		{"one of, two", `query($c:Choice!){choose(by:$c){id}}`, `{"c":{"id":"a","title":"b"}}`, "variable $c: exactly one field of Choice must be given, found 2", "c", ""},
		{"one of, null", `query($c:Choice!){choose(by:$c){id}}`, `{"c":{"id":null}}`,
			"variable $c.id: must not be null, because exactly one field of Choice must be given", "c.id", ""},
		{"literal int overflow", `{echo(int:2147483648)}`, "", "argument: the number 2147483648 does not fit Int (32 bits)", "", ""},
		{"literal float overflow", `{echo(float:1e999)}`, "", "", "", ""},
		{"literal scalar", `{echo(even:3)}`, "", "argument: expected Even: 3 is odd", "", ""},
		{"literal scalar huge", `{echo(even:99999999999999999999)}`, "", "argument: the number 99999999999999999999 does not fit 64 bits", "", ""},
		{"literal nested", `{echo(filter:{and:[{even:7}]})}`, "", "argument at and[0].even: expected Even: 7 is odd", "", ""},
		{"bad default", `query($n:Int=99999999999){echo(int:$n)}`, "", "", "", ""},
		{"unchecked scalar", `{unchecked(odd:2)}`, "", "expected an odd number", "", ""},
		{"unused bad variable", `query($n:Int){must(n:1)}`, "", `Variable "$n" is never used.`, "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := f.ask(t, test.query, test.variables)
			require.NotEmpty(t, got.Errors, got.body)
			assert.Equal(t, 400, got.status)
			assert.Nil(t, got.Data, "a request error has no data")
			assert.Equal(t, codeBadInput, got.code())
			if test.message != "" {
				assert.Equal(t, test.message, got.message())
			}
			if test.place != "" {
				assert.Equal(t, test.place, got.Errors[0].Extensions["variable"])
			}
			hint, _ := got.Errors[0].Extensions["hint"].(string)
			assert.Equal(t, test.hint, hint)
			assert.NotContains(t, got.body, "int32")
		})
	}
	f.healthy(t)
}

func TestAllBadVariablesAtOnce(t *testing.T) {
	f := newFixture(t, nil)
	got := f.ask(t, `query($a:Int!,$b:Topic!,$c:BookFilter){must(n:$a) books(topics:[$b],filter:$c){id}}`,
		`{"b":"LAVV","c":{"minPages":"x","limit":1.5}}`)
	var places []any
	for _, e := range got.Errors {
		places = append(places, e.Extensions["variable"])
	}
	assert.Equal(t, []any{"a", "b", "c.minPages", "c.limit"}, places, got.body)
}

// A mutation with a bad value must not run: the engine alone would run it.
func TestBadValueNeverRunsAMutation(t *testing.T) {
	f := newFixture(t, nil)
	got := f.ask(t, `mutation($t:String!){rename(id:"one",title:$t){id}}`, `{"t":5}`)
	assert.Equal(t, codeBadInput, got.code())
	assert.Zero(t, f.resolver.renamed.Load())
}

func TestUnknownFieldsAreHinted(t *testing.T) {
	f := newFixture(t, nil)
	for query, hint := range map[string]string{
		`{books{titel}}`:                  `did you mean "title"?`,
		`{books(frist:1){title}}`:         `did you mean "first"?`,
		`{node(id:"one"){title}}`:         `did you mean to use an inline fragment on "Book"?`,
		`{books(filter:{topik:LAW}){id}}`: `did you mean "topic"?`,
		`{books(topics:[LAWW]){id}}`:      `did you mean the enum value "LAW"?`,
		`{books(topics:[KNITTING]){id}}`:  `one of LAW, HISTORY`,
	} {
		t.Run(query, func(t *testing.T) {
			got := f.ask(t, query, "")
			require.NotEmpty(t, got.Errors)
			assert.Equal(t, hint, got.Errors[0].Extensions["hint"])
			require.NotEmpty(t, got.Errors[0].Locations)
			assert.Equal(t, 1, got.Errors[0].Locations[0].Line)
		})
	}
}
