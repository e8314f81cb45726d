// Time-limit gives a program input and a limited time to answer.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "child" {
		child(os.Args[2])
		return
	}
	communicate("quick", time.Minute)
	communicate("endless", 300*time.Millisecond)
}

func child(mode string) {
	if mode == "endless" {
		time.Sleep(time.Hour)
	}
	if _, err := io.Copy(os.Stdout, os.Stdin); err != nil {
		log.Fatal(err)
	}
}

// region communicate
func communicate(mode string, limit time.Duration) {
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, exe, "child", mode)
	cmd.Stdin = strings.NewReader("hello")
	// zh: 孙进程可能还占着管道，杀死子进程之后最多再等 1 秒
	// en: a grandchild may still hold the pipe: wait for it one second more
	cmd.WaitDelay = time.Second
	output, err := cmd.Output()
	fmt.Printf("%s: %q, %v, %v\n", mode, output, err, ctx.Err())
}

// endregion
