//go:build !unix

package runner

import (
	"os"
	"os/exec"
)

// ownFate does nothing here: the end of the context of cmd kills it, and the
// processes that it has started end by themselves.
func ownFate(*exec.Cmd, *os.File) {}
