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
