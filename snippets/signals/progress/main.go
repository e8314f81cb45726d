//go:build unix

// Progress counts until SIGTERM and says upon SIGUSR1 how far it is.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	// region progress
	ask := make(chan os.Signal, 1)
	signal.Notify(ask, syscall.SIGUSR1)
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, os.Interrupt, syscall.SIGTERM)

	// zh: 两次询问，然后终止
	// en: ask twice, then terminate
	asker := exec.Command("sh", "-c", "for s in USR1 USR1 TERM; do sleep 0.1; kill -$s $PPID; done")
	check(asker.Start())
	for n := 0; ; n++ {
		select {
		case <-ask:
			fmt.Printf("progress: %d steps\n", n)
		case sig := <-quit:
			fmt.Printf("%v after %d steps\n", sig, n)
			check(asker.Wait())
			return
		default:
		}
		// zh: 真正的工作，一小步
		// en: the work itself, a small step of it
		time.Sleep(time.Millisecond)
	}
	// endregion
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
