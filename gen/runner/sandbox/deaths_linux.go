package sandbox

import (
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// death is the end of a process.
type death struct {
	pid      int // 0: there are no processes any more
	status   unix.WaitStatus
	at       time.Time
	cpu      time.Duration
	outlived bool // it lived longer than the main process
}

// deaths hands over what one thread waits for and another deals with.
type deaths struct {
	wake   int
	tracer *tracer // nil if the run is not traced
	mu     sync.Mutex
	list   []death
}

// reap waits for all processes to end. Every process has a parent; when the
// supervisor has no children left, there are none.
func (d *deaths) reap(main int) {
	options := 0
	after := false
	for {
		var status unix.WaitStatus
		var usage unix.Rusage
		pid, err := unix.Wait4(-1, &status, unix.WALL|options, &usage)
		switch {
		case err == unix.EINTR:
		case err != nil:
			d.put(death{at: time.Now()})
			return
		case pid == 0:
			// Those that ended before the main process without
			// being waited for have been reaped now.
			options, after = 0, true
		default:
			if d.tracer != nil && !d.tracer.follow(pid, status) {
				continue
			}
			d.put(death{
				pid:      pid,
				status:   status,
				at:       time.Now(),
				cpu:      time.Duration(usage.Utime.Nano() + usage.Stime.Nano()),
				outlived: after,
			})
			if pid == main {
				options = unix.WNOHANG
			}
		}
	}
}

func (d *deaths) put(x death) {
	d.mu.Lock()
	d.list = append(d.list, x)
	d.mu.Unlock()
	notify(d.wake)
}

// take returns the deaths since the last call.
func (d *deaths) take() []death {
	d.mu.Lock()
	defer d.mu.Unlock()
	list := d.list
	d.list = nil
	return list
}

// notify wakes the one who polls an eventfd.
func notify(fd int) {
	one := [8]byte{1, 1, 1, 1, 1, 1, 1, 1} // whatever the byte order
	_, _ = unix.Write(fd, one[:])          // full is fine: it is awake then
}
