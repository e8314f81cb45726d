package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"huoye/gen/book"
	"huoye/gen/contract"
	"huoye/gen/golden"
)

// shardBook makes a book of programs with some runs each, of which most are
// recorded; some are long.
func shardBook(rnd *rand.Rand, programs int) (*book.Book, map[*book.Run]*golden.Golden) {
	b := &book.Book{Chapters: make([]*book.Chapter, rnd.IntN(30))}
	recorded := make(map[*book.Run]*golden.Golden)
	for i := range programs {
		p := &book.Program{Name: fmt.Sprintf("ch/p%d", i)}
		for j := range 1 + rnd.IntN(3) {
			r := &book.Run{Program: p, Name: fmt.Sprintf("r%d", j)}
			p.Runs = append(p.Runs, r)
			end := time.Duration(rnd.ExpFloat64() * float64(time.Second))
			switch out := new(contract.Output); rnd.IntN(4) {
			case 0: // not recorded
			case 1:
				out.Procs = []contract.Proc{{End: end}}
				recorded[r] = &golden.Golden{Output: out}
			default:
				out.Lines = []contract.Line{{At: end / 2}, {At: end}}
				recorded[r] = &golden.Golden{Output: out}
			}
		}
		b.Programs = append(b.Programs, p)
	}
	return b, recorded
}

// TestShards holds that all shares together are everything, that no two have
// anything in common, and that none is much longer than it must be.
func TestShards(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, programs := range []int{0, 1, 2, 7, 74, 500} {
		b, recorded := shardBook(rnd, programs)
		for n := 1; n <= 40; n++ {
			seen := make(map[*book.Run]int)
			pages := 0
			var most, total, longest time.Duration
			for i := 1; i <= n; i++ {
				s := shard{i, n}
				var load time.Duration
				if s.makesPages("check") {
					pages++
					load = time.Duration(len(b.Chapters)) * perChapter
				}
				longest = max(longest, load)
				share := s.of(b, recorded)
				for run := range share {
					seen[run]++
					load += perRun + took(recorded[run])
					longest = max(longest, perRun+took(recorded[run]))
				}
				most, total = max(most, load), total+load
				again := s.of(b, recorded)
				if fmt.Sprint(len(again)) != fmt.Sprint(len(share)) {
					t.Errorf("share %s is not the same each time", s)
				}
				for run := range again {
					if !share[run] {
						t.Errorf("share %s is not the same each time", s)
					}
				}
			}
			for run := range allRuns(b) {
				if seen[run] != 1 {
					t.Errorf("of %d shares, %d have %s", n, seen[run], run.ID())
				}
			}
			if pages != 1 {
				t.Errorf("%d of %d shares check the pages", pages, n)
			}
			// The last run that went to the longest share went to the one
			// that was the shortest, so that it began before the mean.
			if mean := total / time.Duration(n); most > mean+longest {
				t.Errorf("%d programs on %d machines: the longest share takes %v, the mean is %v, the longest run %v",
					programs, n, most, mean, longest)
			}
		}
	}
}

func TestParseShard(t *testing.T) {
	for _, text := range []string{"1/1", "1/2", "2/2", "499/500"} {
		if s, err := parseShard(text); err != nil || s.String() != text {
			t.Errorf("%s: %v, %v", text, s, err)
		}
	}
	for _, text := range []string{"", "1", "/", "1/", "/2", "0/2", "3/2", "-1/2", "1/0", "0/0", "a/b", "1/2/3", "1 / 2", "1/2 "} {
		_, err := parseShard(text)
		if err == nil || !strings.Contains(err.Error(), "want I/N") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
