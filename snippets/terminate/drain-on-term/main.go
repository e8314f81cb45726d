// Drain-on-term lets a reader take what is in the queue when SIGTERM comes.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "read" {
		read(json.NewDecoder(os.NewFile(3, "queue")), json.NewEncoder(os.NewFile(4, "queue")))
		return
	}
	parent()
}

// region read
func read(get *json.Decoder, put *json.Encoder) {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGTERM)
	go func() {
		<-asked
		// zh: 自己往队列里放结束标记，它排在已有的消息后面
		// en: put an end mark into the queue: it lines up behind what is there
		check(put.Encode(nil))
	}()
	check(os.NewFile(5, "ready").Close())
	for {
		var value *string
		check(get.Decode(&value))
		if value == nil {
			fmt.Println("reader: queue is drained")
			return
		}
		time.Sleep(50 * time.Millisecond)
		fmt.Printf("Get %s from queue.\n", *value)
	}
}

// endregion

// region parent
func parent() {
	exe, err := os.Executable()
	check(err)
	r, w, err := os.Pipe()
	check(err)
	defer w.Close()
	ready, notReady, err := os.Pipe()
	check(err)
	defer ready.Close()
	reader := exec.Command(exe, "read")
	reader.Stdout, reader.Stderr = os.Stdout, os.Stderr
	reader.ExtraFiles = []*os.File{r, w, notReady}
	check(reader.Start())
	check(r.Close())
	check(notReady.Close())
	// zh: 读进程关闭 5 号描述符，这里才读到头
	// en: this ends when the reader closes its descriptor 5
	_, err = io.ReadAll(ready)
	check(err)

	put := json.NewEncoder(w)
	for _, value := range []string{"a", "b", "c"} {
		fmt.Printf("Put %s to queue...\n", value)
		check(put.Encode(value))
	}
	check(reader.Process.Signal(syscall.SIGTERM))
	fmt.Println("reader:", reader.Wait())
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
