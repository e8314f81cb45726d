//go:build unix

// Charge has a worker killed between the two steps of a task: doing it and saying so.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 {
		work(os.Args[1], os.Args[2] == "1")
		return
	}
	// region master
	for _, plan := range []string{"report-first", "charge-first", "charge-by-key"} {
		check(os.Mkdir(plan, 0o755))
		attempts, reported := 0, false
		for !reported {
			attempts++
			reported = try(plan, attempts)
		}
		charges, err := os.ReadDir(plan)
		check(err)
		fmt.Printf("%-13s  attempts %d, charged %d\n", plan, attempts, len(charges))
	}
	// endregion
}

// try runs a worker and says whether it reported success.
func try(plan string, attempt int) bool {
	exe, err := os.Executable()
	check(err)
	out, err := exec.Command(exe, plan, strconv.Itoa(attempt)).Output()
	if _, ok := errors.AsType[*exec.ExitError](err); !ok {
		check(err)
	}
	return string(out) == "done\n"
}

// region work
// work charges a customer for order 3 and reports it.
func work(plan string, dieBetween bool) {
	report := func() { fmt.Println("done") }
	charge := func() {
		// zh: 每次一个新文件，就是每次一笔账
		// en: a new file each time, a new charge each time
		f, err := os.CreateTemp(plan, "charge-")
		check(err)
		check(f.Close())
	}
	chargeByKey := func() {
		// zh: 名字由订单决定，写几次都是这一笔
		// en: the order decides the name, so this is one charge, however often it is written
		check(os.WriteFile(filepath.Join(plan, "order-3"), nil, 0o644))
	}
	steps := map[string][2]func(){
		"report-first":  {report, charge},
		"charge-first":  {charge, report},
		"charge-by-key": {chargeByKey, report},
	}[plan]
	steps[0]()
	if dieBetween {
		check(syscall.Kill(os.Getpid(), syscall.SIGKILL))
	}
	steps[1]()
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
