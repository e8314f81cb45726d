// Unequal-shares counts the divisions that it takes to find all primes, by
// blocks of numbers.
package main

import "fmt"

const limit = 1_000_000

func main() {
	halves := make([]int, 2)
	stripes := make([]int, 2)
	for n := range limit {
		d := divisions(n)
		halves[n/(limit/2)] += d
		stripes[n/10_000%2] += d
	}
	print("two halves", halves)
	print("every other block", stripes)
}

// region divisions
func divisions(n int) int {
	count := 0
	for d := 2; d*d <= n; d++ {
		count++
		if n%d == 0 {
			break
		}
	}
	return count
}

func print(how string, parts []int) {
	total := parts[0] + parts[1]
	fmt.Printf("%s: %d%% and %d%%, speed-up at most %.2f\n", how,
		100*parts[0]/total, 100*parts[1]/total, float64(total)/float64(max(parts[0], parts[1])))
}

// endregion
