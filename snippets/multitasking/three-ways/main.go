// Three-ways runs the same small task as processes, as goroutines, and as
// goroutines inside processes.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"strconv"
	"sync"
)

// region task
// zh: task 就是要用三种方式各做一遍的那件小事
// en: task is the small thing that is done in three ways
func task(name string) {
	fmt.Printf("%s in pid %d\n", name, os.Getpid())
}

// endregion

// region main
func main() {
	log.SetFlags(0)
	// zh: 带参数的是子进程：做完自己的事就结束
	// en: with arguments this is a child: do your part and end
	if len(os.Args) == 3 {
		child(os.Args[1], os.Args[2])
		return
	}
	fmt.Printf("parent %d\n", os.Getpid())

	fmt.Println("-- processes")
	runChildren("process", 3)

	fmt.Println("-- goroutines")
	var wg sync.WaitGroup
	for n := range 3 {
		wg.Go(func() { task(fmt.Sprintf("goroutine task %d", n)) })
	}
	wg.Wait()

	fmt.Println("-- both")
	runChildren("mixed", 2)
	fmt.Println("-- done")
}

// endregion

// region child
func child(role, n string) {
	switch role {
	case "process":
		task("process task " + n)
	case "mixed":
		var wg sync.WaitGroup
		for m := range 2 {
			wg.Go(func() { task(fmt.Sprintf("mixed task %s.%d", n, m)) })
		}
		wg.Wait()
	default:
		log.Fatalf("unknown role %q", role)
	}
}

// endregion

// region children
func runChildren(role string, count int) {
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	var children []*exec.Cmd
	for n := range count {
		cmd := exec.Command(exe, role, strconv.Itoa(n))
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		if err := cmd.Start(); err != nil {
			log.Fatal(err)
		}
		children = append(children, cmd)
	}
	// zh: 全部启动之后才开始等待
	// en: wait only after all of them have started
	for _, cmd := range children {
		if err := cmd.Wait(); err != nil {
			log.Fatal(err)
		}
	}
}

// endregion
