// Goid-local imitates thread-local storage with a map from goroutine ids to
// values, which fails as soon as a second goroutine helps with the work.
package main

import (
	"fmt"
	"log"
	"os"
	"runtime"
	"strings"
	"sync"
)

func main() {
	log.SetFlags(0)
	modes := map[string]func(){"alone": alone, "helper": helper, "pool": pool}
	if len(os.Args) != 2 || modes[os.Args[1]] == nil {
		log.Fatal("usage: goid-local alone|helper|pool")
	}
	modes[os.Args[1]]()
}

// region local
var (
	mu       sync.Mutex
	students = make(map[string]string) // goroutine id -> student
)

// zh: 栈的第一行形如 goroutine 18 [running]:，第二个词就是编号
// en: a stack begins like goroutine 18 [running]: and the second word is the id
func goid() string {
	buf := make([]byte, 64)
	buf = buf[:runtime.Stack(buf, false)]
	return strings.Fields(string(buf))[1]
}

func logIn(student string) {
	mu.Lock()
	defer mu.Unlock()
	students[goid()] = student
}

func greet(where string) {
	mu.Lock()
	student, ok := students[goid()]
	mu.Unlock()
	if !ok {
		student = "(nobody)"
	}
	fmt.Printf("%s: Hello, %s\n", where, student)
}

// endregion

// region alone
func alone() {
	var wg sync.WaitGroup
	wg.Go(func() { logIn("Alice"); greet("goroutine A") })
	wg.Go(func() { logIn("Bob"); greet("goroutine B") })
	wg.Wait()
	fmt.Println("entries left:", len(students))
}

// endregion

// region helper
func helper() {
	logIn("Alice")
	greet("request 1")
	var wg sync.WaitGroup
	wg.Go(func() { greet("request 1's helper") })
	wg.Wait()
}

// endregion

// region pool
func pool() {
	tasks := make(chan func())
	var worker sync.WaitGroup
	worker.Go(func() {
		for task := range tasks {
			task()
		}
	})
	tasks <- func() { logIn("Alice"); greet("request 1") }
	// zh: 第二个请求没有登录
	// en: the second request does not log in
	tasks <- func() { greet("request 2") }
	close(tasks)
	worker.Wait()
}

// endregion
