// Amdahl prints how much faster a program can become on n cores, if only a
// part of its work can be divided.
package main

import "fmt"

func main() {
	for _, part := range []float64{0.5, 0.9, 0.99} {
		fmt.Printf("%.0f%% can be divided:", 100*part)
		for _, cores := range []float64{2, 8, 1000} {
			fmt.Printf(" %.1f", 1/(1-part+part/cores))
		}
		fmt.Println()
	}
}
