// Through-sort sends three words through the program sort.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"strings"
)

func main() {
	log.SetFlags(0)
	cmd := exec.Command("sort")
	// zh: sort 的次序由环境变量决定：LC_ALL=C 按字节比较，大写字母在前
	// en: the environment decides how sort compares: C means by bytes, capitals first
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	cmd.Stdin = strings.NewReader("pear\nApple\nbanana\n")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(strings.Join(strings.Fields(string(out)), " "))
}
