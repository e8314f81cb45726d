// Long-line reads lines with a Scanner, one of them too long for it.
package main

import (
	"bufio"
	"fmt"
	"strings"
)

// region scan
func main() {
	input := "first\n" + strings.Repeat("x", 70_000) + "\nlast\n"

	scan(bufio.NewScanner(strings.NewReader(input)))

	lines := bufio.NewScanner(strings.NewReader(input))
	// zh: 一行最长 1 MiB；缓冲区用到多大，才分配多大
	// en: a line of up to 1 MiB; the buffer grows only as far as needed
	lines.Buffer(nil, 1<<20)
	scan(lines)
}

func scan(lines *bufio.Scanner) {
	for lines.Scan() {
		fmt.Printf("got %d bytes\n", len(lines.Bytes()))
	}
	fmt.Println("end:", lines.Err())
}

// endregion
