//go:build unix

// Reload reads its configuration again upon SIGHUP and ends upon SIGTERM.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

func main() {
	log.SetFlags(0)
	check(os.WriteFile("level", []byte("info\n"), 0o644))
	// zh: 管理员要敲的命令
	// en: what the administrator is going to type
	commands := []string{
		"echo debug >level; kill -HUP $PPID",
		"kill -TERM $PPID",
	}
	// region loop
	reload := make(chan os.Signal, 1)
	signal.Notify(reload, syscall.SIGHUP)
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, os.Interrupt, syscall.SIGTERM)
	for _, command := range commands {
		level, err := os.ReadFile("level")
		check(err)
		fmt.Printf("level: %s", level)
		check(exec.Command("sh", "-c", command).Run())
		select {
		case <-reload:
		case sig := <-quit:
			fmt.Println("quit:", sig)
			return
		}
	}
	// endregion
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
