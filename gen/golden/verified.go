package golden

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/lockedfile"

	"huoye/gen/book"
)

// Input is one of the things on which the outcome of a run depends.
type Input struct {
	Name string // as in a sentence: "its arguments"
	Sum  string // differs if it does
}

// Inputs are all that the outcome of a run depends on.
type Inputs struct {
	// Program is what the program's binary is made of, nil if that is not
	// known.
	Program []Input
	// Binary tells the binary from all others, "" if it is not known. With
	// the same binary it does not matter what it was made of.
	Binary string
	Run    []Input // all else
}

// InputsOf are the inputs that are the run's own: how it is called, and what it
// is compared with. recorded is nil if nothing is.
func InputsOf(run *book.Run, recorded *Golden) []Input {
	output := ""
	if recorded != nil {
		output = string(recorded.Format())
	}
	text := func(v any) string {
		// Go's syntax keeps apart what would look alike: ["a b"], ["a" "b"].
		return sum(fmt.Sprintf("%#v", v))
	}
	return []Input{
		{"its arguments", text(run.Args)},
		{"its input", text(run.Stdin)},
		{"its environment", text(run.Env)},
		{"its limits", text([]any{run.Timeout, run.Limits})},
		{"its other settings", text([]any{run.Fails, run.Race, run.Capture, run.Leaves, run.Platforms})},
		{"its contract", sum(run.Contract.Source())},
		{"its recorded output", sum(output)},
	}
}

// Verified is a record of what has been verified on this machine: which runs
// were as recorded, and with which inputs. It is kept in a file that may be
// removed or damaged at any time; the runs then count as not verified.
type Verified struct {
	file   string
	proofs map[string][]Inputs // by the run's id, the newest first
	noted  map[string][]Inputs // what Save adds
	gone   map[string][]Inputs // what it removes
}

// maxProofs is how many verified versions of a run are remembered, so that
// going back to an earlier one, or to another branch, costs nothing.
const maxProofs = 8

// OpenVerified reads the record in file. With "" for file, nothing is verified
// and nothing will be.
func OpenVerified(file string) *Verified {
	return &Verified{
		file:   file,
		proofs: readProofs(file),
		noted:  make(map[string][]Inputs),
		gone:   make(map[string][]Inputs),
	}
}

func readProofs(file string) map[string][]Inputs {
	var proofs map[string][]Inputs
	if file == "" || !unseal(file, &proofs) {
		return nil
	}
	return proofs
}

// Why says in a few words why the run with this id does not count as verified,
// "" if it does: it was as recorded with the same inputs.
func (v *Verified) Why(id string, in Inputs) string {
	proofs := v.proofs[id]
	if slices.ContainsFunc(proofs, in.match) {
		return ""
	}
	if len(proofs) == 0 {
		return "not verified on this machine before"
	}
	changed := in.changed(proofs[0])
	if len(changed) == 0 {
		return "its binary may have changed since it was verified"
	}
	have := "have"
	if len(changed) == 1 && !strings.HasSuffix(changed[0], "s") {
		have = "has"
	}
	return fmt.Sprintf("%s %s changed since it was verified", join(changed), have)
}

// match reports whether a run that is as recorded with inputs old is so with in.
func (in Inputs) match(old Inputs) bool {
	same := in.Program != nil && slices.Equal(in.Program, old.Program) ||
		in.Binary != "" && in.Binary == old.Binary
	return same && slices.Equal(in.Run, old.Run)
}

// changed names the inputs that are not as in old.
func (in Inputs) changed(old Inputs) []string {
	var names []string
	compare := func(now, then []Input) {
		for i := range now {
			if i >= len(then) || now[i] != then[i] {
				names = append(names, now[i].Name)
			}
		}
	}
	switch {
	case in.Binary != "" && in.Binary == old.Binary:
	case in.Program != nil && old.Program != nil:
		compare(in.Program, old.Program)
	case in.Binary != "" && old.Binary != "":
		names = append(names, "its binary")
	}
	compare(in.Run, old.Run)
	return names
}

// join is a list in a sentence.
func join(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// Note notes that the run was as recorded with these inputs. If nothing is
// known of its program, it does not.
func (v *Verified) Note(id string, in Inputs) {
	if in.Program == nil && in.Binary == "" {
		return
	}
	v.noted[id] = append(v.noted[id], in)
}

// Forget notes that it was not, if only once.
func (v *Verified) Forget(id string, in Inputs) {
	v.gone[id] = append(v.gone[id], in)
}

// Save writes to the file what was noted, beside what others have written
// there meanwhile. Runs that are not in the book any longer are forgotten.
func (v *Verified) Save(b *book.Book) error {
	if v.file == "" || len(v.noted)+len(v.gone) == 0 {
		return nil
	}
	unlock, err := lockedfile.MutexAt(v.file + ".lock").Lock()
	if err != nil {
		return err
	}
	defer unlock()
	old := readProofs(v.file)
	proofs := make(map[string][]Inputs)
	for _, p := range b.Programs {
		for _, r := range p.Runs {
			if list := v.merge(r.ID(), old[r.ID()]); len(list) > 0 {
				proofs[r.ID()] = list
			}
		}
	}
	v.proofs = proofs
	return seal(v.file, proofs)
}

// merge is what is known of a run, of which old is in the file.
func (v *Verified) merge(id string, old []Inputs) []Inputs {
	list := slices.Clone(old)
	for _, in := range v.noted[id] {
		list = slices.DeleteFunc(list, func(p Inputs) bool { return in.equal(p) })
		list = slices.Insert(list, 0, in)
	}
	for _, in := range v.gone[id] {
		list = slices.DeleteFunc(list, in.match)
	}
	return list[:min(len(list), maxProofs)]
}

func (in Inputs) equal(o Inputs) bool {
	return in.Binary == o.Binary && slices.Equal(in.Program, o.Program) && slices.Equal(in.Run, o.Run)
}

// Whole is the record of a build after which nothing was left to be done.
type Whole struct {
	Sum      string   // of all that the build read, and of what it wrote
	Own      string   // of the book's own files alone
	Packages []string // what programs import, as of runner.Sources.Imported
	Chapters int
	Programs int
	Runs     int
	Skipped  []string // runs that this platform cannot run, and why
}

// LoadWhole reads the record in file, the zero Whole if there is none.
func LoadWhole(file string) Whole {
	var w Whole
	if file == "" || !unseal(file, &w) {
		return Whole{}
	}
	return w
}

// Save writes the record to file.
func (w Whole) Save(file string) error {
	if file == "" {
		return nil
	}
	unlock, err := lockedfile.MutexAt(file + ".lock").Lock()
	if err != nil {
		return err
	}
	defer unlock()
	return seal(file, w)
}
