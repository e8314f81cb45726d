// Talk-deadlock writes to cat through a pipe before it reads the answer.
package main

import (
	"fmt"
	"io"
	"log"
	"os/exec"
	"time"
)

func main() {
	log.SetFlags(0)
	fmt.Println("64 KiB:", talk(64<<10, writeThenRead))
	fmt.Println("1 MiB:", talk(1<<20, writeThenRead))
	fmt.Println("1 MiB with a reader goroutine:", talk(1<<20, writeWhileReading))
}

// region talk
func talk(n int, how func(io.WriteCloser, io.Reader, []byte) int) string {
	cmd := exec.Command("cat")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		log.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		log.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		log.Fatal(err)
	}
	// zh: 1 秒之后还没完，就杀死 cat，让两边都脱身
	// en: if this takes a second, kill cat, which releases both sides
	timer := time.AfterFunc(time.Second, func() { cmd.Process.Kill() })
	got := how(stdin, stdout, make([]byte, n))
	err = cmd.Wait()
	switch {
	case !timer.Stop():
		return "stuck"
	case err != nil:
		log.Fatal(err)
	case got != n:
		log.Fatalf("wrote %d bytes, got %d", n, got)
	}
	return "ok"
}

// endregion

// region ways
func writeThenRead(stdin io.WriteCloser, stdout io.Reader, data []byte) int {
	// zh: 写入失败时 cat 已经不在了，talk 会说明原因
	// en: if this fails, cat is gone, and talk says why
	stdin.Write(data)
	stdin.Close()
	answer, _ := io.ReadAll(stdout)
	return len(answer)
}

func writeWhileReading(stdin io.WriteCloser, stdout io.Reader, data []byte) int {
	answer := make(chan []byte)
	go func() {
		b, _ := io.ReadAll(stdout)
		answer <- b
	}()
	stdin.Write(data)
	stdin.Close()
	return len(<-answer)
}

// endregion
