package main

import (
	"context"
	"io"
	"strings"
	"testing"

	"huoye/gen/render"
)

// TestMade asks for pages of the real book again and again.
func TestMade(t *testing.T) {
	p := newPreviewed(context.Background(), options{dir: "..", jobs: 1}, io.Discard)
	if problems := p.load([]string{"content"}); len(problems) > 0 {
		t.Fatal(problems)
	}
	plan := p.plan(p.recorded)
	pages := newPages(plan, &p.made)
	get := func(path string) []byte {
		t.Helper()
		data, ok, err := pages.file(path)
		if err != nil || !ok {
			t.Fatalf("%s: %t, %v", path, ok, err)
		}
		return data
	}
	first := get("zh/index.html")
	if again := get("zh/index.html"); &again[0] != &first[0] {
		t.Error("a page is made again")
	}
	// Another plan of the same book has the same page.
	pages = newPages(p.plan(p.recorded), &p.made)
	if again := get("zh/index.html"); &again[0] != &first[0] {
		t.Error("a page is made again for an equal plan")
	}
	if data, ok, err := pages.file("zh/../secret"); data != nil || ok || err != nil {
		t.Errorf("%q, %t, %v", data, ok, err)
	}
}

// TestMadeDrop keeps no more than there is room for: what was asked for last.
func TestMadeDrop(t *testing.T) {
	key := func(name string) unitKey { return unitKey{name, render.Key{}} }
	m := made{units: make(map[unitKey]*madeUnit)}
	for i, name := range []string{"b", "a", "c", "d"} {
		m.units[key(name)] = &madeUnit{size: maxMade / 3, last: i}
		m.size += maxMade / 3
	}
	m.units[key("being made")] = new(madeUnit)
	m.drop(key("a"))
	var left []string
	for _, name := range []string{"a", "b", "c", "d", "being made"} {
		if m.units[key(name)] != nil {
			left = append(left, name)
		}
	}
	if got := strings.Join(left, " "); got != "a c d being made" || m.size != maxMade/3*3 {
		t.Errorf("left are %s, %d bytes", got, m.size)
	}
	// What is larger than all the room stays until something else is made.
	m.units[key("giant")] = &madeUnit{size: 2 * maxMade, last: 9}
	m.size += 2 * maxMade
	m.drop(key("giant"))
	if len(m.units) != 2 || m.units[key("giant")] == nil || m.size != 2*maxMade {
		t.Errorf("%d units are left, %d bytes", len(m.units), m.size)
	}
}
