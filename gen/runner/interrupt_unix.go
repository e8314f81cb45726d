//go:build unix

package runner

import (
	"os/exec"
	"syscall"
)

// ownFate gives cmd a process group of its own. A Ctrl-C at the terminal then
// reaches the generator alone, which decides; and when the context of cmd is
// done, the processes that cmd has started end with it.
func ownFate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
