// Stack-moves makes a stack grow, and finds that a variable has moved with it.
package main

import (
	"fmt"
	"unsafe"
)

func main() {
	// region moves
	done := make(chan struct{})
	go func() {
		defer close(done)
		x := 42
		p := &x
		// zh: 地址当作数字记下来，运行时就不会替我们改
		// en: an address kept as a number is not changed by the runtime
		before := uintptr(unsafe.Pointer(p))
		fmt.Println("depth:", deep(10000))
		after := uintptr(unsafe.Pointer(p))
		fmt.Println("x has moved:", before != after)
		fmt.Println("p still points to x:", p == &x && *p == 42)
	}()
	<-done
	// endregion
}

// region deep
func deep(n int) int {
	if n == 0 {
		return 0
	}
	return deep(n-1) + 1
}

// endregion
