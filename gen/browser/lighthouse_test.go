package browser_test

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// lighthouse says what Lighthouse gave a page, from 0 to 1, and where it lost.
type lighthouse struct {
	Environment  struct{ BenchmarkIndex float64 }
	RuntimeError *struct{ Message string }
	Categories   map[string]struct {
		Score     float64
		AuditRefs []struct {
			ID     string
			Weight float64
		}
	}
	Audits map[string]struct {
		Score        *float64
		Title        string
		Explanation  string
		DisplayValue string
	}
}

// TestLighthouse has Lighthouse judge the landing page, a chapter, and a
// chapter in both languages, which asks not to be indexed and so is not judged
// for that.
func TestLighthouse(t *testing.T) {
	script := filepath.Join(nodeModule(t, "lighthouse"), "cli", "index.js")
	node, err := exec.LookPath("node")
	if err != nil {
		need(t, "node on the path")
	}
	if chromium() == "" {
		need(t, "chromium or google-chrome on the path")
	}
	// The pages must believe that the server is where they are published.
	w, err := publishAt(*realBook(t).book, realBook(t).recorded)
	if err != nil {
		t.Fatal(err)
	}
	slug := longestChapter(w)
	for _, name := range []string{"index.html", "zh/" + slug + "/index.html", "bi/" + slug + "/index.html"} {
		args := []string{script, w.http + name, "--quiet", "--output=json",
			"--only-categories=accessibility,best-practices,seo,performance",
			"--chrome-flags=--headless=new --no-sandbox --disable-gpu"}
		if strings.HasPrefix(name, "bi/") {
			args = append(args, "--skip-audits=is-crawlable")
		}
		want := map[string]float64{"accessibility": 1, "best-practices": 1, "seo": 1, "performance": .95}
		got := judge(t, node, args)
		// Performance is measured in time. Other work of the machine makes
		// it worse and never better, so the best of three counts.
		for i := 0; i < 2 && got.Categories["performance"].Score < want["performance"]; i++ {
			if again := judge(t, node, args); again.Categories["performance"].Score > got.Categories["performance"].Score {
				got = again
			}
		}
		if got.Environment.BenchmarkIndex < slowMachine {
			t.Logf("%s: performance %.0f does not count: the machine is slow or busy (benchmark index %.0f, want %d)",
				name, 100*got.Categories["performance"].Score, got.Environment.BenchmarkIndex, slowMachine)
			delete(want, "performance")
		}
		for category, least := range want {
			c := got.Categories[category]
			t.Logf("%s: %s: %.0f", name, category, 100*c.Score)
			if c.Score >= least {
				continue
			}
			t.Errorf("%s: Lighthouse gives %.0f for %s, want %.0f", name, 100*c.Score, category, 100*least)
			for _, ref := range c.AuditRefs {
				if a := got.Audits[ref.ID]; ref.Weight > 0 && a.Score != nil && *a.Score < 1 {
					t.Logf("    %s: %.2f: %s %s %s", ref.ID, *a.Score, a.Title, a.DisplayValue, a.Explanation)
				}
			}
		}
	}
}

// slowMachine is the benchmark index below which Lighthouse itself warns that
// the machine is slower than it expects.
const slowMachine = 1000

func judge(t *testing.T, node string, args []string) lighthouse {
	t.Helper()
	out, errs, err := run(t, []string{"CHROME_PATH=" + chromium()}, node, args...)
	if err != nil {
		t.Fatalf("lighthouse: %v\n%s", err, errs)
	}
	var got lighthouse
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if got.RuntimeError != nil {
		t.Fatalf("lighthouse: %s", got.RuntimeError.Message)
	}
	return got
}

// longestChapter is the slug of the chapter with the largest page.
func longestChapter(w *website) string {
	var slug string
	var most int
	for _, c := range w.book.Chapters {
		if n := len(w.files["zh/"+c.Slug+"/index.html"]); n > most {
			slug, most = c.Slug, n
		}
	}
	return slug
}
