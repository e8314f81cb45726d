// Sort-uniq is the pipeline sort | uniq -c without a shell.
package main

import (
	"log"
	"os"
	"os/exec"
	"strings"
)

func main() {
	log.SetFlags(0)
	// region pipeline
	r, w, err := os.Pipe()
	check(err)

	sort := exec.Command("sort")
	sort.Env = append(os.Environ(), "LC_ALL=C")
	sort.Stdin = strings.NewReader("pear\nfig\npear\napple\nfig\npear\n")
	sort.Stdout, sort.Stderr = w, os.Stderr

	uniq := exec.Command("uniq", "-c")
	uniq.Stdin, uniq.Stdout, uniq.Stderr = r, os.Stdout, os.Stderr

	check(sort.Start())
	check(uniq.Start())
	// zh: 父进程的写端不关，uniq 就等不到输入的结尾
	// en: as long as the parent holds a write end, uniq sees no end of input
	check(w.Close())
	check(r.Close())
	check(sort.Wait())
	check(uniq.Wait())
	// endregion
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
