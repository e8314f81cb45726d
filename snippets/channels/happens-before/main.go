// Happens-before passes a variable between goroutines under each of the four
// rules that the memory model has for channels.
package main

import "fmt"

func main() {
	bySend()
	byClose()
	byReceive()
	byCapacity()
}

// region forward
func bySend() {
	var message string
	c := make(chan struct{}, 1)
	go func() {
		message = "ready"
		c <- struct{}{}
	}()
	<-c
	fmt.Println("send:", message)
}

func byClose() {
	var message string
	c := make(chan struct{})
	go func() {
		message = "ready"
		close(c)
	}()
	<-c
	fmt.Println("close:", message)
}

// endregion

// region backward
func byReceive() {
	var message string
	c := make(chan struct{})
	go func() {
		message = "ready"
		<-c
	}()
	c <- struct{}{}
	fmt.Println("receive:", message)
}

func byCapacity() {
	var message string
	c := make(chan struct{}, 1)
	go func() {
		message = "ready"
		<-c
	}()
	c <- struct{}{}
	// zh: 第二次发送，要等第一次接收腾出位置
	// en: the second send needs the place that the first receive frees
	c <- struct{}{}
	fmt.Println("capacity 1:", message)
}

// endregion
