// Join-many compares starting three children together with running them
// one after another.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"time"
)

const ms = time.Millisecond

var naps = []time.Duration{300 * ms, 100 * ms, 200 * ms}

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "sleep" {
		d, err := time.ParseDuration(os.Args[2])
		if err != nil {
			log.Fatal(err)
		}
		time.Sleep(d)
		return
	}

	// zh: 机器忙，用时只会变长，不会变短：太慢就再量一次
	// en: a busy machine only adds time: if it took too long, measure again
	d := measure(together)
	for tries := 1; d >= 550*ms && tries < 5; tries++ {
		d = measure(together)
	}
	fmt.Println("took about as long as the longest:", 300*ms <= d && d < 550*ms)
	fmt.Println("took about as long as all together:", measure(oneByOne) >= 600*ms)
}

func measure(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}

func sleeper(d time.Duration) *exec.Cmd {
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	cmd := exec.Command(exe, "sleep", d.String())
	cmd.Stderr = os.Stderr
	return cmd
}

// region together
func together() {
	var cmds []*exec.Cmd
	for _, d := range naps {
		cmd := sleeper(d)
		if err := cmd.Start(); err != nil {
			log.Fatal(err)
		}
		cmds = append(cmds, cmd)
	}
	// zh: 全部启动之后，才开始等
	// en: wait only when all of them have been started
	for _, cmd := range cmds {
		if err := cmd.Wait(); err != nil {
			log.Fatal(err)
		}
	}
}

// endregion

// region one-by-one
func oneByOne() {
	for _, d := range naps {
		if err := sleeper(d).Run(); err != nil {
			log.Fatal(err)
		}
	}
}

// endregion
