// Mirror shows why a proof names its role: without it, a master that does not
// know the key gets away with returning the worker's own proof.
package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"slices"
)

func main() {
	// region mirror
	key := []byte(rand.Text())
	fmt.Println("without roles, the worker believes:", believes(key, "", ""))
	fmt.Println("with roles, the worker believes:", believes(key, "worker", "master"))
	// endregion
}

// region believes
// believes reports whether a worker takes its own proof for that of a master.
func believes(key []byte, mine, others string) bool {
	challenges := make([]byte, 2*sha256.Size)
	rand.Read(challenges)
	sent := proof(key, mine, challenges)
	reflected := sent // by somebody who does not know the key
	return hmac.Equal(reflected, proof(key, others, challenges))
}

func proof(key []byte, role string, challenges []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(slices.Concat([]byte(role), challenges))
	return mac.Sum(nil)
}

// endregion
