package runner

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"huoye/gen/book"
	"huoye/gen/contract"
	"huoye/gen/gotrace"
)

// ending is a program that ends in the way that its argument says.
const ending = `package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

func main() {
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(work)
	}
	wg.Wait()
	switch how := os.Args[1]; how {
	case "exit":
		go os.Exit(3)
		select {}
	case "fatal":
		log.SetFlags(0)
		log.Fatal("over")
	case "panic":
		time.Sleep(100 * time.Millisecond)
		panic("boom")
	case "kill":
		time.Sleep(100 * time.Millisecond)
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
	case "deadlock":
		<-make(chan int)
	case "child":
		cmd := exec.Command("/proc/self/exe", "grandchild")
		cmd.Stdout = os.Stdout
		fmt.Println(cmd.Run())
	case "grandchild":
		third, _ := os.Readlink("/proc/self/fd/3")
		fmt.Println("traced:", strings.HasPrefix(third, "pipe:") || strings.Contains(fmt.Sprint(os.Environ()), "HUOYE"))
	}
}

func work() { fmt.Println("work") }
`

func TestGoroutines(t *testing.T) {
	dir := writeBook(t, map[string]string{"snippets/ways/ending/main.go": ending})
	p := loadProgram(t, dir, "snippets/ways/ending")
	tests := []struct {
		how, output string
		status      contract.Status
		whole       bool
	}{
		{"return", "work work", contract.Status{}, true},
		{"exit", "work work", contract.Status{Code: 3}, true},
		{"fatal", "work work over", contract.Status{Code: 1}, true},
		{"child", "work work work work traced: false <nil>", contract.Status{}, true},
		{"panic", "work work panic: boom", contract.Status{Code: 2}, false},
		{"kill", "work work", contract.Status{Signal: "SIGKILL"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.how, func(t *testing.T) {
			res, err := Trace(t.Context(), dir, &book.Run{Program: p, Name: tt.how, Args: []string{tt.how}})
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(texts(res), " ")
			if got != tt.output || res.Output.Status != tt.status {
				t.Errorf("printed %q, %+v, want %q, %+v", got, res.Output.Status, tt.output, tt.status)
			}
			tl, err := gotrace.Read(bytes.NewReader(res.Trace))
			if err != nil {
				t.Fatal(err)
			}
			works := 0
			for _, g := range tl.Goroutines {
				if g.Func == "main.work" {
					works++
				}
			}
			if tl.Whole != tt.whole || works != 2 || tl.Goroutines[0].Func != "main.main" {
				t.Errorf("got %+v", tl)
			}
			t.Logf("%d bytes: %v of %v, %d goroutines, %d changes, whole: %t",
				len(res.Trace), tl.Total, res.Elapsed, len(tl.Goroutines), len(tl.Changes), tl.Whole)
		})
	}
}

// A deadlock is not noticed while a program is traced: the time limit ends it.
func TestGoroutinesDeadlock(t *testing.T) {
	dir := writeBook(t, map[string]string{"snippets/ways/ending/main.go": ending})
	p := loadProgram(t, dir, "snippets/ways/ending")
	start := time.Now()
	_, err := Trace(t.Context(), dir, &book.Run{Program: p, Args: []string{"deadlock"}, Timeout: time.Second})
	var limit *Limit
	if !errors.As(err, &limit) || limit.What != "time" {
		t.Fatalf("got %v, want the time limit", err)
	}
	t.Logf("ended %v after its start, with the build", time.Since(start))
}

func TestGoroutinesNotBuilt(t *testing.T) {
	dir := writeBook(t, map[string]string{"snippets/ways/broken/main.go": "package main\n\nfunc main() { x }\n"})
	p := loadProgram(t, dir, "snippets/ways/broken")
	_, err := Trace(t.Context(), dir, &book.Run{Program: p})
	if err == nil || !strings.Contains(err.Error(), "building it to be traced: ") || !strings.Contains(err.Error(), "undefined: x") {
		t.Errorf("got %v", err)
	}
}
