package runner

import (
	"errors"
	"os"
	"strings"
	"sync"
	"syscall"

	"huoye/gen/runner/sandbox"
)

// strongest finds the first rung that works here, once.
var strongest = sync.OnceValue(func() sandbox.Means {
	for _, m := range sandbox.Rungs {
		if m&sandbox.UserNS == 0 && m&sandbox.PIDNS != 0 && os.Geteuid() != 0 {
			continue
		}
		if m.Probe() == nil {
			return m
		}
	}
	return 0
})

// Isolated reports whether runs on this machine are isolated by all means.
func Isolated() bool { return strongest() == sandbox.Rungs[0] }

// Refusals are the stronger ways of isolation that this machine refuses, the
// strongest first.
func Refusals() []Refusal {
	var all []Refusal
	for _, m := range sandbox.Rungs {
		if m == strongest() {
			break
		}
		err := errors.New("only root may have a PID namespace without a user namespace")
		if m&sandbox.UserNS != 0 || m&sandbox.PIDNS == 0 || os.Geteuid() == 0 {
			if err = m.Probe(); err == nil {
				continue // it works by now
			}
		}
		all = append(all, Refusal{Isolation: m.String(), Err: err, Remedy: remedy(m, err)})
	}
	return all
}

// remedy is what lets an administrator allow m, as far as we know.
func remedy(m sandbox.Means, err error) string {
	setting := func(name, value string) bool {
		text, err := os.ReadFile("/proc/sys/" + name)
		return err == nil && strings.TrimSpace(string(text)) == value
	}
	switch {
	case m&sandbox.Barrier != 0 && errors.Is(err, syscall.ENOSYS), strings.Contains(err.Error(), "seccomp"):
		return "a kernel with seccomp notifications, Linux 5.6 or later, on amd64, arm64, riscv64 or loong64"
	case m&sandbox.Cgroup != 0 && exists("/run/systemd/system"):
		return "systemd-run --user --scope -p Delegate=yes before the command"
	case m&sandbox.UserNS == 0:
		return ""
	case setting("user/max_user_namespaces", "0"):
		return "sudo sysctl -w user.max_user_namespaces=15000"
	case setting("kernel/unprivileged_userns_clone", "0"):
		return "sudo sysctl -w kernel.unprivileged_userns_clone=1"
	case setting("kernel/apparmor_restrict_unprivileged_userns", "1"):
		return "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
	case inContainer():
		return "start the container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined"
	}
	return ""
}

// inContainer guesses whether the machine is a container.
func inContainer() bool {
	return exists("/.dockerenv") || exists("/run/.containerenv")
}

// Isolation says by which means runs on this machine are isolated, strongest
// first, in a few words for people: "user, pid, mount, net, ipc, uts
// namespaces". It is found by a probe, once.
func Isolation() string { return strongest().String() }
