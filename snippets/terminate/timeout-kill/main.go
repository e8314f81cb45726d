// Timeout-kill gives an endless child 200 milliseconds.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		for {
			time.Sleep(time.Second)
		}
	}
	parent()
}

// region parent
func parent() {
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	err = exec.CommandContext(ctx, exe, "child").Run()
	fmt.Println("err:", err)
	fmt.Println("is DeadlineExceeded:", errors.Is(err, context.DeadlineExceeded))
	fmt.Println("ctx.Err:", ctx.Err())
}

// endregion
