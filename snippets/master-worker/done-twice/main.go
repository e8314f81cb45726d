// Done-twice loses a worker after its work was done and before the master
// knew.
package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 4 && os.Args[1] == "worker" {
		work(os.Args[2], os.Args[3])
		return
	}
	dir, err := os.MkdirTemp("", "done-twice")
	check(err)
	defer os.RemoveAll(dir)
	check(os.Chdir(dir))

	// region master
	for n := 1; n <= 3; n++ {
		for try := 1; ; try++ {
			err := do(n, try)
			if err == nil {
				fmt.Printf("task %d done\n", n)
				break
			}
			fmt.Printf("task %d, try %d: %v\n", n, try, err)
		}
	}
	// endregion
	ledger, err := os.ReadFile("ledger")
	check(err)
	receipts, err := filepath.Glob("receipt-*")
	check(err)
	fmt.Println("lines in the ledger:", bytes.Count(ledger, []byte("\n")))
	fmt.Println("receipts:", len(receipts))
}

// do has a worker process of its own do task n.
func do(n, try int) error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(exe, "worker", strconv.Itoa(n), strconv.Itoa(try))
	cmd.Stderr = os.Stderr
	return cmd.Run()
}

// region work
// work adds a line to the ledger and writes a receipt.
func work(n, try string) {
	line := []byte("task " + n + ": 10 yuan\n")

	ledger, err := os.OpenFile("ledger", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	check(err)
	_, err = ledger.Write(line)
	check(err)
	check(ledger.Close())

	check(os.WriteFile("receipt-"+n, line, 0o600))

	if n == "2" && try == "1" {
		panic("done, but the master does not know")
	}
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
