// Own-connection gives each worker of a pool a connection of its own.
package main

import (
	"fmt"
	"sync"
)

// zh: 假装是数据库连接，一次只能由一个 goroutine 使用
// en: conn stands for a database connection, for one goroutine at a time
type conn struct{ queries int }

func (c *conn) query(int) { c.queries++ }

func main() {
	// region workers
	tasks := make(chan int)
	conns := make(chan *conn, 3)
	var workers sync.WaitGroup
	for range 3 {
		workers.Go(func() {
			// zh: 局部变量，用着的时候，别的 goroutine 够不着
			// en: a local variable, out of reach of others while it is in use
			c := new(conn)
			for n := range tasks {
				c.query(n)
			}
			conns <- c
		})
	}
	for n := range 9 {
		tasks <- n
	}
	close(tasks)
	workers.Wait()
	close(conns)
	// endregion
	opened, queries := len(conns), 0
	for c := range conns {
		queries += c.queries
	}
	fmt.Printf("%d queries on %d connections\n", queries, opened)
}
