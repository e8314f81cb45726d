// Heartbeat declares a worker dead when it has missed three beats, by a fake clock.
package main

import (
	"fmt"
	"time"
)

func main() {
	// region main
	// zh: 每 5 秒一格：+ 表示心跳到了，- 表示没到
	// en: one column for each 5 seconds: + a beat, - none
	workers := []struct{ name, beats string }{
		{"steady", "++++++"},
		{"hiccup", "+--+-+"},
		{"silent", "+---+-"},
	}
	m := monitor{}
	fmt.Print("time")
	for _, w := range workers {
		m[w.name] = 0
		fmt.Printf("  %8s", w.name)
	}
	fmt.Println()
	for i := range 6 {
		now := time.Duration(i+1) * interval
		fmt.Printf("%4v", now)
		for _, w := range workers {
			fmt.Printf("  %8s", m.look(w.name, w.beats[i] == '+', now))
		}
		fmt.Println()
	}
	// endregion
}

// region monitor
const (
	interval  = 5 * time.Second
	maxMissed = 3
)

// A monitor knows when each living worker last sent a beat.
type monitor map[string]time.Duration

// look says how a worker is, now that a beat of it has arrived or has not.
func (m monitor) look(worker string, beat bool, now time.Duration) string {
	last, alive := m[worker]
	switch missed := int((now - last) / interval); {
	case !alive && beat:
		return "refused"
	case !alive:
		return ""
	case beat:
		m[worker] = now
		return "beat"
	case missed < maxMissed:
		return fmt.Sprint(missed, " missed")
	}
	delete(m, worker)
	return "dead"
}

// endregion
