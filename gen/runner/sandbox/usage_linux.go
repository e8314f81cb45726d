package sandbox

import (
	"bytes"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// lookEvery is how often the processes of a run are looked at, for the limits
// that the kernel does not keep for all of them together.
const lookEvery = 100 * time.Millisecond

// usage is what living processes use.
type usage struct {
	cpu    time.Duration // with that of children they have waited for
	memory int64         // private, in bytes
	tasks  int           // processes and threads
}

// lookAround ends the run if its processes together use too much.
func (s *supervisor) lookAround(now time.Time) {
	if !s.census.proc || s.phase != running && s.phase != outlived {
		s.look = now.Add(time.Hour)
		return
	}
	var u usage
	for _, pid := range s.census.living() {
		u.add(pid)
	}
	l := s.command.Limits
	switch {
	case l.Memory > 0 && u.memory > l.Memory+l.Memory/16:
		s.over("memory") // of one process alone, the kernel keeps it
	case l.Processes > 0 && u.tasks > l.Processes:
		s.over("processes")
	case l.CPU > 0 && s.cpu+u.cpu >= l.CPU && s.phase == running:
		s.quit("CPU time")
	case l.CPU > 0 && s.cpu+u.cpu >= l.CPU:
		s.over("CPU time")
	}
	end := time.Now()
	s.look = end.Add(max(lookEvery, 10*end.Sub(now))) // of many, not so often
}

// living returns the ids of all processes of the run.
func (c *census) living() []int {
	if c.s.means&PIDNS == 0 {
		return descendants(c.self)
	}
	var pids []int
	for _, name := range list("/proc") {
		if pid, err := strconv.Atoi(name); err == nil && pid != c.self {
			pids = append(pids, pid)
		}
	}
	return pids
}

// add adds what a process uses, nothing if it has ended.
func (u *usage) add(pid int) {
	dir := "/proc/" + strconv.Itoa(pid)
	stat, err := readFile(dir + "/stat")
	if err != nil {
		return
	}
	// The name may hold anything, parentheses too. The first field after
	// it is the third.
	stat = stat[bytes.LastIndexByte(stat, ')')+1:]
	ticks := number(stat, 14-3) + number(stat, 15-3) + number(stat, 16-3) + number(stat, 17-3)
	u.cpu += time.Duration(ticks) * (time.Second / 100)
	u.tasks += int(number(stat, 20-3))
	if statm, err := readFile(dir + "/statm"); err == nil {
		u.memory += (number(statm, 1) - number(statm, 2)) * int64(unix.Getpagesize())
	}
}

// number returns the field i of a line, from 0; 0 if it is no number.
func number(line []byte, i int) int64 {
	fields := bytes.Fields(line)
	if i >= len(fields) {
		return 0
	}
	n, _ := strconv.ParseInt(string(fields[i]), 10, 64)
	return n
}
