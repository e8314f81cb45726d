package book

import (
	"fmt"
	"strings"
	"testing"
)

// Passages are what is written in them, whether or not there is room for them, and
// stay so when others are written behind them.
func TestRoom(t *testing.T) {
	for size := range 40 {
		r := &room{text: make([]byte, 0, size), marks: make([]mark, 0, size/8)}
		var passages []passage
		var want []string
		for i := range 6 {
			lines := []string{"第 " + fmt.Sprint(i), strings.Repeat("x", i), "end"}
			passages = append(passages, r.passage(func(p *passage) {
				for j, line := range lines {
					p.line(100*i+10*j, []byte(line))
				}
			}))
			want = append(want, strings.Join(lines, "\n"))
		}
		for i, p := range passages {
			if string(p.text) != want[i] {
				t.Errorf("room for %d: got %q, want %q", size, p.text, want[i])
			}
			if at := p.offset(len(p.text) - 1); at != 100*i+20+2 {
				t.Errorf("room for %d: the end of %d stands at %d", size, i, at)
			}
		}
	}
}

func TestIsFile(t *testing.T) {
	for code, want := range map[string]bool{
		"package main\n":                 true,
		"// Package p is.\npackage p\n":  true,
		"/* a\n*/ /**/\n// b\npackage p": true,
		"package":                        true,
		"packages := 1":                  false,
		"package_ := 1":                  false,
		"x := 1 // package p":            false,
		"// package p":                   false,
		"/* package p":                   false,
		"":                               false,
	} {
		if got := isFile([]byte(code)); got != want {
			t.Errorf("isFile(%q) = %v", code, got)
		}
	}
}
