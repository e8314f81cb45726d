package runner

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"

	"huoye/gen/book"
)

// maxTrace is how much of a trace is kept, in bytes.
const maxTrace = 32 << 20

// tracedSource is built into a program that is to be traced.
//
//go:embed traced.go.txt
var tracedSource []byte

// Traces reports whether this platform can trace the goroutines of a run.
func Traces() bool { return runtime.GOOS == "linux" }

// Trace runs run, of the book in the directory root, once with its goroutines traced; the result has the trace. The
// program is built anew for that, with a file beside its own that starts the
// tracing. A traced program runs more slowly, and one that deadlocks is not
// noticed by the Go runtime: it runs over its time limit.
func Trace(ctx context.Context, root string, run *book.Run) (*Result, error) {
	dir, err := os.MkdirTemp("", "trace-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if root, err = filepath.Abs(root); err != nil {
		return nil, err
	}
	binary, err := buildTraced(ctx, root, run.Program, dir)
	if err != nil {
		return nil, err
	}
	traced := &Binaries{dir: root, paths: map[string]string{run.Program.Name: binary}}
	c, err := traced.command(run)
	if err != nil {
		return nil, err
	}
	c.Extra = true
	c.Env = append(slices.Clone(c.Env), "HUOYE_TRACE=1")
	return carryOut(ctx, run, c)
}

// buildTraced builds p to be traced, in dir.
func buildTraced(ctx context.Context, root string, p *book.Program, dir string) (string, error) {
	source := filepath.Join(dir, "traced.go")
	assembly := filepath.Join(dir, "traced.s") // empty; with it, functions need no body
	overlay := filepath.Join(dir, "overlay.json")
	program := filepath.Join(root, filepath.FromSlash(p.Dir))
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {
		// Before the program's own files: so it is initialised first.
		filepath.Join(program, "0_traced.go"): source,
		filepath.Join(program, "0_traced.s"):  assembly,
	}})
	if err != nil {
		return "", err
	}
	for name, text := range map[string][]byte{source: tracedSource, assembly: nil, overlay: replace} {
		if err := os.WriteFile(name, text, 0o666); err != nil {
			return "", err
		}
	}
	binary := filepath.Join(dir, path.Base(p.Dir))
	output, err := goCommand(ctx, root, dir, false, nil, "build", "-o", binary, "-overlay", overlay,
		"-buildvcs=false", "-trimpath",
		"-ldflags=-s -w -checklinkname=0", // it links to what the runtime keeps for itself
		"./"+p.Dir)
	if err == nil && output != nil {
		err = errors.New(string(bytes.TrimSpace(output)))
	}
	if err != nil {
		return "", fmt.Errorf("building it to be traced: %w", err)
	}
	return binary, nil
}
