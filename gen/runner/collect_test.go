package runner

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"huoye/gen/contract"
	"huoye/gen/runner/sandbox"
)

func TestCollector(t *testing.T) {
	const out, err = contract.Stdout, contract.Stderr
	k := newCollector(sandbox.Limits{Head: 1000, Tail: 1000})
	for i, c := range []chunk{
		{proc: 1, stream: out, text: []byte("a")},
		{proc: 1, stream: out, text: []byte("b\nc\n\nd")},
		{proc: 1, stream: err, text: []byte("e\n")},
		{proc: 2, stream: err, text: []byte("f")},
		{proc: 1, stream: err, text: []byte("")},
		{proc: 2, stream: err, text: []byte("\n")},
		{proc: 1, stream: out, text: []byte("g")},
	} {
		c.at = time.Duration(i)
		k.add(c)
	}
	want := []contract.Line{
		{At: 0, Proc: 1, Stream: out, Text: "ab"},
		{At: 1, Proc: 1, Stream: out, Text: "c"},
		{At: 1, Proc: 1, Stream: out, Text: ""},
		{At: 1, Proc: 1, Stream: out, Text: "d", Partial: true},
		{At: 2, Proc: 1, Stream: err, Text: "e"},
		{At: 3, Proc: 2, Stream: err, Text: "f"},
		{At: 6, Proc: 1, Stream: out, Text: "g", Partial: true},
	}
	if got := k.finish(); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestCollectorCut(t *testing.T) {
	for _, test := range []struct {
		name   string
		chunks []string
		want   []contract.Line
	}{
		{"nothing", []string{"12345678", "90abcd"}, []contract.Line{{Text: "1234567890abcd", Partial: true}}},
		{"one byte", []string{"1234567890", "abcdef"}, []contract.Line{
			{Text: "12345678", Partial: true},
			{Text: "abcdef", Partial: true, Cut: 2},
		}},
		{"lines", strings.SplitAfter("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "\n"), []contract.Line{
			{Text: "1"}, {Text: "2"}, {Text: "3"}, {Text: "4"}, {Text: "7", Cut: 4}, {Text: "8"}, {Text: "9"},
		}},
		{"one chunk", []string{"12345678" + strings.Repeat("x", 100) + "abcdef"}, []contract.Line{
			{Text: "12345678", Partial: true},
			{Text: "abcdef", Partial: true, Cut: 100},
		}},
	} {
		k := newCollector(sandbox.Limits{Head: 8, Tail: 6})
		for _, text := range test.chunks {
			k.add(chunk{text: []byte(text)})
		}
		if got := k.finish(); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %+v, want %+v", test.name, got, test.want)
		}
	}
}
