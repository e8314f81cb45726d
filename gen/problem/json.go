package problem

import (
	"encoding/json"
	"go/token"
	"io"
	"time"
)

// The JSON document. Its fields are in the manual; they may become more, but
// none changes its meaning while the version is the same.
type (
	jsonReport struct {
		Version  int           `json:"version"`
		Command  string        `json:"command"`
		Status   string        `json:"status"`
		Error    string        `json:"error,omitempty"`
		Seconds  float64       `json:"seconds"`
		Chapters int           `json:"chapters"`
		Programs int           `json:"programs"`
		Problems []jsonProblem `json:"problems"`
		Fixed    []jsonProblem `json:"fixed"`
		Stages   []jsonStage   `json:"stages"`
		Runs     []jsonRun     `json:"runs"`
	}
	jsonPosition struct {
		File   string `json:"file"`
		Line   int    `json:"line"`
		Column int    `json:"column"`
	}
	jsonProblem struct {
		jsonPosition
		Level       string        `json:"level"`
		Rule        Rule          `json:"rule"`
		Message     string        `json:"message"`
		Explanation string        `json:"explanation,omitempty"`
		Stage       string        `json:"stage,omitempty"`
		Run         string        `json:"run,omitempty"`
		Related     []jsonRelated `json:"related,omitempty"`
		Fix         *jsonFix      `json:"fix,omitempty"`
	}
	jsonRelated struct {
		jsonPosition
		Message string `json:"message"`
	}
	jsonFix struct {
		Start int    `json:"start"`
		End   int    `json:"end"`
		Text  string `json:"text"`
	}
	jsonStage struct {
		Name    string  `json:"name"`
		Seconds float64 `json:"seconds"`
		Skipped bool    `json:"skipped,omitempty"`
	}
	jsonRun struct {
		ID string `json:"id"`
		jsonPosition
		Seconds float64 `json:"seconds"`
		Skipped string  `json:"skipped,omitempty"`
	}
)

func (r *Report) writeJSON(w io.Writer) error {
	files := sources{files: r.Files}
	doc := jsonReport{
		Version:  1,
		Command:  r.Command,
		Status:   r.status(),
		Seconds:  seconds(r.Elapsed),
		Chapters: r.Chapters,
		Programs: r.Programs,
		Problems: []jsonProblem{},
		Fixed:    []jsonProblem{},
		Stages:   []jsonStage{},
		Runs:     []jsonRun{},
	}
	if r.Err != nil {
		doc.Error = r.Err.Error()
	}
	for _, p := range r.Problems {
		doc.Problems = append(doc.Problems, r.jsonProblem(p, files.get(p.Pos.Filename)))
	}
	for _, p := range r.Fixed {
		doc.Fixed = append(doc.Fixed, r.jsonProblem(p, nil)) // its file is another now
	}
	for _, s := range r.Stages {
		doc.Stages = append(doc.Stages, jsonStage{s.Name, seconds(s.Elapsed), s.Skipped})
	}
	for _, run := range r.Runs {
		doc.Runs = append(doc.Runs, jsonRun{run.ID, r.jsonPosition(run.Pos), seconds(run.Elapsed), run.Skipped})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(doc)
}

func (r *Report) jsonPosition(pos token.Position) jsonPosition {
	return jsonPosition{r.file(pos.Filename), pos.Line, pos.Column}
}

func (r *Report) jsonProblem(p *Problem, s *source) jsonProblem {
	j := jsonProblem{
		jsonPosition: r.jsonPosition(p.Pos),
		Level:        p.level(),
		Rule:         p.Rule,
		Stage:        p.Stage,
		Run:          p.Run,
	}
	j.Message, j.Explanation = p.Split()
	for _, other := range p.Related {
		j.Related = append(j.Related, jsonRelated{r.jsonPosition(other.Pos), other.Msg})
	}
	if p.Fix != nil && s.holds(p.Fix) {
		j.Fix = &jsonFix{s.onDisk(p.Fix.Start), s.onDisk(p.Fix.End), s.lineEnds(p.Fix.Text)}
	}
	return j
}

// seconds is d in seconds, to the millisecond.
func seconds(d time.Duration) float64 {
	return d.Round(time.Millisecond).Seconds()
}
