//go:build linux

// Stat-name shows why /proc/PID/stat is cut at its last parenthesis.
package main

import (
	"fmt"
	"log"
	"os"
	"strings"
)

func main() {
	log.SetFlags(0)
	// zh: 进程可以给自己起任何名字，最多 15 个字节
	// en: a process may call itself anything, in at most 15 bytes
	err := os.WriteFile("/proc/self/comm", []byte("x) Z 9999999 ("), 0)
	if err != nil {
		log.Fatal(err)
	}
	data, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		log.Fatal(err)
	}
	line := string(data)
	report("first )", line[strings.Index(line, ")")+1:])
	report("last )", line[strings.LastIndex(line, ")")+1:])
}

func report(cut, rest string) {
	fields := strings.Fields(rest)
	zombie := fields[0] == "Z"
	right := fields[1] == fmt.Sprint(os.Getppid())
	fmt.Printf("cut at the %s: zombie %t, right parent %t\n", cut, zombie, right)
}
