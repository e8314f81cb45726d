// No-eof keeps a write end open too long, and the reader waits for the end.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "write" {
		_, err := io.WriteString(os.NewFile(3, "queue"), "a\n")
		check(err)
		return
	}
	if len(os.Args) == 2 && os.Args[1] == "read" {
		_, err := io.ReadAll(os.NewFile(3, "queue"))
		check(err)
		return
	}
	parent()
}

// region parent
func parent() {
	r, w, err := os.Pipe()
	check(err)
	writer := start("write", w)
	reader := start("read", r)
	check(r.Close())
	// zh: 写进程退出，它的写端随之关闭；w 却还开着
	// en: the writer exits and its write end with it, but w is still open
	check(writer.Wait())

	ended := make(chan error)
	go func() { ended <- reader.Wait() }()
	waiting := false
	select {
	case err = <-ended:
	case <-time.After(300 * time.Millisecond):
		waiting = true
	}
	fmt.Printf("reader still waiting: %t\n", waiting)

	check(w.Close())
	if waiting {
		err = <-ended
	}
	fmt.Printf("reader ended: %t\n", err == nil)
}

// endregion

func start(role string, end *os.File) *exec.Cmd {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, role)
	cmd.Stderr = os.Stderr
	cmd.ExtraFiles = []*os.File{end}
	check(cmd.Start())
	return cmd
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
