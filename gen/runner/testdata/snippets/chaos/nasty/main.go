// Nasty does what programs about processes do, and what they must not. Its
// first argument says what.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

func main() {
	acts[os.Args[1]](os.Args[2:])
}

var acts map[string]func(args []string)

func init() {
	acts = map[string]func([]string){
		"exit":      func(args []string) { os.Exit(number(args[0])) },
		"signal":    func(args []string) { die(syscall.Signal(number(args[0]))) },
		"abort":     abort,
		"panic":     func([]string) { panic("boom") },
		"deadlock":  func([]string) { select {} },
		"show":      show,
		"alternate": alternate,
		"writers":   writers,
		"write":     write,
		"parts":     parts,
		"silent":    silent,
		"halt":      halt,
		"tree":      tree,
		"shell":     shell,
		"reopen":    reopen,
		"terminal":  terminal,
		"big":       big,

		"spin": func([]string) {
			for {
			}
		},
		"ignored": func([]string) {
			out, err := exec.Command("grep", "SigIgn", "/proc/self/status").Output()
			fmt.Printf("%s%v\n", out, err)
		},
		"sleep":      func([]string) { time.Sleep(time.Hour) },
		"deaf":       deaf,
		"crowd":      crowd,
		"flood":      flood,
		"daemon":     daemon,
		"respawn":    respawn,
		"bomb":       bomb,
		"hold":       hold,
		"lawful":     lawful,
		"late":       late,
		"zombie":     zombie,
		"attack":     attack,
		"files":      files,
		"leave":      leave,
		"fill":       fill,
		"inodes":     inodes,
		"line":       line,
		"binary":     binary,
		"partial":    partial,
		"killall":    func([]string) { kill(-1) },
		"killparent": func([]string) { kill(os.Getppid()) },
		"killgroup":  func([]string) { kill(0) },
		"hog":        hog,
		"hogs":       hogs,
		"take":       take,
		"open":       open,
		"fork":       fork,
		"spins":      spins,
		"network":    network,
		"listen":     listen,
	}
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	check(err)
	return n
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// start starts this program again, with the same standard files.
func start(setsid bool, args ...string) *exec.Cmd {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: setsid}
	check(cmd.Start())
	return cmd
}

func die(sig syscall.Signal) {
	signal.Reset(sig)
	check(syscall.Kill(os.Getpid(), sig))
	time.Sleep(time.Hour)
}

// abort becomes a shell that kills itself.
func abort([]string) {
	check(syscall.Exec("/bin/sh", []string{"sh", "-c", "kill -ABRT $$"}, os.Environ()))
}

// show prints all that a program is given.
func show([]string) {
	fmt.Printf("args %q\n", os.Args)
	for _, kv := range os.Environ() {
		fmt.Printf("env %s\n", kv)
	}
	dir, err := os.Getwd()
	check(err)
	entries, err := os.ReadDir(dir)
	check(err)
	fmt.Printf("entries %d\n", len(entries))
	fmt.Printf("work %s\n", dir)
	in, err := io.ReadAll(os.Stdin)
	check(err)
	fmt.Printf("stdin %q\n", in)
	fds, err := os.ReadDir("/proc/self/fd")
	check(err)
	var open []string
	for _, fd := range fds {
		target, err := os.Readlink("/proc/self/fd/" + fd.Name())
		if err == nil && !strings.HasPrefix(target, "/proc/") && !strings.HasPrefix(target, "/sys/") && !strings.HasPrefix(target, "anon_inode:") {
			open = append(open, fd.Name())
		}
	}
	fmt.Printf("files %s\n", strings.Join(open, " "))
	fmt.Printf("process 1: %t\n", os.Getpid() == 1)
	check(os.WriteFile("mine", []byte("x"), 0o666))
	status, err := os.ReadFile("/proc/self/status")
	check(err)
	for line := range strings.Lines(string(status)) {
		if strings.HasPrefix(line, "Cap") || strings.HasPrefix(line, "NoNewPrivs") {
			fmt.Print(line)
		}
	}
}

func alternate(args []string) {
	for i := range number(args[0]) {
		fmt.Fprintf(os.Stdout, "out %d\n", i)
		fmt.Fprintf(os.Stderr, "err %d\n", i)
	}
}

// writers starts n processes that write at once.
func writers(args []string) {
	var children []*exec.Cmd
	for range number(args[0]) {
		children = append(children, start(false, "write", args[1]))
	}
	for _, c := range children {
		check(c.Wait())
	}
}

func write(args []string) {
	for i := range number(args[0]) {
		out := os.Stdout
		if i%3 == 0 {
			out = os.Stderr
		}
		fmt.Fprintf(out, "%d %d %s\n", os.Getpid(), i, strings.Repeat("x", i%300))
	}
}

// parts writes lines in parts, in turns with a child.
func parts(args []string) {
	if len(args) > 0 {
		fmt.Print("child")
		return
	}
	fmt.Print("one ")
	fmt.Print("line\n")
	fmt.Print("parent ")
	check(start(false, "parts", "child").Wait())
	fmt.Print(" parent\n")
	fmt.Fprint(os.Stderr, "no end")
}

// tree starts a chain of processes; only the last one prints.
func tree(args []string) {
	if n := number(args[0]); n > 0 {
		check(start(false, "tree", strconv.Itoa(n-1)).Wait())
		return
	}
	fmt.Println(os.Getpid(), os.Getppid())
}

// silent starts n processes that print nothing, half of them at once.
func silent(args []string) {
	n := number(args[0])
	for range n / 2 {
		check(start(false, "exit", "0").Wait())
	}
	var children []*exec.Cmd
	for range n - n/2 {
		children = append(children, start(false, "exit", "0"))
	}
	for _, c := range children {
		check(c.Wait())
	}
}

// halt stops, and is continued by its parent, which sees both.
func halt(args []string) {
	if len(args) > 0 {
		check(syscall.Kill(os.Getpid(), syscall.SIGSTOP))
		fmt.Println("continued")
		os.Exit(7)
	}
	pid := start(false, "halt", "child").Process.Pid
	var status syscall.WaitStatus
	_, err := syscall.Wait4(pid, &status, syscall.WUNTRACED, nil)
	check(err)
	fmt.Println("stopped", status.Stopped(), status.StopSignal())
	time.Sleep(20 * time.Millisecond)
	check(syscall.Kill(pid, syscall.SIGCONT))
	_, err = syscall.Wait4(pid, &status, 0, nil)
	check(err)
	fmt.Println("exited", status.ExitStatus())
}

func shell([]string) {
	cmd := exec.Command("sh", "-c", `echo a; echo b >&2; (echo c; echo d >&2); printf 'e\n' | cat; echo f >&2`)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	check(cmd.Run())
}

func reopen([]string) {
	_, err := os.OpenFile("/dev/stdout", os.O_WRONLY, 0)
	fmt.Println(err)
}

// terminal tells what is a terminal.
func terminal([]string) {
	for fd, name := range []string{"stdin", "stdout", "stderr"} {
		var size [4]uint16
		_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), syscall.TIOCGWINSZ, uintptr(unsafe.Pointer(&size)))
		fmt.Println(name, errno == 0)
		if fd == 2 {
			fmt.Println("TERM", os.Getenv("TERM"))
			fmt.Println("columns", size[1])
		}
	}
}

// big writes 3 MB at once, nothing, and some more.
func big([]string) {
	n, err := os.Stdout.Write(bytes.Repeat([]byte("y"), 3_000_000))
	check(err)
	_, err = syscall.Write(1, nil)
	check(err)
	fmt.Fprintf(os.Stderr, "\nwrote %d\n", n)
}

// deaf cannot be ended but by SIGKILL.
func deaf([]string) {
	signal.Ignore()
	for i := 1; i < 65; i++ {
		signal.Ignore(syscall.Signal(i))
	}
	fmt.Println("deaf")
	time.Sleep(time.Hour)
}

// crowd has many goroutines wait in the same way.
func crowd(args []string) {
	c := make(chan int)
	for range number(args[0]) {
		go func() { <-c }()
	}
	time.Sleep(time.Hour)
}

// flood prints for ever, or n bytes.
func flood(args []string) {
	block := bytes.Repeat([]byte("flood\n"), 10_000)
	left := -1
	if len(args) > 0 {
		left = number(args[0])
	}
	for left != 0 {
		if left > 0 {
			block = block[:min(left, len(block))]
			left -= len(block)
		}
		_, _ = os.Stdout.Write(block)
	}
}

// line prints n bytes without a newline.
func line(args []string) {
	block := bytes.Repeat([]byte("z"), 1<<16)
	for left := number(args[0]); left > 0; left -= len(block) {
		block = block[:min(left, len(block))]
		_, _ = os.Stdout.Write(block)
	}
}

// binary prints all bytes, and what a terminal would act on.
func binary([]string) {
	var all []byte
	for i := range 256 {
		all = append(all, byte(i))
	}
	_, err := os.Stdout.Write(append(all, "\x1b[31mred\x1b[0m\x1b]0;title\x07\r\b\n"...))
	check(err)
}

// partial has two goroutines that wait for each other, while main goes on.
func partial([]string) {
	a, b := make(chan int), make(chan int)
	go func() { <-a; b <- 1 }()
	go func() { <-b; a <- 1 }()
	for {
		time.Sleep(10 * time.Millisecond)
	}
}

func kill(pid int) {
	_ = syscall.Kill(pid, syscall.SIGKILL)
	fmt.Println("still here")
}

// daemon leaves a process in a session of its own, whose parent is gone.
func daemon(args []string) {
	switch args[0] {
	case "first":
		check(start(true, "daemon", "second", args[1]).Wait())
		fmt.Println("done")
	case "second":
		start(true, "daemon", "third", args[1])
	case "third":
		time.Sleep(time.Hour)
	}
}

// respawn starts itself anew and ends, for ever.
func respawn(args []string) {
	start(true, "respawn", args[0])
}

// bomb starts itself twice, for ever.
func bomb(args []string) {
	exe, err := os.Executable()
	check(err)
	for {
		for range 2 {
			_ = exec.Command(exe, "bomb", args[0]).Start()
		}
		time.Sleep(time.Millisecond)
	}
}

// hold leaves a process that keeps standard output open.
func hold(args []string) {
	start(false, "sleep", args[0])
	fmt.Println("done")
}

// lawful leaves a process that will print something soon, and again.
func lawful(args []string) {
	start(false, "late")
}

func late([]string) {
	for range 5 {
		time.Sleep(100 * time.Millisecond)
		fmt.Println("late")
	}
}

// zombie leaves children that have ended and were not waited for.
func zombie([]string) {
	for range 3 {
		pid := start(false, "exit", "0").Process.Pid
		const idPID, wExited, wNoWait = 1, 4, 0x1000000
		var info [128]byte
		_, _, errno := syscall.Syscall6(syscall.SYS_WAITID, idPID, uintptr(pid),
			uintptr(unsafe.Pointer(&info)), wExited|wNoWait, 0, 0)
		if errno != 0 {
			panic(errno)
		}
	}
}

// attack signals everything but itself.
func attack([]string) {
	signal.Ignore(syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT, syscall.SIGUSR1)
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT, syscall.SIGUSR1} {
		_ = syscall.Kill(os.Getppid(), sig)
		_ = syscall.Kill(0, sig)
		_ = syscall.Kill(-1, sig)
	}
	_ = syscall.Kill(os.Getppid(), syscall.SIGKILL)
	fmt.Println("still here")
}

// files tries to write everywhere, and tells where it could.
func files(args []string) {
	for _, dir := range append(args, "/", "/usr", "/etc", "/bin", "/dev", "/proc", "/snippets", "/root", "/home") {
		name := filepath.Join(dir, "nasty-was-here")
		if err := os.WriteFile(name, nil, 0o666); err == nil {
			fmt.Println("wrote", name)
			_ = os.Remove(name)
		}
	}
	for _, name := range []string{"/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/sys/kernel/ns_last_pid"} {
		if f, err := os.OpenFile(name, os.O_WRONLY, 0); err == nil {
			_, err := f.WriteString("1")
			fmt.Println("opened", name, err)
		}
	}
	for _, dir := range args {
		if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
			fmt.Println("read", dir)
		}
	}
	fmt.Println("end")
}

// leave leaves what outlives a process, and tells what it finds of that.
func leave([]string) {
	for _, name := range []string{"/tmp/left", "/dev/shm/left"} {
		if _, err := os.Lstat(name); err == nil {
			fmt.Println("found", name)
		}
		check(os.WriteFile(name, nil, 0o666))
	}
	const create, existing = 0o1666, 0
	if id, _, errno := syscall.Syscall(syscall.SYS_SHMGET, 4711, 4096, existing); errno == 0 {
		fmt.Println("found shared memory", id)
	}
	if _, _, errno := syscall.Syscall(syscall.SYS_SHMGET, 4711, 4096, create); errno != 0 {
		fmt.Println("shared memory:", errno)
	}
	kind, name, text := []byte("user\x00"), []byte("left\x00"), []byte("text")
	ring := -4 // the user's
	if id, _, errno := syscall.Syscall6(syscall.SYS_REQUEST_KEY, uintptr(unsafe.Pointer(&kind[0])),
		uintptr(unsafe.Pointer(&name[0])), 0, 0, 0, 0); errno == 0 {
		fmt.Println("found the key", id)
	}
	_, _, _ = syscall.Syscall6(syscall.SYS_ADD_KEY, uintptr(unsafe.Pointer(&kind[0])),
		uintptr(unsafe.Pointer(&name[0])), uintptr(unsafe.Pointer(&text[0])), 4, uintptr(ring), 0)
	fmt.Println("end")
}

// fill fills the disk.
func fill([]string) {
	block := make([]byte, 1<<20)
	var total int
	var first error
	for i := range 4 {
		f, err := os.Create(fmt.Sprint(i))
		if err != nil {
			first = err
			break
		}
		for {
			n, err := f.Write(block)
			total += n
			if err != nil {
				first = errors.Join(first, err)
				break
			}
		}
	}
	fmt.Println(total>>20, "MiB", first)
}

// inodes creates as many files as there can be.
func inodes([]string) {
	for i := 0; ; i++ {
		f, err := os.Create(fmt.Sprint(i))
		if err != nil {
			fmt.Println(i > 1000, err)
			return
		}
		check(f.Close())
	}
}

// hog uses more and more memory.
func hog([]string) {
	var all [][]byte
	for {
		block := make([]byte, 16<<20)
		for i := 0; i < len(block); i += 4096 {
			block[i] = 1
		}
		all = append(all, block)
	}
}

// hogs starts n processes that take some MiB each and keep them.
func hogs(args []string) {
	for range number(args[0]) {
		start(false, "take", args[1], args[2])
	}
	time.Sleep(time.Hour)
}

func take(args []string) {
	block := make([]byte, number(args[0])<<20)
	for i := 0; i < len(block); i += 4096 {
		block[i] = 1
	}
	time.Sleep(time.Hour)
	_ = block[0]
}

// open opens n files.
func open(args []string) {
	for i := range number(args[0]) {
		if _, err := os.Create(fmt.Sprint(i)); err != nil {
			fmt.Println(err)
			return
		}
	}
}

// fork starts up to n processes that wait.
func fork(args []string) {
	exe, err := os.Executable()
	check(err)
	var children []*exec.Cmd
	for range number(args[0]) {
		c := exec.Command(exe, "sleep")
		if err := c.Start(); err != nil {
			fmt.Println(err)
			break
		}
		children = append(children, c)
	}
	for _, c := range children {
		check(c.Process.Kill())
		_ = c.Wait() // killed
	}
}

// spins starts one process after the other that compute for some milliseconds.
func spins(args []string) {
	if len(args) == 1 {
		for {
			check(start(false, "spins", args[0], "child").Wait())
		}
	}
	for end := time.Now().Add(time.Duration(number(args[0])) * time.Millisecond); time.Now().Before(end); {
	}
}

func network([]string) {
	interfaces, err := net.Interfaces()
	check(err)
	for _, i := range interfaces {
		fmt.Println("interface", i.Name, i.Flags&net.FlagUp != 0)
	}
	_, err = net.DialTimeout("tcp", "192.0.2.1:80", 2*time.Second)
	fmt.Println(errors.Is(err, syscall.ENETUNREACH))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	go func() {
		c, err := l.Accept()
		check(err)
		fmt.Fprintln(c, "hello")
		c.Close()
	}()
	c, err := net.Dial("tcp", l.Addr().String())
	check(err)
	text, err := io.ReadAll(c)
	check(err)
	fmt.Print(string(text))
}

// listen takes a port that others want, too.
func listen([]string) {
	_, err := net.Listen("tcp", "127.0.0.1:4567")
	check(err)
	time.Sleep(100 * time.Millisecond)
	fmt.Println("listened")
}
