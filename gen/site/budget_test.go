package site

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// noise returns text that compresses to about n bytes.
func noise(n int) string {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, n*8/6)
	for i := range b {
		b[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[r.IntN(64)]
	}
	return string(b)
}

func TestBudget(t *testing.T) {
	page := func(body string) []byte {
		return []byte(`<html lang="en"><title>T</title>` +
			`<link rel="stylesheet" href="../assets/a.css"><script src="../assets/a.js"></script>` + body)
	}
	files := map[string][]byte{
		"zh/light.html":      page(strings.Repeat("a", 100000)),
		"zh/heavy.html":      page(noise(4000)),
		"bi/heavy.html":      page(noise(4000)),
		"zh/book.html":       page(noise(40000)),
		"assets/a.css":       []byte(noise(2000)),
		"assets/a.js":        []byte(noise(1000)),
		"assets/b.js":        []byte(noise(1500)),
		"assets/search-a.js": []byte(noise(3000)),
		"assets/search-b.js": []byte(noise(5000)),
	}
	weigh := func(b Budget) string {
		var got strings.Builder
		for _, p := range check(t, "site", files, b) {
			fmt.Fprintln(&got, p)
		}
		// The exact weight is up to the compressor.
		return regexp.MustCompile(`\d+ (bytes|of)`).ReplaceAllString(got.String(), "N $1")
	}
	got := weigh(Budget{
		Pages:   []Limit{{Prefix: "zh/book"}, {"bi/", 8000, "split it"}, {"", 6000, "split it"}},
		Data:    []Limit{{"assets/search-", 4000, "shorten it"}},
		Scripts: 2400,
	})
	want := "site/assets/b.js:1:1: the scripts are N bytes compressed together; the limit is 2400 [page-weight]\n" +
		"site/assets/search-b.js:1:1: N bytes compressed; the limit is 4000; shorten it [page-weight]\n" +
		"site/zh/heavy.html:1:1: the first view is N bytes compressed, the page itself N of them; " +
		"the limit is 6000; split it [page-weight]\n"
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := weigh(Budget{}); got != "" {
		t.Errorf("without a budget: %s", got)
	}
	if got := weigh(Budget{Scripts: 12000}); got != "" {
		t.Errorf("with room: %s", got)
	}
}
