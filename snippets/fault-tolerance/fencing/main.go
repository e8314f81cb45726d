// Fencing keeps out the write of a worker whose lease has expired without its knowing.
package main

import "fmt"

// region store
// A store accepts no write with a lower token than it has seen.
type store struct {
	token int
	value string
}

func (s *store) write(token int, value string) error {
	if token < s.token {
		return fmt.Errorf("token %d is older than %d", token, s.token)
	}
	s.token, s.value = token, value
	return nil
}

// endregion

func main() {
	// region main
	var s store
	a := 1 // A takes the task, and is stopped
	b := 2 // the lease of A expires, and B takes the task
	fmt.Println("B writes:", s.write(b, "by B"))
	fmt.Println("A writes:", s.write(a, "by A"))
	fmt.Println("value:", s.value)
	// endregion
}
