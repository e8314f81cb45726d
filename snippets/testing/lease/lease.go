// Package lease has something that expires unless it is renewed.
package lease

import "time"

// region lease
// Lease is a promise that ends by itself.
type Lease struct {
	length time.Duration
	timer  *time.Timer
}

// New returns a lease that calls expired at its end, in a goroutine of its own.
func New(length time.Duration, expired func()) *Lease {
	return &Lease{length, time.AfterFunc(length, expired)}
}

// Renew begins the whole length again.
func (l *Lease) Renew() { l.timer.Reset(l.length) }

// endregion
