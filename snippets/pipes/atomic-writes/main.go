// Atomic-writes has four processes write lines to one pipe.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"strconv"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 4 && os.Args[1] == "write" {
		size, err := strconv.Atoi(os.Args[3])
		check(err)
		write(os.NewFile(3, "log"), os.Args[2], size)
		return
	}
	for _, size := range []int{80, 4096, 4097} {
		fmt.Printf("lines of %d bytes: %d of 800 torn\n", size, torn(size))
	}
}

// region write
func write(out *os.File, letter string, size int) {
	line := append(bytes.Repeat([]byte(letter), size-1), '\n')
	for range 200 {
		_, err := out.Write(line)
		check(err)
	}
}

// endregion

// region torn
// torn starts the writers and counts the lines that are not of one letter.
func torn(size int) int {
	exe, err := os.Executable()
	check(err)
	r, w, err := os.Pipe()
	check(err)
	defer r.Close()
	var writers []*exec.Cmd
	for _, letter := range []string{"a", "b", "c", "d"} {
		cmd := exec.Command(exe, "write", letter, strconv.Itoa(size))
		cmd.Stderr = os.Stderr
		cmd.ExtraFiles = []*os.File{w}
		check(cmd.Start())
		writers = append(writers, cmd)
	}
	check(w.Close())
	// zh: 先让写进程跑在前面，再开始读
	// en: let the writers get ahead before reading begins
	time.Sleep(100 * time.Millisecond)

	count := 0
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadBytes('\n')
		if err == io.EOF {
			break
		}
		check(err)
		if len(line) != size || bytes.Count(line, line[:1]) != size-1 {
			count++
		}
	}
	for _, cmd := range writers {
		check(cmd.Wait())
	}
	return count
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
