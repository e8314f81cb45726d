package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io"
	"net"
	"slices"
	"time"
)

// size is that of a challenge and of a proof.
const size = sha256.Size

var errAuth = errors.New("authentication failed")

// region proof
// proof answers both challenges in the given role.
func proof(key []byte, role string, master, worker []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(slices.Concat([]byte(role), master, worker))
	return mac.Sum(nil)
}

// endregion

// region admit
// admit has the worker at the other end of c prove that it knows the key, and
// only then proves that the master knows it, too.
func admit(c net.Conn, key []byte, limit time.Duration) error {
	if err := c.SetDeadline(time.Now().Add(limit)); err != nil {
		return err
	}
	mine := make([]byte, size)
	rand.Read(mine)
	if _, err := c.Write(mine); err != nil {
		return err
	}
	answer := make([]byte, 2*size)
	if _, err := io.ReadFull(c, answer); err != nil {
		return err
	}
	theirs, got := answer[:size], answer[size:]
	if !hmac.Equal(got, proof(key, "worker", mine, theirs)) {
		return errAuth
	}
	if _, err := c.Write(proof(key, "master", mine, theirs)); err != nil {
		return err
	}
	return c.SetDeadline(time.Time{})
}

// endregion

// region introduce
// introduce is the worker's part: it proves first, and then checks the master.
func introduce(c net.Conn, key []byte, limit time.Duration) error {
	if err := c.SetDeadline(time.Now().Add(limit)); err != nil {
		return err
	}
	theirs, mine, got := make([]byte, size), make([]byte, size), make([]byte, size)
	if _, err := io.ReadFull(c, theirs); err != nil {
		return err
	}
	rand.Read(mine)
	answer := slices.Concat(mine, proof(key, "worker", theirs, mine))
	if _, err := c.Write(answer); err != nil {
		return err
	}
	if _, err := io.ReadFull(c, got); err == io.EOF {
		// zh: 对方看了证明就挂断，是不认这把密钥
		// en: having seen the proof, the other side hung up: not its key
		return errAuth
	} else if err != nil {
		return err
	}
	if !hmac.Equal(got, proof(key, "master", theirs, mine)) {
		return errAuth
	}
	return c.SetDeadline(time.Time{})
}

// endregion
