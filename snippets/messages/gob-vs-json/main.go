// Gob-vs-json measures messages, and mixes up encoders and decoders of gob.
package main

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"log"
)

// region sizes
type message struct {
	ID   int
	Text string
}

func main() {
	log.SetFlags(0)
	var stream bytes.Buffer
	enc := gob.NewEncoder(&stream)
	check(enc.Encode(message{1, "apple"}))
	first := stream.Len()
	check(enc.Encode(message{2, "melon"}))
	fmt.Printf("gob: first %d bytes, second %d\n", first, stream.Len()-first)

	var lines bytes.Buffer
	check(json.NewEncoder(&lines).Encode(message{1, "apple"}))
	fmt.Printf("JSON: each %d bytes\n", lines.Len())
	// endregion

	// region misuse
	// zh: 从第二条读起，不知道类型
	// en: beginning with the second message, the type is unknown
	late := gob.NewDecoder(bytes.NewReader(stream.Bytes()[first:]))
	var m message
	fmt.Println("late decoder:", late.Decode(&m))

	// zh: 换一个编码器，类型又说一遍
	// en: another encoder describes the type once more
	check(gob.NewEncoder(&stream).Encode(message{3, "peach"}))
	dec := gob.NewDecoder(&stream)
	err := dec.Decode(&m)
	for ; err == nil; err = dec.Decode(&m) {
		fmt.Println("got", m)
	}
	fmt.Println("second encoder:", err)
	// endregion
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
