package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// process is a worker process, as its master sees it.
type process struct {
	cmd     *exec.Cmd
	stdin   io.WriteCloser
	send    *json.Encoder
	receive *json.Decoder
	stderr  *strings.Builder // complete after cmd.Wait
}

func startProcess() (worker, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(exe, "worker")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &process{
		cmd, stdin, json.NewEncoder(stdin), json.NewDecoder(stdout), &stderr,
	}, nil
}

// region process
func (p *process) do(n int) (int, error) {
	var result int
	err := p.send.Encode(n)
	if err == nil {
		err = p.receive.Decode(&result)
	}
	if err != nil {
		p.cmd.Process.Kill()
		// zh: 死因加上遗言；若是正常退出，就用管道上的错误
		// en: the cause of death and the last words, or else the error on the pipe
		err = cmp.Or(p.cmd.Wait(), err)
		return 0, fmt.Errorf("%w, stderr %q", err, p.stderr)
	}
	return result, nil
}

func (p *process) stop() error {
	if err := p.stdin.Close(); err != nil {
		return err
	}
	return p.cmd.Wait()
}

// endregion
