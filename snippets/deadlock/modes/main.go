// Modes has goroutines wait for what can never happen, in the way that its
// argument names.
package main

import (
	"log"
	"os"
	"runtime"
	"sync"
)

// region modes
var modes = map[string]func(){
	// zh: 再锁一次自己拿着的锁
	// en: lock again what one holds
	"reentrant": func() {
		var mu sync.Mutex
		mu.Lock()
		mu.Lock()
	},
	// zh: 发送，没有人接收
	// en: send, and nobody receives
	"lone-send": func() {
		c := make(chan int)
		c <- 1
	},
	// zh: 从没有 make 的通道接收
	// en: receive from a channel that was never made
	"nil-channel": func() {
		var c chan int
		<-c
	},
	// zh: 一个分支也没有
	// en: no case at all
	"empty-select": func() {
		select {}
	},
	// zh: 拿着读锁，要写锁
	// en: hold the read lock, ask for the write lock
	"rw-upgrade": func() {
		var rw sync.RWMutex
		rw.RLock()
		rw.Lock()
	},
	"recursive-rlock": recursiveRLock,
}

// endregion

// region recursive
func recursiveRLock() {
	var rw sync.RWMutex
	rw.RLock()
	go func() {
		rw.Lock()
		defer rw.Unlock()
	}()
	// zh: 拿得到读锁，就是还没有人等写锁
	// en: as long as the read lock is free, no writer is waiting
	for rw.TryRLock() {
		rw.RUnlock()
		runtime.Gosched()
	}
	rw.RLock()
}

// endregion

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 || modes[os.Args[1]] == nil {
		log.Fatal("usage: modes MODE")
	}
	modes[os.Args[1]]()
}
