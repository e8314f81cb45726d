// Striped counts in eight places, so that workers seldom meet.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// region counter
type counter struct {
	stripes [8]struct {
		n atomic.Int64
		// zh: 凑满 64 字节，不与邻居同在一个缓存行
		// en: fill 64 bytes, to share no cache line with a neighbor
		_ [56]byte
	}
}

func (c *counter) add(worker int) {
	c.stripes[worker%len(c.stripes)].n.Add(1)
}

func (c *counter) total() int64 {
	var sum int64
	for i := range c.stripes {
		sum += c.stripes[i].n.Load()
	}
	return sum
}

// endregion

func main() {
	var c counter
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Go(func() {
			for range 100_000 {
				c.add(worker)
			}
		})
	}
	wg.Wait()
	fmt.Println(c.total())
}
