// Guess-key finds a short key from a handshake that was overheard.
package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"slices"
)

func main() {
	// region overheard
	master, worker := make([]byte, sha256.Size), make([]byte, sha256.Size)
	rand.Read(master)
	rand.Read(worker)
	overheard := proof([]byte("abc"), "worker", master, worker)

	key, tries := guess(overheard, master, worker)
	fmt.Printf("the key is %q, found after %d tries\n", key, tries)
	// endregion
}

// region guess
// guess tries the keys of up to three lowercase letters.
func guess(overheard, master, worker []byte) (key string, tries int) {
	keys := []string{""}
	for range 3 {
		var longer []string
		for _, k := range keys {
			for c := 'a'; c <= 'z'; c++ {
				k := k + string(c)
				tries++
				if hmac.Equal(overheard, proof([]byte(k), "worker", master, worker)) {
					return k, tries
				}
				longer = append(longer, k)
			}
		}
		keys = longer
	}
	return "", tries
}

// endregion

// proof is that of the handshake.
func proof(key []byte, role string, master, worker []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(slices.Concat([]byte(role), master, worker))
	return mac.Sum(nil)
}
