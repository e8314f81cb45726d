// Greet says hello.
package main

import "fmt"

func main() {
	// zh: 问好
	// en: say hello
	fmt.Println("hello")
}
