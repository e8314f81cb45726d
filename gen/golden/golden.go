// Package golden keeps recorded outputs. It hides their format on disk and
// decides when a recorded output stays and when it must be replaced.
package golden

import (
	"huoye/gen/contract"
)

// Golden is a recorded output with what is known of its recording.
type Golden struct {
	Command   string // the command line as one would type it: pool -max 300ms
	Go        string // go1.26.8
	Platform  string // linux/amd64
	Isolation string // as of runner.Isolation
	Output    *contract.Output
}
