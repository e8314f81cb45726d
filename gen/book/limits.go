package book

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"huoye/gen/problem"
)

// Limits bound what a run may use, all of its processes together but for
// Files. A zero is the default.
type Limits struct {
	CPU       time.Duration
	Memory    int64 // bytes
	Processes int   // and threads
	Files     int   // open in one process
	Disk      int64 // bytes
	Output    int64 // bytes
}

// YAML is l as it stands in runs.yaml, without what is the default; "" if all is.
func (l Limits) YAML() string {
	var keys []string
	add := func(key, value string, set bool) {
		if set {
			keys = append(keys, key+": "+value)
		}
	}
	add("cpu", l.CPU.String(), l.CPU != 0)
	add("memory", formatSize(l.Memory), l.Memory != 0)
	add("processes", strconv.Itoa(l.Processes), l.Processes != 0)
	add("files", strconv.Itoa(l.Files), l.Files != 0)
	add("disk", formatSize(l.Disk), l.Disk != 0)
	add("output", formatSize(l.Output), l.Output != 0)
	if keys == nil {
		return ""
	}
	return "{" + strings.Join(keys, ", ") + "}"
}

// limitKeys are the keys of limits.
var limitKeys = []string{"cpu", "memory", "processes", "files", "disk", "output"}

// Least and greatest limits.
const (
	maxCPU    = time.Hour
	maxNumber = 1 << 20
	minSize   = 4 << 10
	maxSize   = 64 << 30
	maxOutput = 1 << 30
)

func (y *yamlText) limits(n ast.Node) Limits {
	var l Limits
	f := y.fields(n, "limits", limitKeys...)
	if f == nil {
		return l
	}
	for key, n := range f.values {
		switch key {
		case "cpu":
			l.CPU = y.duration(n, "cpu", maxCPU)
		case "memory":
			l.Memory = y.size(n, "memory", maxSize)
		case "processes":
			l.Processes = y.number(n, "processes", 1)
		case "files":
			l.Files = y.number(n, "files", 3)
		case "disk":
			l.Disk = y.size(n, "disk", maxSize)
		case "output":
			l.Output = y.size(n, "output", maxOutput)
		}
	}
	return l
}

// duration reads a positive duration of at most most; 0 if it is none.
func (y *yamlText) duration(n ast.Node, what string, most time.Duration) time.Duration {
	s, ok := y.text(n, what)
	if !ok {
		return 0
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "%s %q is no duration; write it like 5s or 300ms", what, s)
		return 0
	}
	if d <= 0 || d > most {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "%s %s is out of range; it may be up to %s", what, s, formatDuration(most))
		return 0
	}
	return d
}

func (y *yamlText) number(n ast.Node, what string, least int) int {
	s, ok := y.text(n, what)
	if !ok {
		return 0
	}
	i, err := strconv.Atoi(s)
	if err != nil {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "%s %q is no whole number", what, s)
		return 0
	}
	if i < least || i > maxNumber {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "%s %s is out of range; it may be %d to %d", what, s, least, maxNumber)
		return 0
	}
	return i
}

var sizePattern = regexp.MustCompile(`^([0-9]{1,12}) ?([A-Za-z]*)$`)

var sizeUnits = map[string]int64{"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}

// size reads a number of bytes with its unit.
func (y *yamlText) size(n ast.Node, what string, most int64) int64 {
	s, ok := y.text(n, what)
	if !ok {
		return 0
	}
	m := sizePattern.FindStringSubmatch(s)
	if m == nil || sizeUnits[m[2]] == 0 {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "%s %q is no size; write it like 64 MiB, with KiB, MiB or GiB", what, s)
		return 0
	}
	i, _ := strconv.ParseInt(m[1], 10, 64) // digits, not too many
	bytes := i * sizeUnits[m[2]]
	if bytes < minSize || bytes > most || bytes/sizeUnits[m[2]] != i {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "%s %s is out of range; it may be %s to %s", what, s, formatSize(minSize), formatSize(most))
		return 0
	}
	return bytes
}

// formatSize writes a size in the greatest unit that divides it.
func formatSize(n int64) string {
	for _, unit := range []string{"GiB", "MiB", "KiB"} {
		if u := sizeUnits[unit]; n%u == 0 {
			return strconv.FormatInt(n/u, 10) + " " + unit
		}
	}
	return strconv.FormatInt(n, 10) + " bytes"
}
