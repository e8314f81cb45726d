package contract

import (
	"strconv"
	"time"
)

// number reads a decimal number.
func number(s string) (float64, bool) {
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

// nanoseconds reads a Go duration.
func nanoseconds(s string) (float64, bool) {
	d, err := time.ParseDuration(s)
	return float64(d), err == nil
}
