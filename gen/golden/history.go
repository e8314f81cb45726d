package golden

import (
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/lockedfile"

	"huoye/gen/book"
)

// Tally is how often a run was run, and how often it failed, since the program,
// how it is called, or what it is compared with last changed.
type Tally struct {
	Version string // of all that it counts for
	Runs    int
	Failed  int
	Last    string // what was wrong the last time it failed, in one line
}

// Unstable reports whether the run has held and failed with nothing changed in
// between.
func (t Tally) Unstable() bool { return 0 < t.Failed && t.Failed < t.Runs }

// History is a record of how all runs of a book went on this machine. It is
// kept in a file that may be removed or damaged at any time; counting then
// begins anew.
type History struct {
	file    string
	tallies map[string]Tally // by the run's id
	added   map[string]Tally // what Save adds
}

// OpenHistory reads the record in file. With "" for file there is none, and
// none will be.
func OpenHistory(file string) *History {
	return &History{file: file, tallies: readTallies(file), added: make(map[string]Tally)}
}

func readTallies(file string) map[string]Tally {
	var tallies map[string]Tally
	if file == "" || !unseal(file, &tallies) {
		return nil
	}
	return tallies
}

// Of returns how run has gone as it is now, with what is recorded for it (nil:
// nothing); the zero Tally if it has not been run since it changed.
func (h *History) Of(run *book.Run, recorded *Golden) Tally {
	return h.tallies[run.ID()].at(versionOf(run, recorded))
}

// versionOf stands for all of a run that its author can change.
func versionOf(run *book.Run, recorded *Golden) string {
	return sum(fmt.Sprintf("%x %v", run.Program.Sum, InputsOf(run, recorded)))
}

// at is t if it counts for version, else nothing.
func (t Tally) at(version string) Tally {
	if t.Version != version {
		return Tally{Version: version}
	}
	return t
}

// plus adds up two tallies; u is the later one.
func (t Tally) plus(u Tally) Tally {
	t = t.at(u.Version)
	t.Runs += u.Runs
	t.Failed += u.Failed
	if u.Last != "" {
		t.Last = u.Last
	}
	return t
}

// Add counts one time that run was run; wrong says why it failed, "" if it did
// not.
func (h *History) Add(run *book.Run, recorded *Golden, wrong string) {
	t := Tally{Version: versionOf(run, recorded), Runs: 1}
	if wrong != "" {
		t.Failed = 1
		t.Last, _, _ = strings.Cut(wrong, "\n")
	}
	h.added[run.ID()] = h.added[run.ID()].plus(t)
}

// Save adds to the file what was counted, beside what others have counted
// meanwhile. Runs that are not in the book any longer are forgotten.
func (h *History) Save(b *book.Book) error {
	if h.file == "" || len(h.added) == 0 {
		return nil
	}
	unlock, err := lockedfile.MutexAt(h.file + ".lock").Lock()
	if err != nil {
		return err
	}
	defer unlock()
	old := readTallies(h.file)
	tallies := make(map[string]Tally)
	for _, p := range b.Programs {
		for _, r := range p.Runs {
			t, ok := old[r.ID()]
			if added, counted := h.added[r.ID()]; counted {
				t, ok = t.plus(added), true
			}
			if ok {
				tallies[r.ID()] = t
			}
		}
	}
	clear(h.added)
	h.tallies = tallies
	return seal(h.file, tallies)
}
