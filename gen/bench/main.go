// Bench measures how the generator does with books that are much larger than
// ours, beside what the same work costs at least:
//
//	go run ./gen/bench [-chapters 1000,3000,10000] [-programs 500] [-rounds 3]
//	                   [-hugo] [-keep DIR]
//
// It writes books of generated chapters and programs into a temporary
// directory, or into DIR, where they stay. It runs the generator and the programs
// it is compared with in turn, several times, each as a process of its own, and
// prints a table of the fastest runs. Nothing is asserted: times are those of the
// machine, and of the file system: for minutes after many files have been removed
// from ext4, others take up to three times as long to make.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

func main() {
	chapters := flag.String("chapters", "1000,3000,10000", "numbers of chapters, ascending")
	programs := flag.Int("programs", 500, "number of programs that the chapters show")
	hugo := flag.Bool("hugo", false, "also measure hugo, which must be installed: go install github.com/gohugoio/hugo@v0.165.0")
	rounds := flag.Int("rounds", 3, "how often each is measured; the fastest counts")
	keep := flag.String("keep", "", "write the books into this `directory` and leave them there")
	flag.Parse()
	var err error
	switch flag.Arg(0) {
	case "":
		err = measure(*chapters, *programs, *rounds, *hugo, *keep)
	case "bare": // the programs that the generator is compared with
		err = bare(flag.Arg(1), flag.Arg(2))
	case "hash":
		err = hash(flag.Arg(1))
	case "plain":
		err = plain(flag.Arg(1), flag.Arg(2))
	case "gorun":
		err = goRun(flag.Arg(1))
	default:
		err = fmt.Errorf("unknown argument %q", flag.Arg(0))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench is a measurement of books of several sizes.
type bench struct {
	ctx      context.Context
	dir      string // of everything that is written
	gen      string // the generator's binary
	self     string
	env      []string
	programs int
	rounds   int
	hugo     bool
	out      *tabwriter.Writer
}

func measure(sizes string, programs, rounds int, hugo bool, keep string) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	b := &bench{ctx: ctx, dir: keep, programs: programs, rounds: rounds, hugo: hugo}
	if keep == "" {
		if b.dir, err = os.MkdirTemp("", "bench-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	}
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return err
	}
	if b.dir, err = filepath.Abs(b.dir); err != nil {
		return err
	}
	if b.self, err = os.Executable(); err != nil {
		return err
	}
	// The generator's own cache is removed now and then, the go command's never.
	goCache, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		return err
	}
	b.env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(b.dir, "cache"), "GOCACHE="+strings.TrimSpace(string(goCache)))
	b.gen = filepath.Join(b.dir, "gen")
	if err := b.call("go", "build", "-o", b.gen, "huoye/gen"); err != nil {
		return err
	}
	b.out = tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(b.out, "chapters or programs\twhat\twall\tcpu\tpeak\tfiles\tratio\tof cpu\t")
	for size := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			return err
		}
		if err := b.book(n); err != nil {
			return err
		}
	}
	return b.runs(programs)
}

func (b *bench) call(name string, args ...string) error {
	cmd := exec.CommandContext(b.ctx, name, args...)
	cmd.Env = b.env
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	return nil
}

// A figure is what a process took.
type figure struct {
	wall, cpu time.Duration
	peak      int64 // bytes of memory
	files     int   // that it wrote
}

// A contender is a command that is measured.
type contender struct {
	what    string
	prepare func() error // before each round; nil if there is nothing to do
	command []string
}

// inTurn measures commands in turn, several times, and returns the fastest of each.
func (b *bench) inTurn(list ...contender) ([]figure, error) {
	best := make([]figure, len(list))
	for round := range b.rounds {
		for i, c := range list {
			f, err := b.measure(c)
			if err != nil {
				return nil, err
			}
			if round == 0 || f.wall < best[i].wall {
				best[i] = f
			}
		}
	}
	return best, nil
}

// measure measures one run of a command.
func (b *bench) measure(c contender) (figure, error) {
	if c.prepare != nil {
		if err := c.prepare(); err != nil {
			return figure{}, err
		}
	}
	settle() // or it would be disturbed by the writing of what came before
	cmd := exec.CommandContext(b.ctx, c.command[0], c.command[1:]...)
	cmd.Dir = b.dir
	cmd.Env = b.env
	start := time.Now()
	out, err := cmd.CombinedOutput()
	wall := time.Since(start)
	if err != nil {
		return figure{}, fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	s := cmd.ProcessState
	return figure{wall: wall, cpu: s.UserTime() + s.SystemTime(), peak: peak(s)}, nil
}

// away takes something out of the way that is below b.dir, if it is there. It
// is not removed before all is measured: for some time ext4 avoids the inodes of
// removed files, and in looking for others takes longer than for writing a page.
func (b *bench) away(name string) error {
	old, err := os.MkdirTemp(b.dir, "old-")
	if err != nil {
		return err
	}
	err = os.Rename(filepath.Join(b.dir, name), filepath.Join(old, filepath.Base(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// row prints one line of the table; with a reference, the ratios of their wall and
// CPU times for each page. On a busy machine the latter tells more.
func (b *bench) row(chapters int, what string, f, ref figure) {
	wall, cpu := "", ""
	if ref.wall > 0 {
		pages := float64(max(f.files, 1)) / float64(max(ref.files, 1))
		wall = fmt.Sprintf("%.2f", float64(f.wall)/float64(ref.wall)/pages)
		cpu = fmt.Sprintf("%.2f", float64(f.cpu)/float64(ref.cpu)/pages)
	}
	fmt.Fprintf(b.out, "%d\t%s\t%.2f s\t%.2f s\t%d MiB\t%d\t%s\t%s\t\n", chapters, what,
		f.wall.Seconds(), f.cpu.Seconds(), f.peak>>20, f.files, wall, cpu)
	_ = b.out.Flush() // standard output
}

// book measures a book of n chapters.
func (b *bench) book(n int) error {
	dir := filepath.Join(b.dir, fmt.Sprintf("book-%d", n))
	if err := writeBook(dir, n, b.programs); err != nil {
		return err
	}
	bare := contender{"bare goldmark + go/scanner",
		func() error { return b.away("bare") },
		[]string{b.self, "bare", dir, filepath.Join(b.dir, "bare")}}
	cold := contender{"cold",
		func() error {
			return errors.Join(b.away(filepath.Join(filepath.Base(dir), "site")), b.away("cache"))
		},
		[]string{b.gen, "build", "-C", dir, "-run", "^$"}}
	contenders := []contender{cold, bare}
	if b.hugo {
		site := filepath.Join(b.dir, fmt.Sprintf("hugo-%d", n))
		if err := writeHugo(site, dir, n); err != nil {
			return err
		}
		away := func() error { return b.away(filepath.Join(filepath.Base(site), "public")) }
		hugo := []string{"hugo", "--source", site, "--quiet"}
		contenders = append(contenders,
			contender{"hugo", away, hugo},
			contender{"hugo, pages alone", away, append(hugo, "--disableKinds", "taxonomy,term,RSS,sitemap")})
	}
	figures, err := b.inTurn(contenders...)
	if err != nil {
		return err
	}
	ours := figures[0]
	if ours.files, err = pages(filepath.Join(dir, "site")); err != nil {
		return err
	}
	for i, c := range contenders[1:] {
		ref := figures[i+1]
		ref.files = 2 * n
		b.row(n, c.what, ref, figure{})
		b.row(n, "cold, beside it", ours, ref)
	}

	// A build that is to find nothing changed must have done everything.
	whole := []string{b.gen, "build", "-C", dir, "-q"}
	if err := b.call(whole[0], append(whole[1:], "-update")...); err != nil {
		return err
	}
	if err := b.call(whole[0], whole[1:]...); err != nil {
		return err
	}
	round := 0
	edit := func() error {
		round++
		return editChapter(dir, n/2, round)
	}
	figures, err = b.inTurn(
		contender{"", nil, []string{b.self, "hash", dir}},
		contender{"", nil, whole},
		contender{"", edit, whole})
	if err != nil {
		return err
	}
	b.row(n, "reading and hashing", figures[0], figure{})
	b.row(n, "nothing changed, beside it", figures[1], figures[0])
	b.row(n, "one chapter edited, beside that", figures[2], figures[1])
	return nil
}

// runs measures building and running so many programs, in a book that has
// little else.
func (b *bench) runs(n int) error {
	dir := filepath.Join(b.dir, fmt.Sprintf("programs-%d", n))
	if err := writeBook(dir, 10, n); err != nil {
		return err
	}
	if err := b.call(b.gen, "build", "-C", dir, "-update", "-q"); err != nil {
		return err
	}
	binaries := filepath.Join(b.dir, "plain")
	fresh := func() error { return errors.Join(b.away(filepath.Base(binaries)), b.away("cache")) }
	check := []string{b.gen, "check", "-C", dir}
	for _, pair := range [][2]contender{
		{{"go build, then plain runs", fresh, []string{b.self, "plain", dir, binaries}}, {"check, linked anew", fresh, check}},
		{{"go run of each, warm", nil, []string{b.self, "gorun", dir}}, {"check again", nil, check}},
	} {
		figures, err := b.inTurn(pair[:]...)
		if err != nil {
			return err
		}
		b.row(n, pair[0].what, figures[0], figure{})
		b.row(n, pair[1].what+", beside it", figures[1], figures[0])
	}
	return nil
}

// pages counts the pages below dir.
func pages(dir string) (n int, err error) {
	err = filepath.WalkDir(dir, func(file string, e os.DirEntry, err error) error {
		if err == nil && filepath.Ext(file) == ".html" {
			n++
		}
		return err
	})
	return n, err
}
