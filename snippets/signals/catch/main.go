//go:build unix

// Catch sends itself three signals and receives each of them.
package main

import (
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	log.SetFlags(0)
	// region catch
	// zh: 容量 1：还没有人接收时，先存下一个
	// en: of capacity 1: one signal is kept until somebody receives it
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1, syscall.SIGINT, syscall.SIGTERM)

	for _, sig := range []syscall.Signal{syscall.SIGUSR1, syscall.SIGINT, syscall.SIGTERM} {
		if err := syscall.Kill(os.Getpid(), sig); err != nil {
			log.Fatal(err)
		}
		fmt.Println("got", <-signals)
	}
	// endregion
}
