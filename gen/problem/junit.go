package problem

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// The JUnit format has no specification. These are the elements and attributes
// on which those who read it agree.
type (
	junitSuites struct {
		XMLName xml.Name `xml:"testsuites"`
		junitCounts
		Suites []*junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		junitCounts
		Cases []*junitCase `xml:"testcase"`
	}
	junitCounts struct {
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Time     junitSeconds `xml:"time,attr"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		Time    junitSeconds  `xml:"time,attr"`
		File    string        `xml:"file,attr,omitempty"`
		Line    int           `xml:"line,attr,omitempty"`
		Skipped *junitSkipped `xml:"skipped"`
		Failure *junitText    `xml:"failure"`
		Error   *junitText    `xml:"error"`
		Out     string        `xml:"system-out,omitempty"`

		problems List
	}
	junitSkipped struct {
		Message string `xml:"message,attr"`
	}
	junitText struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// junitSeconds are written without an exponent.
type junitSeconds float64

func (s junitSeconds) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%.3f", float64(s)), nil
}

// writeJUnit writes a test case for each stage and one for each run. Problems
// are failures of the run that they are about, or of the stage that found
// them.
func (r *Report) writeJUnit(w io.Writer) error {
	stages := &junitSuite{junitCounts: junitCounts{Name: "stages"}}
	runs := &junitSuite{junitCounts: junitCounts{Name: "runs"}}
	byStage := make(map[string]*junitCase)
	byRun := make(map[string]*junitCase)
	for _, s := range r.Stages {
		c := &junitCase{Name: s.Name, Class: r.Command, Time: junitSeconds(s.Elapsed.Seconds())}
		if s.Skipped {
			c.Skipped = &junitSkipped{"a stage before it had problems"}
		}
		byStage[s.Name] = c
		stages.Cases = append(stages.Cases, c)
	}
	for _, run := range r.Runs {
		program, name := splitRun(run.ID)
		c := &junitCase{
			Name:  name,
			Class: program,
			Time:  junitSeconds(run.Elapsed.Seconds()),
			File:  r.file(run.Pos.Filename),
			Line:  run.Pos.Line,
		}
		if run.Skipped != "" {
			c.Skipped = &junitSkipped{run.Skipped}
		}
		byRun[run.ID] = c
		runs.Cases = append(runs.Cases, c)
	}
	other := &junitCase{Name: "other", Class: r.Command}
	for _, p := range r.Problems {
		c := byRun[p.Run]
		if c == nil {
			c = byStage[p.Stage]
		}
		if c == nil {
			c = other
		}
		c.problems = append(c.problems, p)
	}
	if r.Err != nil {
		other.Error = &junitText{r.Err.Error(), "error", r.Err.Error()}
	}
	if other.problems != nil || other.Error != nil {
		stages.Cases = append(stages.Cases, other)
	}
	for _, s := range []*junitSuite{stages, runs} {
		for _, c := range s.Cases {
			r.junitProblems(c)
		}
		s.sum()
	}
	all := &junitSuites{Suites: []*junitSuite{stages, runs}}
	all.Name = "huoye " + r.Command
	all.Time = junitSeconds(r.Elapsed.Seconds())
	for _, s := range all.Suites {
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Errors += s.Errors
		all.Skipped += s.Skipped
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// junitProblems tells of the problems of c: those that fail it are one
// failure, since not all who read the format expect several.
func (r *Report) junitProblems(c *junitCase) {
	var failing, notices List
	for _, p := range c.problems {
		shown := *p
		shown.Pos.Filename = r.file(p.Pos.Filename)
		if p.Notice {
			notices = append(notices, &shown)
		} else {
			failing = append(failing, &shown)
		}
	}
	if failing != nil {
		message, _ := failing[0].Split()
		if n := len(failing) - 1; n > 0 {
			message += fmt.Sprintf(" (and %d more)", n)
		}
		c.Failure = &junitText{message, string(failing[0].Rule), failing.String()}
		c.Skipped = nil
	}
	c.Out = notices.String()
}

// sum counts the cases of s.
func (s *junitSuite) sum() {
	for _, c := range s.Cases {
		s.Tests++
		s.Time += c.Time
		switch {
		case c.Error != nil:
			s.Errors++
		case c.Failure != nil:
			s.Failures++
		case c.Skipped != nil:
			s.Skipped++
		}
	}
}

// splitRun splits chapter/program/run before the run.
func splitRun(id string) (program, run string) {
	i := strings.LastIndexByte(id, '/')
	return id[:max(i, 0)], id[i+1:]
}
