//go:build unix

// Second-signal stops gracefully at the first Ctrl-C, and at once at the second.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	// region second
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	interrupt()
	<-ctx.Done()
	// zh: 恢复默认动作，第二次就直接结束
	// en: back to the default action: the second one ends the program
	stop()
	fmt.Println(context.Cause(ctx), "(once more to quit at once)")
	interrupt()
	// zh: 假装收尾要花很久
	// en: pretend that draining takes long
	time.Sleep(time.Minute)
	fmt.Println("drained")
	// endregion
}

// interrupt does to this process what Ctrl-C does.
func interrupt() {
	if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
		log.Fatal(err)
	}
}
