// Decode-bytes turns the GBK bytes that a program printed into text.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"strings"
	"unicode/utf8"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "child" {
		os.Stdout.WriteString("\xd6\xd0\xce\xc4")
		return
	}
	parent()
}

// region parent
func parent() {
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	out, err := exec.Command(exe, "child").Output()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("bytes: % x\n", out)
	fmt.Println("valid UTF-8:", utf8.Valid(out))
	text := decodeGBK(out)
	fmt.Println("decoded:", text)
	fmt.Printf("as UTF-8: % x\n", text)
}

// endregion

// region decode
// zh: GBK 有两万多个双字节的字符，这里只列两个
// en: GBK has more than twenty thousand two-byte characters; here are two
var gbk = map[[2]byte]rune{
	{0xd6, 0xd0}: '中',
	{0xce, 0xc4}: '文',
}

func decodeGBK(b []byte) string {
	var text strings.Builder
	for len(b) > 0 {
		r, size := utf8.RuneError, 1
		if b[0] < utf8.RuneSelf {
			r = rune(b[0])
		} else if len(b) >= 2 {
			if c, ok := gbk[[2]byte(b)]; ok {
				r, size = c, 2
			}
		}
		text.WriteRune(r)
		b = b[size:]
	}
	return text.String()
}

// endregion
