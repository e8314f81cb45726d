package problem

import (
	"encoding/json"
	"go/token"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
)

// What we write of SARIF 2.1.0; the names are those of its specification.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		ColumnKind  string            `json:"columnKind"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               Rule      `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifInvocation struct {
		CommandLine         string              `json:"commandLine"`
		ExecutionSuccessful bool                `json:"executionSuccessful"`
		Notifications       []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifResult struct {
		RuleID    Rule            `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
		Related   []sarifLocation `json:"relatedLocations,omitempty"`
		Fixes     []sarifFix      `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		ID       *int          `json:"id,omitempty"`
		Message  *sarifText    `json:"message,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted sarifText   `json:"insertedContent"`
	}
)

// sarifLevels are SARIF's words for how bad a problem is.
var sarifLevels = map[string]string{"problem": "error", "notice": "note"}

func (r *Report) writeSARIF(w io.Writer) error {
	rules := allRules()
	run := sarifRun{
		Tool:        sarifTool{sarifDriver{Name: "huoye"}},
		ColumnKind:  "utf16CodeUnits",
		Invocations: []sarifInvocation{{CommandLine: "gen " + r.Command, ExecutionSuccessful: r.Err == nil}},
		Results:     []sarifResult{},
	}
	if r.Err != nil {
		run.Invocations[0].Notifications = []sarifNotification{{"error", sarifText{r.Err.Error()}}}
	}
	for _, rule := range rules {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{rule, sarifText{rule.text()}})
	}
	files := &sources{files: r.Files}
	for _, p := range r.Problems {
		result := sarifResult{
			RuleID:    p.Rule,
			RuleIndex: slices.Index(rules, p.Rule),
			Level:     sarifLevels[p.level()],
			Message:   sarifText{strings.TrimRight(p.Msg, "\n")},
			Locations: []sarifLocation{r.sarifLocation(files, p.Pos)},
		}
		if p.Fix != nil {
			result.Fixes = r.sarifFixes(p, files.get(p.Pos.Filename))
		}
		for i, other := range p.Related {
			location := r.sarifLocation(files, other.Pos)
			location.ID = &i
			location.Message = &sarifText{other.Msg}
			result.Related = append(result.Related, location)
		}
		run.Results = append(run.Results, result)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
}

// sarifLocation is where pos is.
func (r *Report) sarifLocation(files *sources, pos token.Position) sarifLocation {
	return sarifLocation{Physical: sarifPhysical{
		Artifact: r.sarifArtifact(pos.Filename),
		Region: sarifRegion{
			StartLine:   max(pos.Line, 1),
			StartColumn: files.get(pos.Filename).units(pos.Line, pos.Column),
		},
	}}
}

// sarifArtifact names a file by a URI reference.
func (r *Report) sarifArtifact(name string) sarifArtifact {
	u := url.URL{Path: r.file(name)}
	if path.IsAbs(u.Path) {
		u.Scheme = "file"
	}
	return sarifArtifact{u.String()}
}

// sarifFixes is the fix of p, whose file is s; none if it does not fit.
func (r *Report) sarifFixes(p *Problem, s *source) []sarifFix {
	if !s.holds(p.Fix) {
		return nil
	}
	var deleted sarifRegion
	line, column := s.position(p.Fix.Start)
	deleted.StartLine, deleted.StartColumn = line, s.units(line, column)
	line, column = s.position(p.Fix.End)
	deleted.EndLine, deleted.EndColumn = line, s.units(line, column)
	what, _ := p.Split()
	return []sarifFix{{
		Description: sarifText{what},
		Changes: []sarifChange{{
			Artifact:     r.sarifArtifact(p.Pos.Filename),
			Replacements: []sarifReplacement{{deleted, sarifText{s.lineEnds(p.Fix.Text)}}},
		}},
	}}
}
