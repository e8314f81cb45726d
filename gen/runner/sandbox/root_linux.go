package sandbox

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// enterRoot moves this process into a root directory with what programs need and
// nothing else, all of it read-only. The home directory, the book and the rest of
// the machine are not there, but for snippetsDir, where they stay until a run has
// a mount namespace of its own.
func enterRoot() error {
	b := &rootBuilder{base: "/sys"} // what is there is hidden: no device
	b.mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, "")
	b.mount("tmpfs", b.base, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755,size=1m")
	for _, name := range []string{"usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "nix", "gnu"} {
		b.share("/" + name)
	}
	b.etc()
	b.dev()
	b.dir("proc")
	// Writable: a program may change its own name there, and as it is not
	// root anywhere, nothing that is not its own.
	b.mount("proc", b.path("proc"), "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "")
	b.dir("tmp")
	b.dir(snippetsDir)
	b.enter()
	return b.err
}

// snippetsDir is where programs are, as in the book.
const snippetsDir = "/snippets"

// outside makes a mount of a file that is not in the root directory.
func outside(file string) (mount int, err error) {
	machine, err := unix.Open(snippetsDir, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err == nil {
		defer unix.Close(machine)
		// A link leads to where it does outside.
		how := &unix.OpenHow{Flags: unix.O_PATH | unix.O_CLOEXEC, Resolve: unix.RESOLVE_IN_ROOT}
		var fd int
		if fd, err = unix.Openat2(machine, file, how); err == nil {
			defer unix.Close(fd)
			mount, err = unix.OpenTree(fd, "", unix.OPEN_TREE_CLONE|unix.OPEN_TREE_CLOEXEC|unix.AT_EMPTY_PATH)
		}
	}
	if err != nil {
		return -1, &os.PathError{Op: "opening", Path: file, Err: err}
	}
	return mount, nil
}

const writable = unix.MS_NOSUID | unix.MS_NODEV

// clearRoot takes the rest of the machine out of the mount namespace of this
// thread, and makes room for a run.
func clearRoot() error {
	b := &rootBuilder{base: "/"}
	if err := unix.Unmount(snippetsDir, unix.MNT_DETACH); err != nil {
		return fmt.Errorf("leaving the old root: %w", err)
	}
	b.mount("tmpfs", snippetsDir, "tmpfs", writable, "mode=755,size=1m")
	b.mount("tmpfs", "/dev/shm", "tmpfs", writable, "mode=1777,size=16m,nr_inodes=1024")
	return b.err
}

// settleIn makes the place of c in the namespace of this thread: its mount, and a
// directory that can be written to.
func settleIn(c *Command, mount int) (place, error) {
	p := place{
		Binary: path.Join(snippetsDir, c.Program, path.Base(c.Program)),
		Work:   "/tmp/work",
		Tmp:    "/tmp",
	}
	b := &rootBuilder{base: "/"}
	b.program(mount, p.Binary)
	b.mount("tmpfs", p.Tmp, "tmpfs", writable, fmt.Sprintf("mode=1777,size=%d,nr_inodes=16384", c.Limits.Disk))
	b.dir(p.Work)
	if b.err == nil {
		b.err = os.Chmod(p.Work, 0o777) // whoever the program will be
	}
	return p, b.err
}

// rootBuilder builds a root directory in base. After an error it does nothing
// more.
type rootBuilder struct {
	base string
	err  error
}

func (b *rootBuilder) path(name string) string { return filepath.Join(b.base, name) }

func (b *rootBuilder) mount(source, target, kind string, flags uintptr, data string) {
	if b.err != nil {
		return
	}
	if err := unix.Mount(source, target, kind, flags, data); err != nil {
		b.err = fmt.Errorf("mounting %s: %w", target, err)
	}
}

func (b *rootBuilder) dir(name string) {
	if b.err == nil {
		b.err = os.Mkdir(b.path(name), 0o755)
	}
}

func (b *rootBuilder) file(name, text string) {
	if b.err == nil {
		b.err = writeFile(b.path(name), text)
	}
}

// writeFile writes a file as [os.WriteFile] does, without trying to poll it: a
// supervisor writes a dozen, and little else.
func writeFile(name, text string) error {
	fd, err := unix.Open(name, unix.O_WRONLY|unix.O_CREAT|unix.O_TRUNC|unix.O_CLOEXEC, 0o644)
	if err == nil {
		if text != "" {
			_, err = unix.Write(fd, []byte(text))
		}
		err = errors.Join(err, unix.Close(fd))
	}
	if err != nil {
		return &os.PathError{Op: "writing", Path: name, Err: err}
	}
	return nil
}

func (b *rootBuilder) link(target, name string) {
	if b.err == nil {
		b.err = os.Symlink(target, b.path(name))
	}
}

// share shows a file or directory of the machine, read-only, if there is one.
func (b *rootBuilder) share(name string) {
	info, err := os.Lstat(name)
	if b.err != nil || err != nil {
		return
	}
	switch {
	case info.Mode()&os.ModeSymlink != 0:
		target, err := os.Readlink(name)
		if err == nil {
			b.link(target, name)
		}
		return
	case info.IsDir():
		b.dir(name)
	default:
		b.file(name, "")
	}
	b.bind(name, name)
}

func (b *rootBuilder) bind(source, name string) {
	target := b.path(name)
	b.mount(source, target, "", unix.MS_BIND|unix.MS_REC, "")
	b.readOnly(target, unix.AT_RECURSIVE)
}

func (b *rootBuilder) readOnly(target string, flags uint) {
	if b.err != nil {
		return
	}
	attr := &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY | unix.MOUNT_ATTR_NOSUID}
	if err := unix.MountSetattr(unix.AT_FDCWD, target, flags, attr); err != nil {
		b.err = fmt.Errorf("making %s read-only: %w", target, err)
	}
}

// etc writes an /etc that is the same on every machine. What is taken from
// this one belongs to its programs and libraries.
func (b *rootBuilder) etc() {
	b.dir("etc")
	b.file("etc/passwd", fmt.Sprintf("root:x:0:0:root:/root:/bin/sh\n"+
		"user:x:%d:%d:user:/tmp/work:/bin/sh\n"+
		"nobody:x:%d:%d:nobody:/nonexistent:/bin/false\n", insideID, insideID, nobody, nobody))
	b.file("etc/group", fmt.Sprintf("root:x:0:\nuser:x:%d:\nnogroup:x:%d:\n", insideID, nobody))
	b.file("etc/hosts", "127.0.0.1 localhost\n::1 localhost\n")
	for _, name := range []string{"ld.so.cache", "alternatives", "services", "protocols"} {
		b.share("/etc/" + name)
	}
}

// dev makes a /dev without a device that reaches anything.
func (b *rootBuilder) dev() {
	b.dir("dev")
	b.dir("dev/shm")
	for _, name := range []string{"null", "zero", "full", "random", "urandom"} {
		b.file("dev/"+name, "")
		// Not read-only, and whole: a device is no part of the disk.
		b.mount("/dev/"+name, b.path("dev/"+name), "", unix.MS_BIND, "")
	}
	b.link("/proc/self/fd", "dev/fd")
	b.link("/proc/self/fd/0", "dev/stdin")
	b.link("/proc/self/fd/1", "dev/stdout")
	b.link("/proc/self/fd/2", "dev/stderr")
	b.dir("dev/pts")
	b.link("pts/ptmx", "dev/ptmx")
	b.mount("devpts", b.path("dev/pts"), "devpts", unix.MS_NOSUID|unix.MS_NOEXEC, "newinstance,ptmxmode=0666,mode=620")
}

// program moves the mount of the program to its name.
func (b *rootBuilder) program(mount int, name string) {
	if b.err == nil {
		b.err = os.MkdirAll(path.Dir(name), 0o755)
	}
	b.file(name, "")
	if b.err == nil {
		if err := unix.MoveMount(mount, "", unix.AT_FDCWD, name, unix.MOVE_MOUNT_F_EMPTY_PATH); err != nil {
			b.err = fmt.Errorf("mounting %s: %w", name, err) // not there: its file was removed
		}
	}
	_ = unix.Close(mount) // a path
	b.readOnly(name, 0)
	b.readOnly(snippetsDir, 0)
}

// enter makes base the root. The old one lies upon snippetsDir.
func (b *rootBuilder) enter() {
	b.readOnly(b.base, 0)
	if b.err != nil {
		return
	}
	b.err = errors.Join(
		unix.Chdir(b.base),
		unix.PivotRoot(".", "."+snippetsDir),
		unix.Chdir("/"),
	)
	if b.err != nil {
		b.err = fmt.Errorf("entering the new root: %w", b.err)
	}
}
