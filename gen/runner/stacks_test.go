package runner

import (
	"strings"
	"testing"
)

const dump = `SIGQUIT: quit
PC=0x487ce3 m=0 sigcode=0

goroutine 0 gp=0x660440 m=0 mp=0x661440 [idle]:
runtime.futex(0x3e81, 0x81)
	runtime/sys_linux_amd64.s:570 +0x23 fp=0x7fff sp=0x7fff pc=0x487ce3

goroutine 1 gp=0xc0 m=nil [sync.WaitGroup.Wait, 2 minutes]:
runtime.gopark(0x1ef8?, 0x0?)
	runtime/proc.go:462 +0xce fp=0x3e81 sp=0x3e81 pc=0x47f9ce
sync.(*WaitGroup).Wait(0xc000012345)
	sync/waitgroup.go:118 +0x48
main.main()
	book/main.go:9 +0x88

goroutine 7 [chan receive]:
main.work({0xc000010000?, 0x1, 0x1}, 0x2)
	book/main.go:20 +0x25
created by main.main in goroutine 1
	book/main.go:8 +0x10

goroutine 8 [chan receive]:
main.work({0xc000020000?, 0x1, 0x1}, 0x3)
	book/main.go:20 +0x25
created by main.main in goroutine 1
	book/main.go:8 +0x10

rax    0x1
rbx    0x1
`

const folded = `1 goroutine [sync.WaitGroup.Wait]:
sync.(*WaitGroup).Wait(...)
	sync/waitgroup.go:118
main.main()
	book/main.go:9

2 goroutines [chan receive]:
main.work(...)
	book/main.go:20
created by main.main
	book/main.go:8`

func TestFoldStacks(t *testing.T) {
	if got := foldStacks(dump); got != folded {
		t.Errorf("got:\n%s\nwant:\n%s", got, folded)
	}
	if got := foldStacks("no dump"); got != "" {
		t.Errorf("got %q of no dump", got)
	}
	var many strings.Builder
	for i := range 5000 {
		many.WriteString("goroutine 5 [select]:\nmain.f" + strings.Repeat("x", i%1000) + "()\n\tbook/main.go:1 +0x1\n\n")
	}
	if got := foldStacks(many.String()); len(got) > 2*maxStacks || !strings.Contains(got, "more stacks") {
		t.Errorf("got %d bytes", len(got))
	}
}
