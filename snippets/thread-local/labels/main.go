// Labels marks goroutines with pprof labels and finds them in the profile.
package main

import (
	"context"
	"fmt"
	"log"
	"runtime/pprof"
	"strings"
	"sync"
)

func main() {
	log.SetFlags(0)
	// region labels
	var ready, done sync.WaitGroup
	release := make(chan struct{})
	wait := func() { ready.Done(); <-release }
	for _, student := range []string{"Alice", "Bob"} {
		ready.Add(2)
		done.Go(func() {
			labels := pprof.Labels("student", student)
			pprof.Do(context.Background(), labels, func(context.Context) {
				// zh: 在里面启动的 goroutine 继承标签
				// en: a goroutine started inside inherits the labels
				done.Go(wait)
				wait()
			})
		})
	}
	ready.Wait()
	// endregion
	printLabels()
	close(release)
	done.Wait()
}

// region print
// zh: 原样打印剖析结果里带标签的行
// en: print the lines of the profile that hold labels, as they stand
func printLabels() {
	var profile strings.Builder
	if err := pprof.Lookup("goroutine").WriteTo(&profile, 1); err != nil {
		log.Fatal(err)
	}
	for line := range strings.Lines(profile.String()) {
		if strings.HasPrefix(line, "# labels:") {
			fmt.Print(line)
		}
	}
}

// endregion
