package sandbox

import (
	"os"
	"os/signal"
	"testing"

	"golang.org/x/sys/unix"
)

func TestIgnores(t *testing.T) {
	c := &census{proc: true}
	self := os.Getpid()
	if c.ignores(self, unix.SIGUSR2) {
		t.Error("a signal that ends the process is said to be ignored")
	}
	signal.Ignore(unix.SIGUSR2)
	defer signal.Reset(unix.SIGUSR2)
	if !c.ignores(self, unix.SIGUSR2) {
		t.Error("an ignored signal is said not to be")
	}
}
