// Plugin-host has plugins answer questions, each in a process of its own.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "plugin" {
		plugin(os.Args[2])
		return
	}
	for _, call := range [][2]string{
		{"upper", "go"}, {"initial", "go"}, {"initial", ""}, {"slow", "go"}, {"upper", "still here"},
	} {
		answer, err := ask(call[0], call[1])
		if err != nil {
			fmt.Printf("%s(%q) failed: %v\n", call[0], call[1], err)
			continue
		}
		fmt.Printf("%s(%q) = %q\n", call[0], call[1], answer)
	}
}

// region ask
func ask(name, text string) (string, error) {
	exe, err := os.Executable()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, exe, "plugin", name)
	cmd.Stdin = strings.NewReader(text)
	// zh: 插件若留下孙进程，还拿着它的输出，不等它
	// en: do not wait for a process that the plugin left behind with its output
	cmd.WaitDelay = 100 * time.Millisecond
	answer, err := cmd.Output()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		reason, _, _ := bytes.Cut(exit.Stderr, []byte("\n"))
		return "", fmt.Errorf("%w: %s", err, reason)
	}
	return string(answer), err
}

// endregion

// region plugin
func plugin(name string) {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	switch name {
	case "upper":
		fmt.Print(strings.ToUpper(string(text)))
	case "initial":
		fmt.Print(string(text)[:1]) // wrong for ""
	case "slow":
		time.Sleep(time.Minute)
	}
}

// endregion
