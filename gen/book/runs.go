package book

import (
	"fmt"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"huoye/gen/contract"
	"huoye/gen/problem"
)

// DefaultTimeout is the wall clock time of a run for which runs.yaml sets none.
const DefaultTimeout = 10 * time.Second

const maxTimeout = 10 * time.Minute

// runKeys are the keys of a run in runs.yaml.
var runKeys = []string{
	"name", "args", "stdin", "env", "exit", "timeout", "limits", "capture", "leaves", "build", "race", "trace", "platforms", "output", "rules", "accept",
}

// loadRuns reads runs.yaml; without one the program has a single plain run.
func (l *loader) loadRuns(p *Program, e *entry) error {
	if e == nil {
		r := newRun(p, path.Base(p.Name))
		r.File, r.Line, r.Column = p.Files[0].File, 1, 1
		r.Contract = contract.Recorded(contract.Status{})
		p.Runs = []*Run{r}
		p.runsSound = true
		return nil
	}
	f, ok, err := l.read(*e)
	if !ok || err != nil {
		return err
	}
	p.runsFile = f.src
	y := &yamlText{f, 1}
	root, ok := y.parse(f.src)
	if !ok {
		return nil
	}
	top := y.fields(root, "runs.yaml", "runs")
	if top == nil || !y.require(top, "runs") {
		return nil
	}
	list, ok := y.list(top.values["runs"], "runs")
	if !ok {
		return nil
	}
	if len(list) == 0 {
		y.problem(y.nodeOffset(top.values["runs"]), problem.YAMLValue, "runs.yaml lists no run; add one or remove the file")
		return nil
	}
	p.runsSound = true
	for _, n := range list {
		if r := y.run(n, p, len(list) == 1); r != nil {
			p.Runs = append(p.Runs, r)
		} else {
			p.runsSound = false
		}
	}
	return nil
}

func newRun(p *Program, name string) *Run {
	return &Run{
		Program: p,
		Name:    name,
		Timeout: DefaultTimeout,
		Golden:  path.Join(p.Dir, name+".golden"),
		Trace:   path.Join(p.Dir, name+".trace"),
	}
}

// run reads one run. It returns nil if not even its name is known.
func (y *yamlText) run(n ast.Node, p *Program, only bool) *Run {
	f := y.fields(n, "a run", runKeys...)
	if f == nil {
		return nil
	}
	name, ok := y.runName(f, p, only)
	if !ok {
		return nil
	}
	r := newRun(p, name)
	at := y.position(f.at)
	r.File, r.Line, r.Column = at.Filename, at.Line, at.Column
	var status contract.Status
	for key, n := range f.values {
		switch key {
		case "args":
			r.Args = y.args(n)
		case "stdin":
			r.Stdin, _ = y.text(n, "stdin")
		case "env":
			r.Env = y.env(n)
		case "exit":
			status = y.exit(n)
		case "timeout":
			if d := y.duration(n, "timeout", maxTimeout); d > 0 {
				r.Timeout = d
			}
		case "capture":
			r.Capture = y.word(n, "capture", "pipe", "terminal")
		case "build":
			r.Fails = y.word(n, "build", "fails") != ""
		case "race":
			r.Race = y.flag(n, "race")
		case "trace":
			r.Traced = y.flag(n, "trace")
		case "leaves":
			r.Leaves = y.flag(n, "leaves")
		case "limits":
			r.Limits = y.limits(n)
		case "platforms":
			r.Platforms = y.platforms(n)
		}
	}
	if r.Fails {
		status = y.fails(f, p, only)
	}
	if r.Race && r.Traced {
		y.problem(y.nodeOffset(f.values["trace"]), problem.YAMLValue, "a run with the race detector cannot be traced as well; remove one of the two")
	}
	if p.Tests && r.Traced {
		y.problem(y.nodeOffset(f.values["trace"]), problem.YAMLValue, "tests cannot be traced; remove this")
	}
	r.Contract = y.contract(f.values["output"], f.values["rules"], status)
	if accept := f.values["accept"]; accept != nil && r.Contract != nil {
		y.probs.addList(r.Contract.Accept(y.name, y.src, accept))
	}
	return r
}

// fails checks a run whose program must not compile, and returns the status of
// the build.
func (y *yamlText) fails(f *fields, p *Program, only bool) contract.Status {
	if !only {
		y.problem(f.at, problem.ProgramFails, "a program that must not compile has one run; make a program of its own for it")
	}
	if p.Tests {
		y.problem(y.nodeOffset(f.values["build"]), problem.ProgramFails, "tests have to compile; for what must not, make a program of its own, with a func main")
	}
	for _, key := range []string{"args", "stdin", "env", "exit", "timeout", "limits", "capture", "leaves", "race", "trace"} {
		if n, ok := f.values[key]; ok {
			y.problem(y.nodeOffset(n), problem.ProgramFails, "%s has no meaning for a program that must not compile; remove it", key)
		}
	}
	for _, s := range p.Files {
		if !leftOut.Match(s.Source) {
			y.probs.add(token.Position{Filename: s.File, Line: 1, Column: 1}, problem.ProgramFails,
				"a program that must not compile would be in the way of go build ./...; "+
					"begin the file with //go:build ignore")
		}
	}
	return contract.Status{Code: 1}
}

var leftOut = regexp.MustCompile(`(?m)^//go:build ignore\r?$`)

func (y *yamlText) contract(output, rules ast.Node, status contract.Status) *contract.Contract {
	if output == nil && rules == nil {
		return contract.Recorded(status)
	}
	c, list := contract.Parse(y.name, y.src, output, rules, status)
	y.probs.addList(list)
	return c
}

// runName reads a run's name, by default that of its program.
func (y *yamlText) runName(f *fields, p *Program, only bool) (string, bool) {
	n, ok := f.values["name"]
	if !ok && only {
		return path.Base(p.Name), true
	}
	if !ok {
		y.problem(f.at, problem.YAMLKey, "the key \"name\" is missing; each of several runs needs one")
		return "", false
	}
	name, ok := y.phrase(n, "a run's name")
	if !ok {
		return "", false
	}
	if !isSlug(name) {
		y.problem(y.nodeOffset(n), problem.Slug, "the run name %q is no slug; %s%s", name, slugRule, slugify(name))
		return "", false
	}
	if first := p.Run(name); first != nil {
		y.problem(y.nodeOffset(n), problem.NameTaken, "run %s is already defined in line %d; choose another name", name, first.Line)
		return "", false
	}
	return name, true
}

func (y *yamlText) args(n ast.Node) []string {
	list, _ := y.list(n, "args")
	var args []string
	for _, n := range list {
		if s, ok := y.text(n, "an argument"); ok {
			args = append(args, s)
		}
	}
	return args
}

// env returns KEY=VALUE pairs, sorted.
func (y *yamlText) env(n ast.Node) []string {
	m, ok := n.(ast.MapNode)
	if !ok {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "env must be names and values, such as {GOMAXPROCS: 1}; found %s", yamlKind(n))
		return nil
	}
	var env []string
	for key, n := range y.pairs(m) {
		if !isEnvName(key.name) {
			y.problem(key.at, problem.YAMLKey, "%q is no name of an environment variable; use letters, digits and _", key.name)
			continue
		}
		if value, ok := y.text(n, key.name); ok {
			env = append(env, key.name+"="+value)
		}
	}
	slices.Sort(env)
	return env
}

func isEnvName(s string) bool {
	for i, c := range []byte(s) {
		letter := c == '_' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

// exit reads an exit status or the name of a signal.
func (y *yamlText) exit(n ast.Node) contract.Status {
	s, ok := y.text(n, "exit")
	if !ok {
		return contract.Status{}
	}
	if code, err := strconv.Atoi(s); err == nil {
		if code < 0 || code > 255 {
			y.problem(y.nodeOffset(n), problem.YAMLValue, "exit %d is out of range; an exit status is 0 to 255", code)
		}
		return contract.Status{Code: code}
	}
	if !slices.Contains(signals, s) {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "exit must be an exit status or a signal such as SIGKILL; found %q%s",
			s, problem.Suggest(s, signals, "write the number, or the signal's name"))
	}
	return contract.Status{Signal: s}
}

// signals are those that may end a program.
var signals = []string{
	"SIGABRT", "SIGALRM", "SIGBUS", "SIGFPE", "SIGHUP", "SIGILL", "SIGINT",
	"SIGKILL", "SIGPIPE", "SIGQUIT", "SIGSEGV", "SIGSYS", "SIGTERM", "SIGTRAP",
	"SIGUSR1", "SIGUSR2", "SIGXCPU", "SIGXFSZ",
}

// word reads one of some words.
func (y *yamlText) word(n ast.Node, what string, words ...string) string {
	s, ok := y.text(n, what)
	if !ok {
		return ""
	}
	if !slices.Contains(words, s) {
		all := strings.Join(words, " or ")
		y.problem(y.nodeOffset(n), problem.YAMLValue, "%s must be %s; found %q%s", what, all, s, problem.Suggest(s, words, "write "+all))
		return ""
	}
	return s
}

// flag reads true or false.
func (y *yamlText) flag(n ast.Node, what string) bool {
	b, ok := n.(*ast.BoolNode)
	if !ok {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "%s must be true or false; found %s", what, yamlKind(n))
		return false
	}
	return b.Value
}

// formatDuration writes whole minutes as 10m, not 10m0s.
func formatDuration(d time.Duration) string {
	return strings.TrimSuffix(fmt.Sprint(d), "0s")
}

func (y *yamlText) platforms(n ast.Node) []string {
	list, _ := y.list(n, "platforms")
	var platforms []string
	for _, n := range list {
		s, ok := y.text(n, "a platform")
		if !ok {
			continue
		}
		goos, goarch, both := strings.Cut(s, "/")
		switch {
		case !slices.Contains(knownOS, goos):
			y.problem(y.nodeOffset(n), problem.YAMLValue, "unknown operating system %q%s", goos,
				problem.Suggest(goos, knownOS, "write a GOOS such as linux, or a GOOS/GOARCH"))
		case both && !slices.Contains(knownArch, goarch):
			y.problem(y.nodeOffset(n), problem.YAMLValue, "unknown architecture %q%s", goarch,
				problem.Suggest(goarch, knownArch, "write a GOARCH such as amd64"))
		default:
			platforms = append(platforms, s)
		}
	}
	return platforms
}

// What Go can build for, as go tool dist list says.
var (
	knownOS = []string{
		"aix", "android", "darwin", "dragonfly", "freebsd", "illumos", "ios",
		"linux", "netbsd", "openbsd", "plan9", "solaris", "windows",
	}
	knownArch = []string{
		"386", "amd64", "arm", "arm64", "loong64", "mips", "mips64",
		"mips64le", "mipsle", "ppc64", "ppc64le", "riscv64", "s390x",
	}
)
