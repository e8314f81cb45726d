package runner

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"

	"huoye/gen/book"
	"huoye/gen/contract"
)

// compile compiles a program that must not compile. Its output is what the
// compiler says, with the names of files as they are in the program.
func (b *Binaries) compile(ctx context.Context, run *book.Run) (*Result, error) {
	args := []string{"build", "-o", os.DevNull, "-buildvcs=false", "-trimpath", "-gcflags=-e"}
	for _, f := range run.Program.Files {
		args = append(args, f.Name) // named, a file is compiled in spite of its constraint
	}
	dir := filepath.Join(b.dir, filepath.FromSlash(run.Program.Dir))
	output, err := goCommand(ctx, dir, "", false, nil, args...)
	if err != nil {
		return nil, err
	}
	if output == nil {
		return nil, Broken("compiles, though runs.yaml says that it fails; remove \"build: fails\"")
	}
	out := &contract.Output{Status: contract.Status{Code: 1}}
	for line := range bytes.Lines(output) {
		text := strings.TrimRight(string(line), "\r\n")
		if strings.HasPrefix(text, "# ") {
			continue // the go command on what it compiles
		}
		text = strings.TrimPrefix(filepath.ToSlash(text), "./")
		out.Lines = append(out.Lines, contract.Line{Stream: contract.Stderr, Text: text})
	}
	return &Result{Output: out}, nil
}
