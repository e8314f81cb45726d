// Rate-limit lets five requests through, one per tick.
package main

import (
	"fmt"
	"time"
)

func main() {
	// region limit
	const interval = 20 * time.Millisecond
	start := time.Now()
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for n := 1; n <= 5; n++ {
		<-ticker.C
		due := time.Duration(n) * interval
		fmt.Printf("request %d, after %v or more: %t\n", n, due, time.Since(start) >= due)
	}
	// endregion
}
