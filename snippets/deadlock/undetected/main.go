//go:build unix

// Undetected has processes that deadlock, most of which have something else
// to wait for, too, and finds out which of them the runtime ends.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"time"
)

// region others
var others = map[string]func(){
	"nothing": func() {},
	"Accept": func() {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		check(err)
		go l.Accept()
	},
	"Read":   func() { go io.Copy(io.Discard, os.Stdin) },
	"Sleep":  func() { go time.Sleep(time.Minute) },
	"Notify": func() { signal.Notify(make(chan os.Signal, 1), os.Interrupt) },
}

// endregion

// region child
func child(other string) {
	others[other]()
	var a, b sync.Mutex
	var first, wg sync.WaitGroup
	first.Add(2)
	lock := func(x, y *sync.Mutex) {
		x.Lock()
		first.Done()
		first.Wait()
		y.Lock()
	}
	wg.Go(func() { lock(&a, &b) })
	wg.Go(func() { lock(&b, &a) })
	wg.Wait()
}

// endregion

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 {
		child(os.Args[1])
		return
	}
	// region main
	fmt.Println("nothing:", run(context.Background(), "nothing"))
	for _, other := range []string{"Accept", "Read", "Sleep", "Notify"} {
		ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
		fmt.Printf("%s: %s\n", other, run(ctx, other))
		cancel()
	}
	// endregion
}

// run deadlocks a process that has something else to wait for, too, and
// tells how it ended.
func run(ctx context.Context, other string) string {
	exe, err := os.Executable()
	check(err)
	cmd := exec.CommandContext(ctx, exe, other)
	cmd.Stderr = os.Stderr
	// zh: 标准输入是一条没有人写的管道
	// en: standard input is a pipe to which nobody writes
	stdin, err := cmd.StdinPipe()
	check(err)
	defer stdin.Close()
	err = cmd.Run()
	if ctx.Err() != nil {
		return "no message within 300ms"
	}
	return fmt.Sprint(err)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
