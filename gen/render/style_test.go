package render

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/styles"
)

// The two styles are counterparts made for contrast: at least 7:1 on the
// grounds that style.css puts behind code.
var (
	lightStyle = styles.Get("modus-operandi")
	darkStyle  = styles.Get("modus-vivendi")
)

// TestCodeColours compares code.css with the styles of chroma that it is made
// from.
func TestCodeColours(t *testing.T) {
	want := chromaColours()
	if *update {
		if err := os.WriteFile("code.css", []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if embedded.colours != want {
		t.Error("code.css is not what chroma's styles say; run this test with -update")
	}
	for _, typ := range chroma.TokenTypeValues() {
		got, want := classes[typ], ""
		if typ >= chroma.Keyword && tokenColour(typ) != "" {
			want = tokenClass(typ)
		}
		if got != want {
			t.Errorf("%s has the class %q, want %q", typ, got, want)
		}
	}
}

// chromaColours returns the rules that colour code, those of equal colours as
// one.
func chromaColours() string {
	selectors := make(map[string][]string)
	for _, t := range chroma.TokenTypeValues() {
		class, colour := chroma.StandardTypes[t], tokenColour(t)
		if t >= chroma.Keyword && class != "" && colour != "" {
			selectors[colour] = append(selectors[colour], ".chroma ."+class)
		}
	}
	var rules []string
	for colour, s := range selectors {
		slices.Sort(s)
		rules = append(rules, strings.Join(s, ",")+"{color:"+colour+"}\n")
	}
	slices.Sort(rules)
	return "/* Made from chroma's styles by TestCodeColours; do not edit. */\n" + strings.Join(rules, "")
}

// tokenColour returns the colour of tokens of type t in CSS, in light and in
// dark, or "" if it is that of plain text in both.
func tokenColour(t chroma.TokenType) string {
	light, dark := lightStyle.Get(t).Colour, darkStyle.Get(t).Colour
	if light == lightStyle.Get(chroma.Background).Colour && dark == darkStyle.Get(chroma.Background).Colour {
		return ""
	}
	return fmt.Sprintf("light-dark(%s,%s)", light, dark)
}

var cssVariable = regexp.MustCompile(`--(\w+): light-dark\(#(\w{6}), #(\w{6})\)`)

// palette returns the colours of style.css, for light and dark.
func palette(t *testing.T) [2]map[string]string {
	p := [2]map[string]string{{}, {}}
	for _, m := range cssVariable.FindAllStringSubmatch(embedded.style, -1) {
		p[0][m[1]], p[1][m[1]] = m[2], m[3]
	}
	if len(p[0]) < 8 {
		t.Fatal("no colours in style.css")
	}
	return p
}

// TestContrast holds WCAG's AAA, 7:1, for every colour of text on every
// ground it stands on.
func TestContrast(t *testing.T) {
	for mode, colours := range palette(t) {
		check := func(name, text, ground string) {
			if c := contrast(text, colours[ground]); c < 7 {
				t.Errorf("mode %d: %s on %s has a contrast of %.2f, want 7", mode, name, ground, c)
			}
		}
		for _, ground := range []string{"paper", "sheet", "sunk", "mark"} {
			for _, text := range []string{"ink", "ink2", "seal"} {
				if ground == "mark" && text != "ink" {
					continue
				}
				check(text, colours[text], ground)
			}
		}
		style := []*chroma.Style{lightStyle, darkStyle}[mode]
		for typ := range classes {
			check(typ.String(), strings.TrimPrefix(style.Get(typ).Colour.String(), "#"), "sunk")
		}
	}
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(hex string) float64 {
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		return math.NaN()
	}
	channel := func(shift int) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= .04045 {
			return c / 12.92
		}
		return math.Pow((c+.055)/1.055, 2.4)
	}
	return .2126*channel(16) + .7152*channel(8) + .0722*channel(0)
}

func TestStyleSheets(t *testing.T) {
	style, beside := embedded.styleSheets()
	for name, sheet := range map[string]sheet{"style": style, "beside": beside} {
		if !regexp.MustCompile(`^assets/` + name + `\.[0-9a-f]{10}\.css$`).MatchString(sheet.path) {
			t.Errorf("path is %s", sheet.path)
		}
		s := string(sheet.css)
		if len(s) == 0 || strings.Count(s, "{") != strings.Count(s, "}") || strings.Contains(s, "/*") {
			t.Errorf("the style sheet %s is damaged", name)
		}
		for _, never := range []string{"url(", "@import", "http"} {
			if strings.Contains(strings.ReplaceAll(s, `[href^="http"]`, ""), never) {
				t.Errorf("the style sheet %s has %s", name, never)
			}
		}
	}
	if !strings.Contains(string(style.css), ".chroma .k,") {
		t.Error("the style sheet does not colour keywords")
	}
}

// TestBeside holds that chapters do without what only the pages beside them need:
// their style sheet, and with what each output was recorded.
func TestBeside(t *testing.T) {
	b, recorded := loadBook(t, parseCase(t, "testdata/output.txtar").Files)
	files, err := renderAll(b, recorded)
	if err != nil {
		t.Fatal(err)
	}
	_, beside := embedded.styleSheets()
	chapters, programs := 0, 0
	for name, data := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		chapter := path.Base(path.Dir(name)) == "first" || path.Base(path.Dir(name)) == "second"
		if got := bytes.Contains(data, []byte(beside.path)); got == chapter {
			t.Errorf("%s loads the style sheet beside: %v", name, got)
		}
		told := bytes.Contains(data, []byte(`<p class="prov">`))
		switch program := strings.HasPrefix(name, "snippets/"); {
		case chapter:
			chapters++
			if told {
				t.Errorf("%s says with what its outputs were recorded", name)
			}
		case program && bytes.Contains(data, []byte(`<figure class="run"`)):
			programs++
			if !told {
				t.Errorf("%s does not say with what its outputs were recorded", name)
			}
		}
	}
	if chapters != 6 || programs == 0 {
		t.Errorf("%d pages of chapters, %d of programs that run", chapters, programs)
	}
}
