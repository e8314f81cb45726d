package contract

import "testing"

func TestVaries(t *testing.T) {
	for _, test := range []struct {
		src  string
		want bool
	}{
		{"output: recorded", false},
		{"output: unordered", true},
		{"output:\n  - parent {parent:pid}\n  - for: n in 0..2\n    do: task {n} of {parent}", false},
		{"output:\n  - took {s:seconds}", true},
		{"output:\n  - unordered: [a, b]", true},
		{"output:\n  - each: n in 0..2\n    do: task {n}", true},
		{"output:\n  - repeat: 2\n    do: task", false},
		{"output:\n  - repeat: 0..2\n    do: task", true},
	} {
		c, err := parseYAML(t, test.src, Status{})
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Varies(); got != test.want {
			t.Errorf("%s: got %t", test.src, got)
		}
	}
}
