// Unused-result measures the same function twice, once without using what it
// returns.
package main

import (
	"fmt"
	"time"
)

const n = 100_000

func main() {
	// region loops
	var sum uint64
	dropped := fastest(func() {
		for i := range uint64(n) {
			//lint:ignore SA4017 this is the mistake to be shown
			mix(i)
		}
	})
	used := fastest(func() {
		for i := range uint64(n) {
			sum += mix(i)
		}
	})
	// endregion
	fmt.Printf("result dropped: %.2f ns a call\n", dropped)
	fmt.Printf("result used: %.2f ns a call\n", used)
	fmt.Println("used takes more than twice as long:", used > 2*dropped)
	fmt.Println("sum:", sum)
}

// region mix
// zh: mix 把 x 的各位打散
// en: mix scatters the bits of x
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x = (x ^ x>>31) * 0xd6e8feb86659fd93
	x = (x ^ x>>29) * 0xff51afd7ed558ccd
	return x ^ x>>31
}

// endregion

// region fastest
// zh: fastest 返回 100 遍里最快的一遍，每次调用几纳秒
// en: fastest returns the nanoseconds of a call in the fastest of 100 rounds
func fastest(f func()) float64 {
	best := time.Hour
	for range 100 {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	return float64(best.Nanoseconds()) / n
}

// endregion
