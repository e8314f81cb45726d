//go:build !unix

package runner

import (
	"os/exec"
	"syscall"
)

const isolation = "none (may leave processes)"

func ownGroup(*exec.Cmd) {}

func killGroup(cmd *exec.Cmd) {
	_ = cmd.Process.Kill() // it may have ended
}

func signalName(s syscall.Signal) string { return s.String() }
