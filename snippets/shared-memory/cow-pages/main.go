//go:build linux

// Cow-pages counts the pages that writing to a private mapping copies.
package main

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"syscall"
)

func main() {
	log.SetFlags(0)
	f, err := os.CreateTemp("", "pages-*")
	check(err)
	check(os.Remove(f.Name()))

	// region pages
	size := os.Getpagesize()
	content := bytes.Repeat([]byte{1}, 64*size)
	_, err = f.Write(content)
	check(err)
	mem, err := syscall.Mmap(int(f.Fd()), 0, len(content),
		syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE)
	check(err)

	sum := 0
	for i := 0; i < len(mem); i += size {
		sum += int(mem[i])
	}
	fmt.Printf("read %d pages, pages copied: %d\n", sum, copied(mem))
	for range 2 {
		for i := range 10 {
			mem[i*size]++
		}
		fmt.Printf("wrote 10 pages, pages copied: %d\n", copied(mem))
	}

	now, err := io.ReadAll(io.NewSectionReader(f, 0, int64(len(content))))
	check(err)
	fmt.Println("file unchanged:", bytes.Equal(now, content))
	// endregion
}

// region copied
// copied returns how many pages of mem are copies, no longer those of the file.
func copied(mem []byte) int {
	smaps, err := os.ReadFile("/proc/self/smaps")
	check(err)
	// zh: 每段映射以起始地址开头，后面有一行 Anonymous:  40 kB
	// en: a mapping begins with its address; a line Anonymous:  40 kB follows
	_, mapping, _ := strings.Cut(string(smaps), fmt.Sprintf("\n%x-", &mem[0]))
	_, value, _ := strings.Cut(mapping, "\nAnonymous:")
	var kB int
	_, err = fmt.Sscanf(value, "%d kB", &kB)
	check(err)
	return kB * 1024 / os.Getpagesize()
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
