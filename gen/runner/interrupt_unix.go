//go:build unix

package runner

import (
	"os"
	"os/exec"
	"syscall"
)

// ownFate gives cmd a process group of its own. A Ctrl-C at the terminal then
// reaches the generator alone, which decides; and when the context of cmd is
// done, the processes that cmd has started end with it. If the generator is killed
// they go on, and keep the lock of a file, unless that is nil.
func ownFate(cmd *exec.Cmd, locked *os.File) {
	if locked != nil {
		cmd.ExtraFiles = []*os.File{locked}
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
