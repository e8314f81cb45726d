package runner

import (
	"context"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	if order := os.Getenv("RUNNER_TEST_RUN"); order != "" {
		runAlone(order)
	}
	if dir := os.Getenv("RUNNER_TEST_BUILD"); dir != "" {
		_, err := buildProg(bg, &testing.B{}, dir, os.Getenv("RUNNER_TEST_CACHE"))
		panic(err) // it should have been killed
	}
	if os.Getenv("RUNNER_TEST_RUNG") != "" {
		refuseNamespaces()
	}
	status := m.Run()
	if nastyDir != "" {
		_ = os.RemoveAll(nastyDir) // in the system's temporary directory
	}
	os.Exit(status)
}

var bg = context.Background()
