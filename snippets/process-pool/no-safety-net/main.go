// No-safety-net twice forgets to close a task channel: the runtime reports
// the first deadlock and not the second.
package main

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) > 2 && os.Args[1] == "forget" {
		forget(os.Args[2] == "watched")
		return
	}
	fmt.Println("worker unwatched:", try("unwatched"))
	fmt.Println("worker watched:", try("watched"))
}

// region forget

// forget starts a worker process and a pool, and never closes the tasks.
func forget(watched bool) {
	// zh: cat 等着读这条管道，不会自己退出
	// en: cat waits to read from this pipe and does not exit by itself
	worker := exec.Command("cat")
	if _, err := worker.StdinPipe(); err != nil {
		log.Fatal(err)
	}
	if err := worker.Start(); err != nil {
		log.Fatal(err)
	}
	if watched {
		// zh: 工作进程若意外退出，这里会知道
		// en: to notice if the worker should die
		go func() { log.Fatal(worker.Wait()) }()
	}
	tasks := make(chan int)
	var workers sync.WaitGroup
	workers.Go(func() {
		for range tasks {
		}
	})
	tasks <- 1
	workers.Wait()
}

// endregion

// try runs forget in a process of its own, for two seconds at most.
func try(mode string) string {
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, exe, "forget", mode)
	cmd.Env = append(os.Environ(), "GOTRACEBACK=none")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	err = cmd.Run()
	if ctx.Err() != nil {
		return fmt.Sprintf("no message in two seconds, %v", err)
	}
	return strings.TrimSpace(stderr.String())
}
