// Package golden keeps recorded outputs. It hides their format on disk and
// decides when a recorded output stays and when it must be replaced. It also
// remembers which runs have been verified already.
package golden

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"huoye/gen/book"
	"huoye/gen/contract"
	"huoye/gen/problem"
)

// Golden is a recorded output with what is known of its recording.
type Golden struct {
	Command   string // the command line as one would type it: pool -max 300ms
	Go        string // go1.26.8
	Platform  string // linux/amd64
	Isolation string // as of runner.Isolation
	Output    *contract.Output
	Trace     *Trace // of another run; nil if there is none

	sum [sha256.Size]byte // of the file; zero if it was not read from one
}

// Sum is the SHA-256 of the golden's file.
func (g *Golden) Sum() [sha256.Size]byte {
	if g.sum == ([sha256.Size]byte{}) {
		return sha256.Sum256(g.Format())
	}
	return g.sum
}

// New is the golden of got, just printed by run on this machine.
func New(run *book.Run, isolation string, got *contract.Output) *Golden {
	return &Golden{
		Command:   Command(run),
		Go:        runtime.Version(),
		Platform:  runtime.GOOS + "/" + runtime.GOARCH,
		Isolation: isolation,
		Output:    got,
	}
}

// Command is the command line of run as one would type it in a shell: the
// variables of its environment, the name of the binary and the arguments.
func Command(run *book.Run) string {
	if run.Fails {
		command := "go build"
		for _, f := range run.Program.Files {
			command += " " + f.Name // named, in spite of its constraint
		}
		return command
	}
	var words []string
	for _, kv := range run.Env {
		k, v, _ := strings.Cut(kv, "=")
		words = append(words, k+"="+quoteWord(v))
	}
	words = append(words, run.Program.Binary())
	for _, arg := range run.Args {
		words = append(words, quoteWord(arg))
	}
	return strings.Join(words, " ")
}

// quoteWord quotes s for a POSIX shell if it must be.
func quoteWord(s string) string {
	plain := s != ""
	for _, r := range s {
		if !strings.ContainsRune("-_./:,=+@%", r) &&
			(r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r < 0x80 {
			plain = false
		}
	}
	if plain {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// Load reads what is recorded of run. The golden is nil if there is none yet,
// which is no problem here, or if it has problems.
func Load(b *book.Book, run *book.Run) (*Golden, problem.List, error) {
	data, err := readRecorded(b, run.Golden)
	if data == nil || err != nil {
		return nil, nil, err
	}
	g, problems := Parse(run.Golden, data)
	if g != nil {
		g.sum = sha256.Sum256(data)
		g.Trace, problems, err = loadTrace(b, run)
	}
	return g, problems, err
}

// readRecorded reads a recorded file of b; what it returns is nil if there is
// none.
func readRecorded(b *book.Book, file string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(b.Dir, filepath.FromSlash(file)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// Compare says what is wrong with the recorded output of run, and, unless got
// is nil, whether got is the same in the sense of the run's contract. want is
// nil if nothing is recorded. It reports nothing if want may stay.
func Compare(run *book.Run, want *Golden, got *contract.Output) problem.List {
	var problems problem.List
	if want == nil {
		problems.Add(runPosition(run), problem.GoldenMissing, fmt.Sprintf("run %s has no recorded output; run \"gen build -update\" and read what it records in %s", run.ID(), run.Golden))
		return problems
	}
	recorded := want.Output
	switch _, err := run.Contract.Match(recorded, recorded); {
	case want.Command != Command(run):
		problems.Add(token.Position{Filename: run.Golden, Line: 1, Column: 1}, problem.GoldenCommand,
			fmt.Sprintf("recorded for the command line %q, but run %s is %q; record it anew with -update", want.Command, run.ID(), Command(run)))
	case err != nil:
		problems.Add(position(run, err), problem.ContractBroken, fmt.Sprintf("the recorded output of run %s breaks its contract; record it anew with -update, or correct the contract\n%s", run.ID(), explain(err)))
	case got != nil:
		if _, err := run.Contract.Match(recorded, got); err != nil {
			problems.Add(position(run, err), problem.ContractBroken, fmt.Sprintf("run %s breaks its contract; correct the program or the contract, or record the new output with -update\n%s", run.ID(), explain(err)))
		}
	}
	return problems
}

// Accept says whether got may be recorded for run: it must satisfy all of the
// run's contract that does not refer to what is recorded.
func Accept(run *book.Run, got *contract.Output) problem.List {
	var problems problem.List
	if _, err := run.Contract.Match(nil, got); err != nil {
		problems.Add(position(run, err), problem.ContractBroken, fmt.Sprintf("run %s breaks its contract and was not recorded; correct the program or the contract\n%s", run.ID(), explain(err)))
	}
	return problems
}

// runPosition is where run is declared.
func runPosition(run *book.Run) token.Position {
	return token.Position{Filename: run.File, Line: run.Line, Column: run.Column}
}

// position is where a mismatch has its cause: the rule or pattern in
// runs.yaml, or the run's declaration.
func position(run *book.Run, err error) token.Position {
	var m *contract.Mismatch
	if errors.As(err, &m) && m.File != "" {
		return token.Position{Filename: m.File, Line: m.Line, Column: m.Column}
	}
	return runPosition(run)
}

// explain is the explanation below a problem's first line, indented.
func explain(err error) string {
	var m *contract.Mismatch
	if !errors.As(err, &m) {
		return err.Error()
	}
	text := m.Rule + ":\n" + strings.TrimRight(m.Detail, "\n")
	return "    " + strings.ReplaceAll(text, "\n", "\n    ")
}
