package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit statuses, as the manual has them.
const (
	exitOK          = 0
	exitProblems    = 1
	exitUsage       = 2
	exitFailed      = 3
	exitInterrupted = 130
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// Whoever cannot wait interrupts again, and that ends us at once.
	context.AfterFunc(ctx, stop)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run is the whole command; it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c, o, err := parseArgs(args)
	switch {
	case errors.Is(err, flag.ErrHelp) && (len(args) == 1 || c.name == "help"):
		printUsage(stdout)
		return exitOK
	case errors.Is(err, flag.ErrHelp):
		c.printUsage(stdout)
		return exitOK
	case err != nil:
		help := "gen help"
		if c != nil {
			help += " " + c.name
		}
		fmt.Fprintf(stderr, "huoye: %v\nRun %q for usage.\n", err, help)
		return exitUsage
	}
	return perform(ctx, c, o, stdout, stderr)
}
