// Backoff has a hundred clients come back to a server that serves one request at a time.
package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

const (
	base    = 10 * time.Millisecond
	longest = time.Second
	service = 10 * time.Millisecond // how long the server takes for a request
)

// region delay
// delay says how long to wait after so many failures: a time that doubles, up
// to a limit.
func delay(failures int) time.Duration {
	d := base
	for range failures - 1 {
		d = min(2*d, longest)
	}
	return d
}

// withJitter says the same but for chance: any time up to that, each as likely.
func withJitter(rng *rand.Rand) func(int) time.Duration {
	return func(failures int) time.Duration {
		return time.Duration(rng.Int64N(int64(delay(failures)))) + 1
	}
}

// endregion

func main() {
	fmt.Println("doubling:   ", simulate(delay))
	rng := rand.New(rand.NewPCG(1, 2))
	fmt.Println("with jitter:", simulate(withJitter(rng)))
}

// simulate lets 100 clients ask at once, and those that are refused ask again.
func simulate(delay func(failures int) time.Duration) string {
	type client struct {
		at       time.Duration // of the next request
		failures int
	}
	clients := make([]*client, 100)
	for i := range clients {
		clients[i] = &client{}
	}
	var free, now time.Duration
	requests := 0
	for len(clients) > 0 {
		// zh: 谁最早来，就轮到谁
		// en: whoever comes first is next
		next := 0
		for i, c := range clients {
			if c.at < clients[next].at {
				next = i
			}
		}
		c := clients[next]
		now = c.at
		requests++
		if now < free {
			c.failures++
			c.at = now + delay(c.failures)
			continue
		}
		free = now + service
		clients = slices.Delete(clients, next, next+1)
	}
	return fmt.Sprintf("%4d requests, the last served after %v", requests, now.Round(time.Millisecond))
}
