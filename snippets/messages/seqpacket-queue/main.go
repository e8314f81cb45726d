//go:build linux

// Seqpacket-queue lets three processes take messages from one queue.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"syscall"
)

type message struct{ ID int }

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "read" {
		read(os.NewFile(3, "queue"))
		return
	}
	parent()
}

// region read
func read(q *os.File) {
	var ids []int
	buf := make([]byte, 4096)
	for {
		// zh: 一次读，恰好一条消息
		// en: one read, exactly one message
		n, err := q.Read(buf)
		if err == io.EOF {
			break
		}
		check(err)
		var m message
		check(json.Unmarshal(buf[:n], &m))
		ids = append(ids, m.ID)
	}
	check(json.NewEncoder(os.Stdout).Encode(ids))
}

// endregion

func parent() {
	// region parent
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_SEQPACKET|syscall.SOCK_CLOEXEC, 0)
	check(err)
	r, w := os.NewFile(uintptr(fds[0]), "queue"), os.NewFile(uintptr(fds[1]), "queue")
	readers := make([]*exec.Cmd, 3)
	reports := make([]bytes.Buffer, 3)
	for i := range readers {
		readers[i] = start(r, &reports[i])
	}
	check(r.Close())
	for id := range 3000 {
		packet, err := json.Marshal(message{id})
		check(err)
		_, err = w.Write(packet)
		check(err)
	}
	check(w.Close())
	// endregion

	// region count
	taken, seen := 0, make(map[int]bool)
	for i, reader := range readers {
		check(reader.Wait())
		var ids []int
		check(json.Unmarshal(reports[i].Bytes(), &ids))
		fmt.Printf("reader %d took %d\n", i+1, len(ids))
		taken += len(ids)
		for _, id := range ids {
			seen[id] = true
		}
	}
	fmt.Printf("received %d, duplicates %d\n", len(seen), taken-len(seen))
	// endregion
}

func start(queue *os.File, report *bytes.Buffer) *exec.Cmd {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "read")
	cmd.Stdout, cmd.Stderr = report, os.Stderr
	cmd.ExtraFiles = []*os.File{queue}
	check(cmd.Start())
	return cmd
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
