//go:build unix

// Coalesce sends itself a hundred signals before it receives any.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	log.SetFlags(0)
	capacity := flag.Int("cap", 1, "capacity of the channel, at least 1")
	flag.Parse()

	// region coalesce
	signals := make(chan os.Signal, *capacity)
	signal.Notify(signals, syscall.SIGUSR1)
	for range 100 {
		if err := syscall.Kill(os.Getpid(), syscall.SIGUSR1); err != nil {
			log.Fatal(err)
		}
	}
	<-signals
	// zh: Stop 返回之后，不会再有信号送进来
	// en: once Stop has returned, no more signals are delivered
	signal.Stop(signals)
	fmt.Printf("sent 100, received %d\n", 1+len(signals))
	// endregion
}
