// First-goroutine runs a loop in a new goroutine and waits for it to end.
package main

import "fmt"

func main() {
	fmt.Println("thread main is running...")
	done := make(chan struct{})
	go loop("LoopThread", done)
	// zh: 通道关闭之前，接收一直等待
	// en: the receive waits until the channel is closed
	<-done
	fmt.Println("thread main ended.")
}

func loop(name string, done chan<- struct{}) {
	fmt.Printf("thread %s is running...\n", name)
	for n := 1; n <= 5; n++ {
		fmt.Printf("thread %s >>> %d\n", name, n)
	}
	fmt.Printf("thread %s ended.\n", name)
	close(done)
}
