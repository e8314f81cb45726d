//go:build unix

// Cause asks a context which signal canceled it.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	log.SetFlags(0)
	// region cause
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := syscall.Kill(os.Getpid(), syscall.SIGTERM); err != nil {
		log.Fatal(err)
	}
	<-ctx.Done()
	fmt.Println(ctx.Err(), "|", context.Cause(ctx))
	// endregion
}
