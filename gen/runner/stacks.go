package runner

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// maxStacks bounds the folded stacks, in bytes.
const maxStacks = 32 << 10

// patterns are what is recognised in a dump. They are not plain variables: of
// supervisors there is one for each run, and all would compile them at once.
var patterns = sync.OnceValue(func() (p struct{ goroutine, waited, varying, creator *regexp.Regexp }) {
	p.goroutine = regexp.MustCompile(`^goroutine \d+(?: gp=\S+)?(?: m=\S+)?(?: mp=\S+)? (\[.*\]):$`)
	p.waited = regexp.MustCompile(`, \d+ minutes`)
	p.varying = regexp.MustCompile(`\(?0x[0-9a-f]+[^)]*\)?| \+0x[0-9a-f]+| fp=.*$`)
	p.creator = regexp.MustCompile(` in goroutine \d+$`)
	return p
})

// foldStacks makes the dump of a Go program that got a SIGQUIT readable:
// goroutines with the same stack are shown once and counted, registers and
// addresses are left out.
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
		if match == nil || strings.HasPrefix(head, "goroutine 0 ") {
			continue
		}
		stack = plainStack(stack)
		key := match[1] + "\n" + stack
		if g := index[key]; g != nil {
			g.n++
			continue
		}
		g := &group{patterns().waited.ReplaceAllString(match[1], ""), stack, 1}
		groups, index[key] = append(groups, g), g
	}
	var b strings.Builder
	for i, g := range groups {
		if b.Len()+len(g.stack) > maxStacks {
			fmt.Fprintf(&b, "… and %d more stacks\n", len(groups)-i)
			break
		}
		if g.n == 1 {
			fmt.Fprintf(&b, "1 goroutine %s:\n%s\n", g.head, g.stack)
		} else {
			fmt.Fprintf(&b, "%d goroutines %s:\n%s\n", g.n, g.head, g.stack)
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

func plainStack(stack string) string {
	var b strings.Builder
	for line := range strings.Lines(stack) {
		line = strings.TrimRight(line, "\n")
		if strings.Contains(line, "registers") || strings.HasPrefix(line, "rax ") {
			break
		}
		line = patterns().varying.ReplaceAllString(line, "")
		line = patterns().creator.ReplaceAllString(line, "")
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}
