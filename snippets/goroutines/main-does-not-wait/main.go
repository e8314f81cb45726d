// Main-does-not-wait starts a goroutine and ends without waiting for it.
package main

import "fmt"

func main() {
	go fmt.Println("hello")
	fmt.Println("main ends")
}
