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

var naps = []time.Duration{
	300 * time.Millisecond, // the longest
	100 * time.Millisecond,
	200 * time.Millisecond,
}

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
	// zh: 300 ms 是最久的那个；三个相加是 600 ms
	// en: 300 ms is the longest nap; all three make 600 ms
	start := time.Now()
	together()
	d := time.Since(start)
	fmt.Println("took about as long as the longest:", 300*time.Millisecond <= d && d < 550*time.Millisecond)

	start = time.Now()
	oneByOne()
	d = time.Since(start)
	fmt.Println("took about as long as all together:", d >= 600*time.Millisecond)
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
