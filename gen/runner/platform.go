package runner

import (
	"bytes"
	"go/build"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"huoye/gen/book"
)

// Refusal is a way to isolate runs that this machine does not allow.
type Refusal struct {
	Isolation string // as [Isolation] says it
	Err       error  // the step that was refused
	Remedy    string // what would allow it; "" if we do not know
}

// Supported reports whether run can run on this platform.
func Supported(run *book.Run) bool { return Unsupported(run) == "" }

// Unsupported says why run cannot run on this platform, "" if it can.
func Unsupported(run *book.Run) string {
	switch {
	case !listed(run.Platforms):
		return "only on " + strings.Join(run.Platforms, ", ")
	case !run.Fails && !buildable(run.Program):
		return "left out by build constraints"
	case run.Capture == "terminal" && runtime.GOOS != "linux":
		return "captured by a terminal, which works on linux only"
	}
	return ""
}

// listed reports whether this platform is among platforms. None means all.
func listed(platforms []string) bool {
	return len(platforms) == 0 ||
		slices.Contains(platforms, runtime.GOOS) ||
		slices.Contains(platforms, runtime.GOOS+"/"+runtime.GOARCH)
}

// buildable reports whether the build constraints leave p a file here, of tests
// one with tests.
func buildable(p *book.Program) bool {
	for _, f := range p.Files {
		if p.Tests && !strings.HasSuffix(f.Name, "_test.go") {
			continue
		}
		ctxt := build.Default
		ctxt.GOOS, ctxt.GOARCH = runtime.GOOS, runtime.GOARCH
		ctxt.CgoEnabled = false
		ctxt.OpenFile = func(string) (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(f.Source)), nil
		}
		// A file that cannot be parsed counts: the compiler shall see it.
		if ok, err := ctxt.MatchFile(filepath.FromSlash(p.Dir), f.Name); ok || err != nil {
			return true
		}
	}
	return false
}
