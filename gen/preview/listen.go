package preview

import (
	"fmt"
	"net"
	"strconv"
)

// tries is how many ports are tried, one after the other.
const tries = 100

// listen listens on the loopback addresses, which no other machine reaches, at
// a port or at one of the next. address is where a browser finds it.
func listen(port int) (listeners []net.Listener, address string, err error) {
	for p := port; p < port+tries && p <= 65535; p++ {
		l, failed := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(p)))
		if failed != nil {
			if err == nil {
				err = fmt.Errorf("listening: %w", failed)
			}
			continue
		}
		p = l.Addr().(*net.TCPAddr).Port
		listeners = append(listeners, l)
		// A browser may take localhost for ::1, which not every machine has.
		if l, err := net.Listen("tcp6", net.JoinHostPort("::1", strconv.Itoa(p))); err == nil {
			listeners = append(listeners, l)
		}
		return listeners, fmt.Sprintf("http://127.0.0.1:%d/", p), nil
	}
	return nil, "", err
}
