// Once loads a configuration when somebody first asks for it, and only then.
package main

import (
	"fmt"
	"sync"
)

// zh: 声明时还没有加载，第一次调用 config 才加载
// en: nothing is loaded here, only by the first call of config
var config = sync.OnceValue(func() map[string]string {
	fmt.Println("loading config")
	return map[string]string{"addr": "localhost:8080"}
})

func main() {
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			fmt.Println("addr:", config()["addr"])
		})
	}
	wg.Wait()
}
