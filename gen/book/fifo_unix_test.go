//go:build unix

package book

import (
	"syscall"
	"testing"
)

func makeFIFO(t *testing.T, name string) {
	if err := syscall.Mkfifo(name, 0o666); err != nil {
		t.Fatal(err)
	}
}
