// Task-queue shares ten tasks between worker processes through a queue on the
// network, which only those who know the key can use.
package main

import (
	"flag"
	"log"
	"os"
	"time"
)

// handshakeLimit is how long a handshake may take.
const handshakeLimit = 5 * time.Second

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "worker" {
		worker(os.Args[2])
		return
	}
	intruder := flag.Bool("intruder", false, "begin with a worker that has another key")
	flag.Parse()
	master(*intruder)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
