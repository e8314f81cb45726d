//go:build unix && !linux

package runner

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

const isolation = "process group (may leave processes)"

// ownGroup puts the program into a session of its own: no terminal, and a
// process group that killGroup can end.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
}

func killGroup(cmd *exec.Cmd) {
	_ = unix.Kill(-cmd.Process.Pid, unix.SIGKILL) // an empty group is fine
}

func signalName(s syscall.Signal) string { return unix.SignalName(s) }
