package problem

import "testing"

func TestNearest(t *testing.T) {
	names := []string{"title", "tagline", "parts", "name"}
	tests := map[string]string{
		"titel": "title", "tilte": "title", "Title": "title", "nmae": "name",
		"part": "parts", "x": "", "description": "", "": "",
	}
	for wrong, want := range tests {
		if got := Nearest(wrong, names); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", wrong, got, want)
		}
	}
}

func TestSuggest(t *testing.T) {
	names := []string{"title", "parts"}
	for wrong, want := range map[string]string{
		"titel": `; did you mean "title"?`,
		"进程":    "; the keys are title and parts",
	} {
		if got := Suggest(wrong, names, "the keys are title and parts"); got != want {
			t.Errorf("Suggest(%q) = %q, want %q", wrong, got, want)
		}
	}
}
