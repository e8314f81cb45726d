package runner

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"huoye/gen/runner/sandbox"
)

// maxStacks bounds the folded stacks, in bytes.
const maxStacks = 32 << 10

// patterns are what is recognised in a dump. They are not plain variables: of
// supervisors there is one for each run, and all would compile them at once.
var patterns = sync.OnceValue(func() (p struct{ goroutine, waited, values, registers *regexp.Regexp }) {
	p.goroutine = regexp.MustCompile(`^goroutine \d+(?: gp=\S+)?(?: m=\S+)?(?: mp=\S+)? (\[.*\]):$`)
	p.waited = regexp.MustCompile(`, \d+ minutes`)
	p.values = regexp.MustCompile(`\([^()]+\)$| in goroutine \d+$`)
	p.registers = regexp.MustCompile(` \+0x[0-9a-f]+.*$`)
	return p
})

// foldStacks makes the dump of a Go program that got a SIGQUIT readable:
// goroutines with the same stack are shown once and counted; those of the
// runtime, its frames, registers and addresses are left out.
func foldStacks(dump string) string {
	type group struct {
		head, stack string
		n           int
	}
	var groups []*group
	index := map[string]*group{}
	for _, block := range strings.Split(dump, "\n\n") {
		head, stack, _ := strings.Cut(strings.Trim(block, "\n"), "\n")
		match := patterns().goroutine.FindStringSubmatch(head)
		if match == nil {
			continue
		}
		g := &group{patterns().waited.ReplaceAllString(match[1], ""), plainStack(stack), 1}
		key := g.head + "\n" + g.stack
		switch {
		case g.stack == "":
		case index[key] != nil:
			index[key].n++
		default:
			groups, index[key] = append(groups, g), g
		}
	}
	var b strings.Builder
	for i, g := range groups {
		if b.Len()+len(g.stack) > maxStacks {
			fmt.Fprintf(&b, "… and %d more stacks\n", len(groups)-i)
			break
		}
		name := "goroutines"
		if g.n == 1 {
			name = "goroutine"
		}
		fmt.Fprintf(&b, "%d %s %s:\n%s\n", g.n, name, g.head, g.stack)
	}
	if len(dump) >= sandbox.MaxDump {
		b.WriteString("… the rest was cut\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// plainStack returns the frames of a program's own functions. A frame is a
// line that names the function and one that names its place.
func plainStack(stack string) string {
	var b strings.Builder
	lines := strings.Split(stack, "\n")
	for i := 0; i+1 < len(lines); i++ {
		if !strings.HasPrefix(lines[i+1], "\t") {
			continue
		}
		f := strings.TrimPrefix(lines[i], "created by ")
		if strings.HasPrefix(f, "runtime.") || strings.HasPrefix(f, "internal/") {
			continue
		}
		b.WriteString(patterns().values.ReplaceAllStringFunc(lines[i], elide) + "\n")
		b.WriteString(patterns().registers.ReplaceAllString(lines[i+1], "") + "\n")
	}
	return b.String()
}

// elide leaves out what differs between two calls of a function.
func elide(values string) string {
	if values[0] == '(' {
		return "(...)"
	}
	return ""
}
