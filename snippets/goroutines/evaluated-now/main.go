// Evaluated-now shows which parts of a go statement are evaluated before the
// goroutine starts.
package main

import "fmt"

func main() {
	x := 1
	start, done := make(chan struct{}), make(chan struct{})

	// zh: 参数 x 现在就求值，goroutine 得到的是 1
	// en: the argument x is evaluated now: the goroutine gets 1
	go func(v int) {
		<-start
		fmt.Println("argument:", v)
		// zh: 函数体以后才执行，这时才去读变量 x
		// en: the body runs later and reads the variable x only then
		fmt.Println("variable:", x)
		close(done)
	}(x)

	x = 2
	close(start)
	<-done
}
