// Communicate feeds input to a program, collects what it prints, and shows
// its exit code.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"strings"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "lookup" {
		os.Exit(lookup())
	}
	// region main
	communicate("set q=mx\npython.org\nexit\n")
	communicate("set q=mx\npython.org\nhelp me\nexit\n")
	// endregion
}

// region communicate
func communicate(input string) {
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("$ lookup")
	cmd := exec.Command(exe, "lookup")
	var output, errOutput bytes.Buffer
	cmd.Stdin = strings.NewReader(input)
	cmd.Stdout = &output
	cmd.Stderr = &errOutput

	// zh: 退出码不是 0，Run 也返回错误；这里只把它当作一种回答
	// en: an exit code other than 0 is an error too; here it is just an answer
	err = cmd.Run()
	if _, ran := errors.AsType[*exec.ExitError](err); err != nil && !ran {
		log.Fatal(err)
	}
	fmt.Print(output.String())
	if errOutput.Len() > 0 {
		fmt.Printf("on stderr: %s", errOutput.String())
	}
	fmt.Println("Exit code:", cmd.ProcessState.ExitCode())
}

// endregion

// region lookup
var table = map[string]string{
	"a python.org":  "internet address = 192.0.2.80",
	"mx python.org": "mail exchanger = 50 mail.python.org.",
}

// lookup answers queries line by line, as nslookup does.
func lookup() (status int) {
	query := "a"
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() && in.Text() != "exit" {
		line := in.Text()
		if q, ok := strings.CutPrefix(line, "set q="); ok {
			query = q
		} else if answer, ok := table[query+" "+line]; ok {
			fmt.Printf("%s\t%s\n", line, answer)
		} else {
			fmt.Fprintf(os.Stderr, "cannot find %q\n", line)
			status = 1
		}
	}
	return status
}

// endregion
