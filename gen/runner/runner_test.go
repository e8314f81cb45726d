package runner

import (
	"context"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	Main()
	status := m.Run()
	if nastyDir != "" {
		_ = os.RemoveAll(nastyDir) // in the system's temporary directory
	}
	os.Exit(status)
}

var bg = context.Background()
