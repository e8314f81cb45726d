package golden

import (
	"os"
	"path/filepath"
	"testing"

	"huoye/gen/book"
)

func TestHistory(t *testing.T) {
	b, r := testRun()
	file := filepath.Join(t.TempDir(), "history")
	add := func(h *History, wrong ...string) {
		t.Helper()
		for _, w := range wrong {
			h.Add(r, nil, w)
		}
		if err := h.Save(b); err != nil {
			t.Fatal(err)
		}
	}
	check := func(runs, failed int, last string, unstable bool) {
		t.Helper()
		got := OpenHistory(file).Of(r, nil)
		if got.Runs != runs || got.Failed != failed || got.Last != last || got.Unstable() != unstable {
			t.Errorf("got %+v (unstable: %t), want %d runs, %d failed, %q, %t", got, got.Unstable(), runs, failed, last, unstable)
		}
	}
	check(0, 0, "", false)
	other := OpenHistory(file) // a second generator
	add(OpenHistory(file), "", "")
	check(2, 0, "", false)
	add(other, "no such line; mend it\nmore")
	check(3, 1, "no such line; mend it", true)
	again := OpenHistory(file)
	add(again, "")
	add(again) // nothing is counted twice
	check(4, 1, "no such line; mend it", true)

	// A change begins anew, also one that is taken back.
	r.Args = []string{"-x"}
	check(0, 0, "", false)
	add(OpenHistory(file), "broken")
	check(1, 1, "broken", false) // it always fails
	r.Args = nil
	check(0, 0, "", false)
	add(OpenHistory(file), "")
	check(1, 0, "", false)
	b.Programs[0].Sum[0]++
	check(0, 0, "", false)
	b.Programs[0].Sum[0]--
	check(1, 0, "", false)

	if err := os.WriteFile(file, []byte("damaged"), 0o666); err != nil {
		t.Fatal(err)
	}
	check(0, 0, "", false)
	add(OpenHistory(file), "")
	check(1, 0, "", false)

	// What is no longer in the book is forgotten.
	h := OpenHistory(file)
	h.Add(r, nil, "")
	if err := h.Save(&book.Book{}); err != nil {
		t.Fatal(err)
	}
	check(0, 0, "", false)
	add(OpenHistory(""), "") // nothing is kept without a file
	check(0, 0, "", false)
}
