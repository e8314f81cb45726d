package browser_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
)

// watching, in every page, looks in each frame for a text, and notes when the
// frame that has it has been painted.
const watching = `(() => {
	const channel = new MessageChannel();
	channel.port1.onmessage = () => {
		sessionStorage.setItem("painted", performance.timeOrigin + performance.now());
	};
	requestAnimationFrame(function look() {
		const [selector, text] = JSON.parse(sessionStorage.getItem("watch") || "[]");
		if (selector && [...document.querySelectorAll(selector)].some(e => e.textContent.includes(text))) {
			sessionStorage.removeItem("watch");
			channel.port2.postMessage(0); // comes after the frame
		}
		requestAnimationFrame(look);
	});
})();`

// watch begins to look for a text in the elements of a selector.
func (tab *tab) watch(selector, text string) {
	eval[any](tab, fmt.Sprintf(`sessionStorage.removeItem("painted"); sessionStorage.setItem("watch", JSON.stringify([%q, %q]))`, selector, text))
}

// painted waits for the text that is watched for, and returns when it was
// painted.
func (tab *tab) painted() time.Time {
	tab.until("painted", `!!sessionStorage.getItem("painted")`)
	at := eval[float64](tab, `Number(sessionStorage.getItem("painted"))`)
	return time.UnixMicro(int64(at * 1000))
}

// BenchmarkPreview measures, on this book, from saving a file to the page that
// shows it in a browser: a Chinese paragraph until it is painted; a program until
// its new output is, beside building and running the same by hand, in turn.
func BenchmarkPreview(b *testing.B) {
	p := newPreview(b)
	hand := &preview{TB: b, dir: b.TempDir()}
	for _, dir := range []string{p.dir, hand.dir} {
		for _, name := range []string{"content", "snippets"} {
			if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join("..", "..", name))); err != nil {
				b.Fatal(err)
			}
		}
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			b.Fatal(err)
		}
		p.write(name, string(data))
		hand.write(name, string(data))
	}
	p.serve()
	tab := p.open("zh/goroutines/")
	call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watching})
	eval[any](tab, watching)
	// around is a file's text before and after something in it.
	around := func(name, what string) (before, after string) {
		data, err := os.ReadFile(filepath.Join(p.dir, filepath.FromSlash(name)))
		if err != nil {
			b.Fatal(err)
		}
		before, after, ok := strings.Cut(string(data), what)
		if !ok {
			b.Fatalf("%s lacks %q", name, what)
		}
		return before, after
	}
	const rest = 200 * time.Millisecond // until nothing goes on any more
	b.Run("paragraph", func(b *testing.B) {
		const chapter, end = "content/goroutines/zh.md", "。\n\n"
		before, after := around(chapter, end)
		var painted times
		for n := 0; b.Loop(); n++ {
			mark := fmt.Sprintf("改了 %d 次", n)
			tab.watch(".text p", mark)
			time.Sleep(rest)
			start := time.Now()
			p.write(chapter, before+mark+end+after)
			painted = append(painted, tab.painted().Sub(start))
		}
		painted.report(b, "painted")
	})
	b.Run("program", func(b *testing.B) {
		const dir, call = "snippets/goroutines/first-goroutine", `fmt.Println("`
		before, after := around(dir+"/main.go", call)
		byHand := filepath.Join(b.TempDir(), "by-hand")
		var painted, built times
		for n := 0; b.Loop(); n++ {
			mark := fmt.Sprintf("edit %d: ", n)
			text := before + call + mark + after
			tab.watch(".run .line", mark)
			time.Sleep(rest)
			start := time.Now()
			p.write(dir+"/main.go", text)
			painted = append(painted, tab.painted().Sub(start))

			// Another text, or the go command would find it built.
			text = before + call + "by hand " + mark + after
			time.Sleep(rest)
			start = time.Now()
			hand.write(dir+"/main.go", text)
			build := exec.Command("go", "build", "-o", byHand, "./"+dir)
			build.Dir = hand.dir
			if out, err := build.CombinedOutput(); err != nil {
				b.Fatalf("%v\n%s", err, out)
			}
			if err := exec.Command(byHand).Run(); err != nil {
				b.Fatal(err)
			}
			built = append(built, time.Since(start))
		}
		painted.report(b, "painted")
		built.report(b, "by-hand")
	})
}

// times are measured one after the other.
type times []time.Duration

func (list times) report(b *testing.B, unit string) {
	slices.Sort(list)
	b.ReportMetric(float64(list[0].Microseconds())/1000, "least-ms-"+unit)
	b.ReportMetric(float64(list[len(list)/2].Microseconds())/1000, "median-ms-"+unit)
	b.ReportMetric(float64(list[len(list)*9/10].Microseconds())/1000, "p90-ms-"+unit)
}
