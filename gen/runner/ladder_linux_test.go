package runner

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"huoye/gen/runner/sandbox"
)

// Where the kernel refuses namespaces, the next rung is found and ends all that
// a run leaves: for root, who may make control groups, and for somebody else.
func TestLadder(t *testing.T) {
	root := os.Geteuid() == 0
	path := nasty(t).paths[nastyProgram.Name]
	if root { // nobody must reach the program
		for dir := filepath.Dir(path); len(dir) >= len(nastyDir); dir = filepath.Dir(dir) {
			if err := os.Chmod(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, test := range []struct {
		user string
		m    sandbox.Means
	}{
		{"root", sandbox.Cgroup | sandbox.Barrier},
		{"nobody", sandbox.Tracing | sandbox.Barrier},
	} {
		t.Run(test.user, func(t *testing.T) {
			if !root {
				t.Skip("needs root, to be sure who may do what")
			}
			if err := test.m.Probe(); err != nil {
				t.Skip(err)
			}
			cmd := exec.Command("/proc/self/exe", "-test.run=^TestRung$", "-test.v")
			cmd.Env = append(os.Environ(), "TMPDIR=/tmp", "RUNNER_TEST_NASTY="+path, fmt.Sprintf("RUNNER_TEST_RUNG=%d", test.m))
			if test.user == "nobody" {
				cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
			}
			out, err := cmd.CombinedOutput()
			t.Logf("%s", out)
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// TestRung is run by TestLadder, where namespaces are refused.
func TestRung(t *testing.T) {
	rung := os.Getenv("RUNNER_TEST_RUNG")
	if rung == "" {
		t.Skip("is run by TestLadder")
	}
	n, err := strconv.Atoi(rung)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	m := strongest()
	t.Logf("found %s in %v", m, time.Since(start).Round(time.Millisecond))
	if m != sandbox.Means(n) {
		t.Errorf("found %s, want %s", m, sandbox.Means(n))
	}
	refusals := Refusals()
	if len(refusals) == 0 || refusals[0].Err.Error() != "starting the supervisor: operation not permitted" {
		t.Errorf("got the refusals %v", refusals)
	}
	for _, r := range refusals {
		t.Logf("refused: %s: %v", r.Isolation, r.Err)
	}
	if Isolated() {
		t.Error("runs are said to be isolated by all means")
	}
	for _, act := range []string{"daemon first", "hold", "respawn"} {
		start := time.Now()
		wantKilled(t, m, act)
		t.Logf("%s ended in %v", act, time.Since(start).Round(time.Millisecond))
	}
	mark := marker(t)
	start = time.Now()
	_, err = runLike(t, m, func(c *sandbox.Command) {
		c.Args = []string{"bomb", mark}
		c.Timeout = 300 * time.Millisecond
		c.Limits.Processes = 200
	})
	if err == nil {
		t.Error("a fork bomb ended by itself")
	}
	t.Logf("bomb: %v, ended in %v", err, time.Since(start).Round(time.Millisecond))
	wantGone(t, mark)
}

// refuseNamespaces lets the kernel refuse new namespaces to this process and
// all it starts, as in some containers.
func refuseNamespaces() {
	const namespaces = unix.CLONE_NEWUSER | unix.CLONE_NEWPID | unix.CLONE_NEWNS |
		unix.CLONE_NEWNET | unix.CLONE_NEWIPC | unix.CLONE_NEWUTS
	filter := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: 0}, // the number of the call
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: unix.SYS_CLONE, Jf: 3},
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: 16}, // its first argument
		{Code: unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K, K: namespaces, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	}
	program := &unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		panic(err)
	}
	_, _, errno := unix.RawSyscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER,
		unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(program)))
	if errno != 0 {
		panic(errno)
	}
}
