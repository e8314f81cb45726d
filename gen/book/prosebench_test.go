package book

import (
	"os"
	"testing"
	"time"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// BenchmarkProse checks the prose of the real chapters; beside it, parsing them
// with goldmark alone is measured in the same run. x/parse is the ratio of the
// two, each chapter's fastest round.
func BenchmarkProse(b *testing.B) {
	l, _ := realBook(b)
	for _, lang := range Langs {
		b.Run(string(lang), func(b *testing.B) {
			var editions []*Body
			var docs []ast.Node
			size := 0
			for _, c := range l.book.Chapters {
				src, err := os.ReadFile("../../" + c.In(lang).File())
				if err != nil {
					b.Fatal(err)
				}
				size += len(src)
				f := newTextFile(c.In(lang).File(), src, new(problems))
				e := &Body{Edition: &Edition{Lang: lang, chapter: c}, file: f}
				e.frontMatter(f)
				doc, _ := l.parse(e)
				editions, docs = append(editions, e), append(docs, doc)
			}
			b.SetBytes(int64(size))
			b.ReportAllocs()
			check, parse := make([]time.Duration, len(editions)), make([]time.Duration, len(editions))
			var allChecks, allParses time.Duration
			measure := func(fastest, all *time.Duration, do func()) {
				start := time.Now()
				do()
				t := time.Since(start)
				*all += t
				if *fastest == 0 || t < *fastest {
					*fastest = t
				}
			}
			for b.Loop() {
				for i, e := range editions {
					measure(&check[i], &allChecks, func() { e.readProse(docs[i], l.lexicons[lang]) })
				}
				b.StopTimer()
				for i, e := range editions {
					measure(&parse[i], &allParses, func() {
						l.book.markdown.Parse(text.NewReader(e.Source), parser.WithContext(parser.NewContext()))
					})
				}
				b.StartTimer()
			}
			var checks, parses time.Duration // the fastest
			for i := range editions {
				checks, parses = checks+check[i], parses+parse[i]
			}
			b.ReportMetric(float64(checks)/float64(parses), "x/parse")
			b.ReportMetric(float64(allChecks)/float64(allParses), "x/parse-with-gc")
			b.ReportMetric(float64(size)/checks.Seconds()/1e6, "MB/s/check")
		})
	}
}

// BenchmarkQuotes compares the quotations of the real chapters with outputs.
func BenchmarkQuotes(b *testing.B) {
	l, lines := realBook(b)
	b.ReportAllocs()
	for b.Loop() {
		for _, c := range l.book.Chapters {
			if list, err := l.book.CheckQuotes(c, lines); err != nil || len(list) > 0 {
				b.Fatal(list, err)
			}
		}
	}
}
